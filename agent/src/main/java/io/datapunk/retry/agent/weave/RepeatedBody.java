package io.datapunk.retry.agent.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypePath;

/**
 * Copies the body of a method to where it can run more than once, between what its advice does before and after it:
 *
 * <pre>
 *     begin
 * again:
 *     copies of the parameters; the body, its returns replaced by jumps to
 * returned:
 *     and what it throws caught at
 * failed:
 *     end, which may jump to again
 * </pre>
 *
 * <p>The variables are, in this order: receiver and parameters as the caller gave them, never written; what the advice keeps while
 * the body runs; what the body returns; and all of the body's own, by as much higher, its parameters being copies, its receiver
 * only if it must. So a stack map is
 * the body's with the same types before it in every frame. What the advice keeps when the body is over takes the place of the
 * body's.
 *
 * <p>Up to version 49 class files have no stack maps, and their verifier infers types: where values of two types end up in one
 * variable it loads both to find what they have in common, and they may not be there. Woven code has such places that the body has
 * not. What a body returns ends up in one variable: each value is cast to the declared type first. And the verifier holds all
 * values that a variable has in the body against each other, both where the body's returns meet and where what it throws is
 * caught: so each of these two places is reached first from where no variable of the body has a value yet, and then none has one
 * there. The parameters are copied behind that.
 *
 * <p>For one method; not thread-safe.
 */
abstract class RepeatedBody extends AdviceCode {

    private static final int FIRST_VERSION_WITH_FRAMES = Opcodes.V1_6;

    final Variables variables;
    final Label again = new Label();
    final Label returned = new Label();
    final Label failed = new Label();

    /** First slot of what the advice keeps while the body runs. */
    final int kept;

    /** Where the body leaves what it returns. */
    final int value;

    /** First slot of the body's variables, and of two that the advice has for itself when the body is over. */
    final int free;

    /** By how much the numbers of the body's variables are higher than they were. */
    private final int shift;

    private final boolean keepsReceiver;
    private final boolean hasFrames;
    private final Object[] typesBefore;
    private final Label start = new Label();
    private final Label end = new Label();
    private final Label bodyEnd = new Label();
    private boolean returns;

    /** The parameters whose slots still need a name: descriptors by slot. */
    private final Map<Integer, String> unnamed = new HashMap<>();

    private final List<Runnable> later = new ArrayList<>(4);

    /**
     * The body of a method.
     *
     * @param typesKept what the advice keeps while the body runs, as in a stack map
     */
    RepeatedBody(MethodVisitor writer, int majorVersion, Variables variables, Object... typesKept) {
        super(writer);
        this.variables = variables;
        this.hasFrames = majorVersion >= FIRST_VERSION_WITH_FRAMES;
        this.kept = variables.slots();
        int slot = 0;
        List<Object> types = new ArrayList<>();
        for (Type parameter : variables.parameters()) {
            types.add(frameType(parameter));
            unnamed.put(slot, parameter.getDescriptor());
            slot += parameter.getSize();
        }
        for (Object type : typesKept) {
            types.add(type);
            slot += type == Opcodes.LONG ? 2 : 1;
        }
        this.typesBefore = types.toArray();
        this.value = slot;
        this.free = value + variables.returnType().getSize();
        this.keepsReceiver = variables.keepsReceiver();
        this.shift = keepsReceiver ? free - 1 : free;
    }

    /** What comes before the first attempt; goes on behind its end, or jumps to {@link #again}, with nothing on the stack. */
    abstract void begin();

    /**
     * What comes after an attempt, beginning at {@link #returned}, with what it returned in {@link #value}, if {@code returns}, and at
     * {@link #failed}, with the failure on the stack.
     *
     * @param returns whether the body returns at all
     */
    abstract void end(boolean returns);

    /** What {@link #begin} and {@link #end} need of the stack at the most. */
    abstract int maxStack();

    @Override
    public void visitCode() {
        super.visitCode();
        mv.visitLabel(start);
        begin();
        label(again);
        if (!hasFrames) {
            returnWithoutVariables();
        }
        int slot = 0;
        for (Type parameter : variables.parameters()) {
            if (moved(slot) != slot) {
                load(parameter, slot);
                store(parameter, moved(slot));
            }
            slot += parameter.getSize();
        }
        mv.visitInsn(Opcodes.NOP); // there may be no parameter, and the body may begin with a frame of its own
    }

    /** A way to {@link #returned} that is never taken, from where the body's variables have no values. */
    private void returnWithoutVariables() {
        if (!variables.isVoid()) {
            Boxes.pushDefault(mv, variables.returnType());
            store(variables.returnType(), value);
        }
        mv.visitInsn(Opcodes.ICONST_0);
        jump(Opcodes.IFNE, returned);
        returns = true;
    }

    /** Where a variable of the body is. The receiver stays where it is: most instructions for variables are for it, and short there. */
    private int moved(int slot) {
        return keepsReceiver && slot == 0 ? 0 : slot + shift;
    }

    @Override
    public void visitVarInsn(int opcode, int slot) {
        if (keepsReceiver && slot == 0 && opcode != Opcodes.ALOAD) {
            throw new ReceiverIsWrittenException();
        }
        super.visitVarInsn(opcode, moved(slot));
    }

    @Override
    public void visitIincInsn(int slot, int increment) {
        super.visitIincInsn(moved(slot), increment);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN) {
            super.visitInsn(opcode);
            return;
        }
        if (opcode == Opcodes.ARETURN && !hasFrames) {
            returnForTheVerifier();
            mv.visitTypeInsn(Opcodes.CHECKCAST, variables.returnType().getInternalName());
        }
        if (opcode != Opcodes.RETURN) {
            store(variables.returnType(), value);
        }
        clearStack(variables.returnType().getSize());
        jump(Opcodes.GOTO, returned);
        returns = true;
    }

    /** The method's own return, never reached: behind the cast, no verifier would hold the value against the declared type. */
    private void returnForTheVerifier() {
        Label goOn = new Label();
        mv.visitInsn(Opcodes.ICONST_0);
        mv.visitJumpInsn(Opcodes.IFEQ, goOn);
        mv.visitInsn(Opcodes.ARETURN);
        mv.visitLabel(goOn);
    }

    @Override
    public void visitFrame(int type, int localCount, Object[] locals, int stackCount, Object[] stack) {
        if (!hasFrames) {
            return; // a stack map of another kind, which no JVM reads here
        }
        int left = keepsReceiver && localCount > 0 ? 1 : 0;
        int to = typesBefore.length + free - value;
        Object[] all = Arrays.copyOf(typesBefore, to + localCount - left);
        Arrays.fill(all, typesBefore.length, to, Opcodes.TOP);
        System.arraycopy(locals, left, all, to, localCount - left);
        super.visitFrame(Opcodes.F_NEW, all.length, all, stackCount, stack);
    }

    /**
     * A parameter's name goes with the copy that the body works on, and is kept for the slot in which the JVM passes it: a debugger
     * that asks for the arguments of a frame would be refused otherwise.
     */
    @Override
    public void visitLocalVariable(
            final String name, final String descriptor, final String signature, Label from, Label to, final int slot) {
        super.visitLocalVariable(name, descriptor, signature, from, to, moved(slot));
        if (moved(slot) != slot
                && unnamed.remove(slot, descriptor)) { // a compiler may use the slot again for something else
            later.add(new Runnable() {
                @Override
                public void run() {
                    mv.visitLocalVariable(name, descriptor, signature, start, end, slot);
                }
            });
        }
    }

    @Override
    public AnnotationVisitor visitLocalVariableAnnotation(
            int type, TypePath path, Label[] from, Label[] to, int[] slots, String descriptor, boolean visible) {
        int[] moved = slots.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = moved(moved[i]);
        }
        return super.visitLocalVariableAnnotation(type, path, from, to, moved, descriptor, visible);
    }

    /** The end of the body: all that goes behind it is written here. */
    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        mv.visitLabel(bodyEnd);
        end(returns);
        mv.visitLabel(end);
        mv.visitTryCatchBlock(again, bodyEnd, failed, THROWABLE); // behind the body's own, which are inside
        for (Runnable each : later) {
            each.run();
        }
        int forTheVerifier = hasFrames ? 0 : 1;
        mv.visitMaxs(Math.max(maxStack + forTheVerifier, maxStack()), free + Math.max(maxLocals, 2));
    }

    /** A place that is jumped to with nothing on the stack, and with these variables beyond those that are always there. */
    final void label(Label label, Object... more) {
        mv.visitLabel(label);
        frame(more);
    }

    /** A place where a failure is on the stack. */
    final void failureLabel(Label label, Object... more) {
        mv.visitLabel(label);
        frame(more, THROWABLE);
    }

    private void frame(Object[] more, Object... stack) {
        if (hasFrames) {
            Object[] all = Arrays.copyOf(typesBefore, typesBefore.length + more.length);
            System.arraycopy(more, 0, all, typesBefore.length, more.length);
            mv.visitFrame(Opcodes.F_NEW, all.length, all, stack.length, stack);
        }
    }

    /** The body assigns to the slot of its receiver, as no compiler makes it: it must work on a copy of that too. */
    static final class ReceiverIsWrittenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReceiverIsWrittenException() {
            super(null, null, false, false);
        }
    }
}
