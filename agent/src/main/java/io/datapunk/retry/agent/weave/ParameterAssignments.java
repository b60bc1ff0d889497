package io.datapunk.retry.agent.weave;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Finds the methods of a class that assign to the slots of their parameters, or of their receiver. Not thread-safe. */
final class ParameterAssignments extends ClassVisitor {

    private final Map<String, MethodAdvice> methods;
    private final Set<String> found = new HashSet<>();

    private ParameterAssignments(Map<String, MethodAdvice> methods) {
        super(Opcodes.ASM9);
        this.methods = methods;
    }

    /** Names and descriptors of those of these methods that have such an assignment. */
    static Set<String> in(ClassReader classFile, Map<String, MethodAdvice> methods) {
        ParameterAssignments assignments = new ParameterAssignments(methods);
        classFile.accept(assignments, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return assignments.found;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        String method = name + descriptor;
        return methods.containsKey(method) ? new OfMethod(access, method, descriptor) : null;
    }

    private final class OfMethod extends MethodVisitor {

        private final String method;
        private final int slotsOfParameters;

        OfMethod(int access, String method, String descriptor) {
            super(Opcodes.ASM9);
            this.method = method;
            int withReceiver = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
            this.slotsOfParameters = (access & Opcodes.ACC_STATIC) == 0 ? withReceiver : withReceiver - 1;
        }

        @Override
        public void visitVarInsn(int opcode, int slot) {
            if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
                assigned(slot);
            }
        }

        @Override
        public void visitIincInsn(int slot, int increment) {
            assigned(slot);
        }

        private void assigned(int slot) {
            if (slot < slotsOfParameters) {
                found.add(method);
            }
        }
    }
}
