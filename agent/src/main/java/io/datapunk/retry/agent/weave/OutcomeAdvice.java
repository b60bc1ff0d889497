package io.datapunk.retry.agent.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * How an attempt ends in methods whose rule looks at results, the receiver or the arguments, or returns a value of its own:
 * it boxes primitives and makes an array of the arguments, which {@link FailureAdvice} does not.
 *
 * <pre>
 * returned:
 *     failure = null;
 *     result = value;
 *     goto ended;
 * failed:
 *     value = 0;
 *     result = null;
 * ended:
 *     state = ended(state, sequence, started, permit, failure, result, this, arguments);
 *     if (again(state)) {
 *         goto again;
 *     }
 *     Throwable toThrow = thrown(state, failure);
 *     if (toThrow == null) {
 *         value = returned(state, result);
 *     }
 *     failure = toThrow;
 * decided:
 *     if (failure != null) {
 *         throw failure;
 *     }
 *     return value;
 * </pre>
 *
 * <p>Where the agent itself fails on the way, {@code decided} finds value and failure as the attempt left them.
 */
final class OutcomeAdvice extends SynchronousAdvice {

    /** Eight values, three of them long, and what it takes to make the last, an array. */
    private static final int STACK = 15;

    private final int failure;
    private final int result;
    private final Object[] outcome;

    OutcomeAdvice(MethodVisitor writer, int majorVersion, Variables variables, int methodId) {
        super(writer, majorVersion, variables, methodId);
        this.failure = free;
        this.result = free + 1;
        this.outcome = variables.isVoid()
                ? new Object[] {THROWABLE, OBJECT.getInternalName()}
                : new Object[] {frameType(type), THROWABLE, OBJECT.getInternalName()};
    }

    @Override
    int maxStack() {
        return STACK;
    }

    @Override
    void endAttempt(boolean returns) {
        Label ended = new Label();
        Label decided = new Label();
        if (returns) {
            gatherValue();
            jump(Opcodes.GOTO, ended);
        }
        gatherFailure();
        label(ended, outcome);
        decide(ended, decided);
        giveBack();
    }

    private void gatherValue() {
        label(returned, gathered);
        storeNull(failure);
        if (variables.isVoid()) {
            instruction(Opcodes.ACONST_NULL);
        } else {
            load(type, value);
            Boxes.box(mv, type);
        }
        store(OBJECT, result);
    }

    private void gatherFailure() {
        failureLabel(failed);
        store(OBJECT, failure);
        if (!variables.isVoid()) {
            Boxes.pushDefault(mv, type);
            store(type, value);
        }
        storeNull(result);
    }

    private void decide(Label from, Label decided) {
        Label keepFailure = new Label();
        load(OBJECT, state);
        load(Type.LONG_TYPE, sequence);
        load(Type.LONG_TYPE, started);
        load(Type.LONG_TYPE, permit);
        load(OBJECT, failure);
        load(OBJECT, result);
        variables.loadReceiver(mv);
        variables.loadArguments(mv);
        hook("ended", ENDED);
        storeStateAndRepeat();
        load(OBJECT, state);
        load(OBJECT, failure);
        thrown("thrown");
        instruction(Opcodes.DUP);
        jump(Opcodes.IFNONNULL, keepFailure);
        if (!variables.isVoid()) {
            load(OBJECT, state);
            load(OBJECT, result);
            hook("returned", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
            Boxes.unbox(mv, type);
            store(type, value);
        }
        endOfDecision(from, keepFailure, failure, decided, outcome);
    }

    private void giveBack() {
        Label fail = new Label();
        load(OBJECT, failure);
        jump(Opcodes.IFNONNULL, fail);
        returnValue();
        label(fail, outcome);
        throwFailure(failure);
    }
}
