package io.datapunk.retry.agent.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * How calls begin and end of methods that return a future or a stream. One that throws, or returns {@code null}, is repeated
 * like any other; what it returns is followed, and called again from elsewhere.
 *
 * <pre>
 *     state = beginAsync(methodId);
 *     if (permit(state) == REFUSED) {
 *         state = refused(state);
 *         if (state != null) {
 *             value = settled(methodId, state, lookup);
 *             if (value != null) {
 *                 return value;
 *             }
 *             throw thrown(state, null);
 *         }
 *     }
 *     ...
 * returned:
 *     if (value != null) {
 *         return follow(methodId, state, value, this, arguments, lookup);
 *     }
 *     failure = null;
 *     goto ended;
 * failed:
 *     value = null;
 * ended:
 *     state = ended(state, 0, 0, 0, failure, value, this, arguments);
 *     if (again(state)) {
 *         goto again;
 *     }
 *     failure = thrown(state, failure);
 *     if (failure == null) {
 *         value = settled(methodId, state, lookup);
 *         failure = value == null ? thrown(state, null) : null;
 *     }
 * decided:
 *     if (failure != null) {
 *         throw failure;
 *     }
 *     return value;
 * </pre>
 *
 * <p>Where the agent itself fails, the body runs, or its value is returned or its failure thrown, as if it were not woven.
 */
final class AsyncAdvice extends RetryAdvice {

    private static final String LOOKUP = "Ljava/lang/invoke/MethodHandles$Lookup;";
    private static final String FOLLOW = "(ILjava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;[Ljava/lang/Object;"
            + LOOKUP + ")Ljava/lang/Object;";
    private static final String SETTLED = "(ILjava/lang/Object;" + LOOKUP + ")Ljava/lang/Object;";

    /** Eight values, three of them long, and what it takes to make the last, an array. */
    private static final int STACK = 15;

    private final int failure = free;
    private final Object[] outcome;
    private final Label giveBack = new Label();

    AsyncAdvice(MethodVisitor writer, int majorVersion, Variables variables, int methodId) {
        super(writer, majorVersion, variables, methodId, OBJECT.getInternalName());
        this.outcome = new Object[] {frameType(type), THROWABLE};
    }

    @Override
    int maxStack() {
        return STACK;
    }

    @Override
    void begin() {
        storeNull(state);
        beginState("beginAsync");
        load(OBJECT, state);
        hook("permit", "(Ljava/lang/Object;)J");
        runUnlessRefused();
        settle();
        load(OBJECT, value);
        jump(Opcodes.IFNONNULL, giveBack);
        throwRefusal();
    }

    @Override
    void end(boolean returns) {
        Label ended = new Label();
        Label decided = new Label();
        if (returns) {
            returned();
            jump(Opcodes.GOTO, ended);
        }
        failureLabel(failed);
        store(OBJECT, failure);
        storeNull(value);
        label(ended, outcome);
        decide(ended, decided);
        Label fail = new Label();
        load(OBJECT, failure);
        jump(Opcodes.IFNONNULL, fail);
        label(giveBack, gathered);
        returnValue();
        label(fail, outcome);
        throwFailure(failure);
        endOfBegin();
    }

    private void returned() {
        Label none = new Label();
        Label to = new Label();
        Label broken = new Label();
        label(returned, gathered);
        load(OBJECT, value);
        jump(Opcodes.IFNULL, none);
        pushMethodId();
        load(OBJECT, state);
        load(OBJECT, value);
        variables.loadReceiver(mv);
        variables.loadArguments(mv);
        lookup();
        hook("follow", FOLLOW);
        Boxes.unbox(mv, type);
        mark(to);
        instruction(Opcodes.ARETURN);
        suppress(returned, to, broken);
        failureLabel(broken, gathered);
        instruction(Opcodes.POP);
        jump(Opcodes.GOTO, giveBack);
        label(none, gathered);
        storeNull(failure);
    }

    private void decide(Label from, Label decided) {
        Label keepFailure = new Label();
        load(OBJECT, state);
        for (int i = 0; i < 3; i++) {
            instruction(Opcodes.LCONST_0);
        }
        load(OBJECT, failure);
        load(OBJECT, value);
        variables.loadReceiver(mv);
        variables.loadArguments(mv);
        hook("ended", ENDED);
        storeStateAndRepeat();
        load(OBJECT, state);
        load(OBJECT, failure);
        thrown("thrown");
        instruction(Opcodes.DUP);
        jump(Opcodes.IFNONNULL, keepFailure);
        settle();
        load(OBJECT, value);
        jump(Opcodes.IFNONNULL, keepFailure);
        instruction(Opcodes.POP);
        load(OBJECT, state);
        instruction(Opcodes.ACONST_NULL);
        thrown("thrown");
        endOfDecision(from, keepFailure, failure, decided, outcome);
    }

    /** Makes the value of what the call has come to. */
    private void settle() {
        pushMethodId();
        load(OBJECT, state);
        lookup();
        hook("settled", SETTLED);
        Boxes.unbox(mv, type);
        store(OBJECT, value);
    }

    private void lookup() {
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup", "()" + LOOKUP, false);
    }
}
