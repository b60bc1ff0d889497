package io.datapunk.retry.agent.weave;

import org.objectweb.asm.Opcodes;

/**
 * What an instruction does to the stack, for those that always do the same; from chapter 6.5 of the Java Virtual Machine
 * Specification. Immutable.
 */
final class StackEffect {

    /** The place of a value that takes one: all but {@code long} and {@code double}. */
    static final String ONE = "I";

    /** The two places of one that takes two. */
    static final String TWO = "Jj";

    private static final StackEffect[] BY_OPCODE = effects();

    private final int pops;
    private final String pushes;

    private StackEffect(int pops, String pushes) {
        this.pops = pops;
        this.pushes = pushes;
    }

    /** Of an instruction whose effect does not depend on its operands. */
    static StackEffect of(int opcode) {
        return BY_OPCODE[opcode];
    }

    /** How many places it takes from the stack. */
    int pops() {
        return pops;
    }

    /** What it then puts there. */
    String pushes() {
        return pushes;
    }

    private static StackEffect[] effects() {
        StackEffect[] all = new StackEffect[Opcodes.IFNONNULL + 1];
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

    private static void set(StackEffect[] all, String pushes, int from, int to, int pops) {
        for (int opcode = from; opcode <= to; opcode++) {
            all[opcode] = new StackEffect(pops, pushes);
        }
    }

    /** Instructions of which there is one for each kind of value: int, long, float, double, reference and smaller ones. */
    private static void byKind(StackEffect[] all, int first, int kinds, int popsOne, int popsTwo, boolean pushes) {
        for (int kind = 0; kind < kinds; kind++) {
            boolean isTwo = kind == 1 || kind == 3;
            String pushed = !pushes ? "" : isTwo ? TWO : ONE;
            all[first + kind] = new StackEffect(isTwo ? popsTwo : popsOne, pushed);
        }
    }

    private static void convert(StackEffect[] all, int first, int pops, String... pushes) {
        for (int i = 0; i < pushes.length; i++) {
            all[first + i] = new StackEffect(pops, pushes[i]);
        }
    }
}
