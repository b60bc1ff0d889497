package io.datapunk.retry.agent.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/**
 * Keeps a method's parameters known to debuggers. Advice that backs arguments up lets the body work on copies, and takes
 * their names to where the copies are; the slots in which the JVM passes them would have none, and a debugger that asks for
 * the arguments of a frame would be refused.
 *
 * <p>For the weaving of one class. Its two halves go around the advice: one reads the names, one writes them.
 */
final class ParameterNames {

    /** Of the method that is being visited. */
    private final List<Variable> parameters = new ArrayList<>();

    /** To be visited before the advice. */
    AsmVisitorWrapper reader(ElementMatcher<? super MethodDescription> methods) {
        return new AsmVisitorWrapper.ForDeclaredMethods().method(methods, new MethodVisitorWrapper() {
            @Override
            public MethodVisitor wrap(
                    TypeDescription type,
                    MethodDescription method,
                    MethodVisitor next,
                    Implementation.Context context,
                    TypePool pool,
                    int writerFlags,
                    int readerFlags) {
                parameters.clear();
                return new Reader(next, method.getParameters());
            }
        });
    }

    /** To be visited after the advice. */
    AsmVisitorWrapper writer(ElementMatcher<? super MethodDescription> methods) {
        return new AsmVisitorWrapper.ForDeclaredMethods().method(methods, new MethodVisitorWrapper() {
            @Override
            public MethodVisitor wrap(
                    TypeDescription type,
                    MethodDescription method,
                    MethodVisitor next,
                    Implementation.Context context,
                    TypePool pool,
                    int writerFlags,
                    int readerFlags) {
                return new Writer(next);
            }
        });
    }

    private static final class Variable {
        private final String name;
        private final String descriptor;
        private final String signature;
        private final int slot;

        Variable(String name, String descriptor, String signature, int slot) {
            this.name = name;
            this.descriptor = descriptor;
            this.signature = signature;
            this.slot = slot;
        }
    }

    /** Of each slot of a parameter, the first name of that type: a compiler may use a slot again for something else. */
    private final class Reader extends MethodVisitor {
        private final Map<Integer, String> unnamed = new HashMap<>();

        Reader(MethodVisitor next, List<? extends ParameterDescription> parameters) {
            super(Opcodes.ASM9, next);
            for (ParameterDescription parameter : parameters) {
                unnamed.put(
                        parameter.getOffset(), parameter.getType().asErasure().getDescriptor());
            }
        }

        @Override
        public void visitLocalVariable(
                String name, String descriptor, String signature, Label start, Label end, int slot) {
            if (unnamed.remove(slot, descriptor)) {
                parameters.add(new Variable(name, descriptor, signature, slot));
            }
            super.visitLocalVariable(name, descriptor, signature, start, end, slot);
        }
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
}
