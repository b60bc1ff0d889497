package io.datapunk.retry.agent.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * How an attempt ends in methods whose rule looks at failures alone:
 *
 * <pre>
 * returned:
 *     succeeded(state, started, permit);
 *     return value;
 * failed:
 *     state = failed(state, sequence, started, permit, failure);
 *     if (again(state)) {
 *         goto again;
 *     }
 *     throw thrownAlways(state, failure);
 * </pre>
 *
 * <p>Where the agent itself fails, the value is returned or the failure thrown all the same.
 */
final class FailureAdvice extends SynchronousAdvice {

    /** Five values, three of them long. */
    private static final int STACK = 8;

    /** In the place of the value: there is one or the other. */
    private final int failure = value;

    FailureAdvice(MethodVisitor writer, int majorVersion, Variables variables, int methodId) {
        super(writer, majorVersion, variables, methodId);
    }

    @Override
    int maxStack() {
        return STACK;
    }

    @Override
    void endAttempt(boolean returns) {
        if (returns) {
            succeeded();
        }
        failed();
    }

    private void succeeded() {
        Label to = new Label();
        Label giveBack = new Label();
        Label broken = new Label();
        label(returned, gathered);
        load(OBJECT, state);
        load(Type.LONG_TYPE, started);
        load(Type.LONG_TYPE, permit);
        hook("succeeded", "(Ljava/lang/Object;JJ)V");
        mark(to);
        suppress(returned, to, broken);
        label(giveBack, gathered);
        returnValue();
        failureLabel(broken, gathered);
        instruction(Opcodes.POP);
        jump(Opcodes.GOTO, giveBack);
    }

    private void failed() {
        Label from = new Label();
        Label to = new Label();
        Label broken = new Label();
        failureLabel(failed);
        store(OBJECT, failure);
        mark(from);
        load(OBJECT, state);
        load(Type.LONG_TYPE, sequence);
        load(Type.LONG_TYPE, started);
        load(Type.LONG_TYPE, permit);
        load(OBJECT, failure);
        hook("failed", "(Ljava/lang/Object;JJJLjava/lang/Throwable;)Ljava/lang/Object;");
        storeStateAndRepeat();
        load(OBJECT, state);
        load(OBJECT, failure);
        thrown("thrownAlways");
        mark(to);
        instruction(Opcodes.ATHROW);
        suppress(from, to, broken);
        failureLabel(broken, THROWABLE);
        instruction(Opcodes.POP);
        throwFailure(failure);
    }
}
