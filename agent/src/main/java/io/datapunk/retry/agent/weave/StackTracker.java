package io.datapunk.retry.agent.weave;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Knows what is on the stack before each instruction that it passes on: a return may leave more there than the value that it
 * returns, and a jump in its place must not. Whoever writes instructions of its own writes them to {@code mv}.
 *
 * <p>A stack is a text of a letter for each of its places, the topmost last, as {@link StackEffect} writes them. Behind a
 * jump the stack is that of the frame there or, in class files without stack maps, that of the jumps to there that came before;
 * where there is neither it is taken to be empty, as compilers leave it where code is reached from behind alone.
 *
 * <p>For one method; not thread-safe.
 */
abstract class StackTracker extends MethodVisitor {

    private final Map<Label, String> ofLabels = new HashMap<>();
    private String stack = "";
    private boolean isReachable = true;

    StackTracker(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    /** What is on the stack before the next instruction. */
    final String stack() {
        return stack;
    }

    /** Removes from the stack what lies below the topmost value, which has been popped; then nothing goes on here. */
    final void clearStack(int poppedPlaces) {
        String below = stack.substring(0, Math.max(0, stack.length() - poppedPlaces));
        int left = below.length();
        while (left > 0) {
            boolean isSecond = below.charAt(left - 1) == StackEffect.TWO.charAt(1);
            mv.visitInsn(isSecond ? Opcodes.POP2 : Opcodes.POP);
            left -= isSecond ? 2 : 1;
        }
        leave();
    }

    @Override
    public void visitInsn(int opcode) {
        super.visitInsn(opcode);
        if (opcode >= Opcodes.POP && opcode <= Opcodes.SWAP) {
            shuffle(opcode);
        } else {
            apply(StackEffect.of(opcode));
        }
        if (opcode == Opcodes.ATHROW || opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
            leave();
        }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        super.visitIntInsn(opcode, operand);
        change(opcode == Opcodes.NEWARRAY ? 1 : 0, StackEffect.ONE);
    }

    @Override
    public void visitVarInsn(int opcode, int slot) {
        super.visitVarInsn(opcode, slot);
        apply(StackEffect.of(opcode));
        if (opcode == Opcodes.RET) {
            leave();
        }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        super.visitTypeInsn(opcode, type);
        change(opcode == Opcodes.NEW ? 0 : 1, StackEffect.ONE);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        super.visitFieldInsn(opcode, owner, name, descriptor);
        String value = places(Type.getType(descriptor).getSize());
        int object = opcode == Opcodes.GETFIELD || opcode == Opcodes.PUTFIELD ? 1 : 0;
        boolean isRead = opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC;
        change(isRead ? object : object + value.length(), isRead ? value : "");
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        called(descriptor, opcode == Opcodes.INVOKESTATIC ? 0 : 1);
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        called(descriptor, 0);
    }

    private void called(String descriptor, int receiver) {
        int sizes = Type.getArgumentsAndReturnSizes(
                descriptor); // of arguments, a receiver included, times four; of the result
        change((sizes >> 2) - 1 + receiver, places(sizes & 3));
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        super.visitJumpInsn(opcode, label);
        if (opcode == Opcodes.JSR) {
            reach(label, stack + StackEffect.ONE); // the address to return to; behind it the stack is as before
            return;
        }
        apply(StackEffect.of(opcode));
        reach(label, stack);
        if (opcode == Opcodes.GOTO) {
            leave();
        }
    }

    @Override
    public void visitLdcInsn(Object value) {
        super.visitLdcInsn(value);
        int size = value instanceof Long || value instanceof Double
                ? 2
                : value instanceof ConstantDynamic ? ((ConstantDynamic) value).getSize() : 1;
        change(0, places(size));
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
        super.visitTableSwitchInsn(min, max, otherwise, labels);
        switched(otherwise, labels);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
        super.visitLookupSwitchInsn(otherwise, keys, labels);
        switched(otherwise, labels);
    }

    private void switched(Label otherwise, Label... labels) {
        change(1, "");
        reach(otherwise, stack);
        for (Label label : labels) {
            reach(label, stack);
        }
        leave();
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        super.visitMultiANewArrayInsn(descriptor, dimensions);
        change(dimensions, StackEffect.ONE);
    }

    @Override
    public void visitTryCatchBlock(Label from, Label to, Label handler, String type) {
        super.visitTryCatchBlock(from, to, handler, type);
        reach(handler, StackEffect.ONE);
    }

    @Override
    public void visitLabel(Label label) {
        super.visitLabel(label);
        String known = ofLabels.get(label);
        if (!isReachable && known != null) {
            stack = known;
        }
        isReachable = true;
    }

    @Override
    public void visitFrame(int type, int localCount, Object[] locals, int stackCount, Object[] values) {
        super.visitFrame(type, localCount, locals, stackCount, values);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < stackCount; i++) {
            all.append(places(values[i] == Opcodes.LONG || values[i] == Opcodes.DOUBLE ? 2 : 1));
        }
        stack = all.toString();
        isReachable = true;
    }

    private void reach(Label label, String with) {
        if (!ofLabels.containsKey(label)) {
            ofLabels.put(label, with);
        }
    }

    private void leave() {
        stack = "";
        isReachable = false;
    }

    private void apply(StackEffect effect) {
        change(effect.pops(), effect.pushes());
    }

    private void change(int pops, String pushes) {
        stack = stack.substring(0, Math.max(0, stack.length() - pops)) + pushes;
    }

    /** Those that move values about do so by places, whatever lies on them. */
    private void shuffle(int opcode) {
        int moved = opcode == Opcodes.POP2 || opcode >= Opcodes.DUP2 && opcode <= Opcodes.DUP2_X2 ? 2 : 1;
        int below = opcode == Opcodes.DUP_X1 || opcode == Opcodes.DUP2_X1 || opcode == Opcodes.SWAP
                ? 1
                : opcode == Opcodes.DUP_X2 || opcode == Opcodes.DUP2_X2 ? 2 : 0;
        int size = stack.length();
        if (size < moved + below) {
            return; // code that is never reached
        }
        String top = stack.substring(size - moved);
        String middle = stack.substring(size - moved - below, size - moved);
        String rest = stack.substring(0, size - moved - below);
        if (opcode == Opcodes.POP || opcode == Opcodes.POP2) {
            stack = rest;
        } else {
            stack = rest + top + middle + (opcode == Opcodes.SWAP ? "" : top);
        }
    }

    private static String places(int size) {
        return size == 0 ? "" : size == 1 ? StackEffect.ONE : StackEffect.TWO;
    }
}
