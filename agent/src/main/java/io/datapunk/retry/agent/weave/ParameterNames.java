package io.datapunk.retry.agent.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Keeps the parameters of a woven method known to debuggers. The body of such a method works on copies of its
 * arguments, and the advice moves their names to the copies. A debugger that asks for the arguments of a frame looks at
 * the slots in which the JVM passes them: without a name there, it reports an error.
 *
 * <p>For one method; not thread-safe.
 */
final class ParameterNames {

    /** Descriptors by slot of the parameters that have no name yet. */
    private final Map<Integer, String> unnamed = new HashMap<>();

    private final List<Variable> parameters = new ArrayList<>();

    ParameterNames(DescribedMethod method) {
        if (!method.isStatic()) {
            unnamed.put(0, method.getDeclaringType().getDescriptor());
        }
        for (ParameterDescription parameter : method.getParameters()) {
            unnamed.put(parameter.getOffset(), parameter.getType().asErasure().getDescriptor());
        }
    }

    /** Reads the names; visited before the advice. */
    MethodVisitor reader(MethodVisitor next) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitLocalVariable(
                    String name, String descriptor, String signature, Label start, Label end, int slot) {
                if (unnamed.remove(slot, descriptor)) { // a compiler may use the slot for another variable later
                    parameters.add(new Variable(name, descriptor, signature, slot));
                }
                super.visitLocalVariable(name, descriptor, signature, start, end, slot);
            }
        };
    }

    /** Writes the names of the slots that have none; visited behind the advice. */
    MethodVisitor writer(MethodVisitor next) {
        return new Writer(next);
    }

    private final class Writer extends MethodVisitor {

        private final Label start = new Label();
        private final Set<Integer> named = new HashSet<>();

        Writer(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            super.visitLabel(start);
        }

        @Override
        public void visitLocalVariable(
                String name, String descriptor, String signature, Label from, Label to, int slot) {
            named.add(slot);
            super.visitLocalVariable(name, descriptor, signature, from, to, slot);
        }

        @Override
        public void visitMaxs(int stack, int locals) {
            Label end = new Label();
            super.visitLabel(end);
            for (Variable each : parameters) {
                if (named.add(each.slot)) {
                    super.visitLocalVariable(each.name, each.descriptor, each.signature, start, end, each.slot);
                }
            }
            super.visitMaxs(stack, locals);
        }
    }

    private static final class Variable {

        final String name;
        final String descriptor;
        final String signature;
        final int slot;

        Variable(String name, String descriptor, String signature, int slot) {
            this.name = name;
            this.descriptor = descriptor;
            this.signature = signature;
            this.slot = slot;
        }
    }
}
