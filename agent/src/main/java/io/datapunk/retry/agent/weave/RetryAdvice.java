package io.datapunk.retry.agent.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What all kinds of advice have in common: the state of the call, which is the first that is kept while the body runs; what becomes
 * of a call whose first attempt is refused; and the question whether there is another attempt.
 */
abstract class RetryAdvice extends RepeatedBody {

    final Type type;
    final int state = kept;

    /** The value that the body has left, as a stack map names it; nothing where it leaves none. */
    final Object[] gathered;

    private final int methodId;
    private final Label beginStart = new Label();
    private final Label beginEnd = new Label();
    private final Label beginFailed = new Label();

    RetryAdvice(MethodVisitor writer, int majorVersion, Variables variables, int methodId, Object... typesKept) {
        super(writer, majorVersion, variables, typesKept);
        this.methodId = methodId;
        this.type = variables.returnType();
        this.gathered = variables.isVoid() ? new Object[0] : new Object[] {frameType(type)};
    }

    final void pushMethodId() {
        Boxes.push(mv, methodId);
    }

    final void storeNull(int slot) {
        instruction(Opcodes.ACONST_NULL);
        store(OBJECT, slot);
    }

    /** The first entry point of the hook is called, and whatever fails up to {@link #throwRefusal} lets the body run. */
    final void beginState(String entryPoint) {
        mark(beginStart);
        pushMethodId();
        hook(entryPoint, "(I)Ljava/lang/Object;");
        store(OBJECT, state);
    }

    /** With the permit on the stack: goes on if the breaker has refused, with what the call has come to as its state. */
    final void runUnlessRefused() {
        mv.visitLdcInsn(DatapunkRetryHook.REFUSED);
        instruction(Opcodes.LCMP);
        jump(Opcodes.IFNE, again);
        load(OBJECT, state);
        hook("refused", "(Ljava/lang/Object;)Ljava/lang/Object;");
        store(OBJECT, state);
        load(OBJECT, state);
        jump(Opcodes.IFNULL, again);
    }

    final void throwRefusal() {
        load(OBJECT, state);
        instruction(Opcodes.ACONST_NULL);
        thrown("thrown");
        instruction(Opcodes.DUP);
        jump(Opcodes.IFNULL, beginFailed);
        mark(beginEnd);
        instruction(Opcodes.ATHROW);
    }

    /** With the new state on the stack: goes on if the call has ended. */
    final void storeStateAndRepeat() {
        store(OBJECT, state);
        load(OBJECT, state);
        hook("again", "(Ljava/lang/Object;)Z");
        jump(Opcodes.IFNE, again);
    }

    /** The last of {@link #end}. */
    final void endOfBegin() {
        suppress(beginStart, beginEnd, beginFailed);
        failureLabel(beginFailed);
        instruction(Opcodes.POP);
        jump(Opcodes.GOTO, again);
    }

    /**
     * The end of a decision, where what the call throws is on the stack, {@code null} if it returns: what fails between its
     * beginning and here leaves the outcome of the attempt as it was.
     */
    final void endOfDecision(Label from, Label keepFailure, int failure, Label decided, Object... outcome) {
        Label to = new Label();
        Label broken = new Label();
        failureLabel(keepFailure, outcome);
        store(OBJECT, failure);
        mark(to);
        jump(Opcodes.GOTO, decided);
        suppress(from, to, broken);
        failureLabel(broken, outcome);
        instruction(Opcodes.POP);
        label(decided, outcome);
    }

    /** Returns the value of the body, or what has been put in its place. */
    final void returnValue() {
        if (!variables.isVoid()) {
            load(type, value);
        }
        instruction(type.getOpcode(Opcodes.IRETURN));
    }

    final void throwFailure(int failure) {
        load(OBJECT, failure);
        instruction(Opcodes.ATHROW);
    }
}
