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
 * <p>A stack is a text of a letter for each of its places, the topmost last: {@value #ONE} for a value of one place, {@value #TWO}
 * for one of two. What instructions do is taken from chapter 6.5 of the Java Virtual Machine Specification. Behind a jump the stack is that of
 * the frame there or, in class files without stack maps, that of the jumps to there that came before; where there is neither it is
 * taken to be empty, as compilers leave it where code is reached from behind alone.
 *
 * <p>For one method; not thread-safe.
 */
abstract class StackTracker extends MethodVisitor {

    private static final String ONE = "I";
    private static final String TWO = "Jj";

    /** By opcode, of the instructions whose effect is always the same. */
    private static final Effect[] EFFECTS = effects();

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
            boolean isSecond = below.charAt(left - 1) == TWO.charAt(1);
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
            apply(EFFECTS[opcode]);
        }
        if (opcode == Opcodes.ATHROW || opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
            leave();
        }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        super.visitIntInsn(opcode, operand);
        change(opcode == Opcodes.NEWARRAY ? 1 : 0, ONE);
    }

    @Override
    public void visitVarInsn(int opcode, int slot) {
        super.visitVarInsn(opcode, slot);
        apply(EFFECTS[opcode]);
        if (opcode == Opcodes.RET) {
            leave();
        }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        super.visitTypeInsn(opcode, type);
        change(opcode == Opcodes.NEW ? 0 : 1, ONE);
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
            reach(label, stack + ONE); // the address to return to; behind it the stack is as before
            return;
        }
        apply(EFFECTS[opcode]);
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
        change(dimensions, ONE);
    }

    @Override
    public void visitTryCatchBlock(Label from, Label to, Label handler, String type) {
        super.visitTryCatchBlock(from, to, handler, type);
        reach(handler, ONE);
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

    private void apply(Effect effect) {
        change(effect.pops, effect.pushes);
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
        return size == 0 ? "" : size == 1 ? ONE : TWO;
    }

    private static Effect[] effects() {
        Effect[] all = new Effect[Opcodes.IFNONNULL + 1];
        set(all, "", Opcodes.NOP, Opcodes.NOP, 0);
        set(all, ONE, Opcodes.ACONST_NULL, Opcodes.ICONST_5, 0);
        set(all, TWO, Opcodes.LCONST_0, Opcodes.LCONST_1, 0);
        set(all, ONE, Opcodes.FCONST_0, Opcodes.FCONST_2, 0);
        set(all, TWO, Opcodes.DCONST_0, Opcodes.DCONST_1, 0);
        byKind(all, Opcodes.ILOAD, 5, 0, 0, true);
        byKind(all, Opcodes.IALOAD, 8, 2, 2, true);
        byKind(all, Opcodes.ISTORE, 5, 1, 2, false);
        byKind(all, Opcodes.IASTORE, 8, 3, 4, false);
        for (int operation = Opcodes.IADD; operation <= Opcodes.IREM; operation += 4) {
            byKind(all, operation, 4, 2, 4, true);
        }
        byKind(all, Opcodes.INEG, 4, 1, 2, true);
        for (int operation = Opcodes.ISHL; operation <= Opcodes.IUSHR; operation += 2) {
            byKind(all, operation, 2, 2, 3, true);
        }
        for (int operation = Opcodes.IAND; operation <= Opcodes.IXOR; operation += 2) {
            byKind(all, operation, 2, 2, 4, true);
        }
        convert(all, Opcodes.I2L, 1, TWO, ONE, TWO);
        convert(all, Opcodes.L2I, 2, ONE, ONE, TWO);
        convert(all, Opcodes.F2I, 1, ONE, TWO, TWO);
        convert(all, Opcodes.D2I, 2, ONE, TWO, ONE);
        set(all, ONE, Opcodes.I2B, Opcodes.I2S, 1);
        set(all, ONE, Opcodes.LCMP, Opcodes.LCMP, 4);
        set(all, ONE, Opcodes.FCMPL, Opcodes.FCMPG, 2);
        set(all, ONE, Opcodes.DCMPL, Opcodes.DCMPG, 4);
        set(all, "", Opcodes.IFEQ, Opcodes.IFLE, 1);
        set(all, "", Opcodes.IF_ICMPEQ, Opcodes.IF_ACMPNE, 2);
        set(all, "", Opcodes.GOTO, Opcodes.RET, 0);
        set(all, "", Opcodes.IRETURN, Opcodes.RETURN, 0); // nothing follows
        set(all, ONE, Opcodes.ARRAYLENGTH, Opcodes.ARRAYLENGTH, 1);
        set(all, "", Opcodes.ATHROW, Opcodes.ATHROW, 1);
        set(all, "", Opcodes.MONITORENTER, Opcodes.MONITOREXIT, 1);
        set(all, "", Opcodes.IFNULL, Opcodes.IFNONNULL, 1);
        return all;
    }

    private static void set(Effect[] all, String pushes, int from, int to, int pops) {
        for (int opcode = from; opcode <= to; opcode++) {
            all[opcode] = new Effect(pops, pushes);
        }
    }

    /** Instructions of which there is one for each kind of value: int, long, float, double, reference and smaller ones. */
    private static void byKind(Effect[] all, int first, int kinds, int popsOne, int popsTwo, boolean pushes) {
        for (int kind = 0; kind < kinds; kind++) {
            boolean isTwo = kind == 1 || kind == 3;
            String pushed = !pushes ? "" : isTwo ? TWO : ONE;
            all[first + kind] = new Effect(isTwo ? popsTwo : popsOne, pushed);
        }
    }

    private static void convert(Effect[] all, int first, int pops, String... pushes) {
        for (int i = 0; i < pushes.length; i++) {
            all[first + i] = new Effect(pops, pushes[i]);
        }
    }

    /** What an instruction does to the stack. Immutable. */
    private static final class Effect {
        private final int pops;
        private final String pushes;

        Effect(int pops, String pushes) {
            this.pops = pops;
            this.pushes = pushes;
        }
    }
}
