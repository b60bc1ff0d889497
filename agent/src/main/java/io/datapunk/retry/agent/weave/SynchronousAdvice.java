package io.datapunk.retry.agent.weave;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * How a call begins whose method returns its result itself, whatever the rule looks at:
 *
 * <pre>
 *     state = begin(methodId);
 *     sequence = sequence();
 *     if (isGuarded(state)) {
 *         state = beginGuarded(state);
 *         started = started(state);
 *         permit = permit(state);
 *         if (permit == REFUSED) {
 *             state = refused(state);
 *             if (state != null) {
 *                 throw thrown(state, null);
 *             }
 *         }
 *     }
 * </pre>
 *
 * <p>What a refused call throws is made before the body is skipped: where it cannot be made, the body runs, as it does
 * when anything else goes wrong here.
 */
abstract class SynchronousAdvice extends RetryAdvice {

    final int sequence = kept + 1;
    final int started = kept + 3;
    final int permit = kept + 5;

    SynchronousAdvice(MethodVisitor writer, int majorVersion, Variables variables, int methodId) {
        super(
                writer,
                majorVersion,
                variables,
                methodId,
                OBJECT.getInternalName(),
                Opcodes.LONG,
                Opcodes.LONG,
                Opcodes.LONG);
    }

    @Override
    final void begin() {
        storeNull(state);
        for (int slot = sequence; slot <= permit; slot += 2) {
            instruction(Opcodes.LCONST_0);
            store(Type.LONG_TYPE, slot);
        }
        beginState("begin");
        hook("sequence", "()J");
        store(Type.LONG_TYPE, sequence);
        load(OBJECT, state);
        hook("isGuarded", "(Ljava/lang/Object;)Z");
        jump(Opcodes.IFEQ, again);
        load(OBJECT, state);
        hook("beginGuarded", "(Ljava/lang/Object;)Ljava/lang/Object;");
        store(OBJECT, state);
        load(OBJECT, state);
        hook("started", "(Ljava/lang/Object;)J");
        store(Type.LONG_TYPE, started);
        load(OBJECT, state);
        hook("permit", "(Ljava/lang/Object;)J");
        store(Type.LONG_TYPE, permit);
        load(Type.LONG_TYPE, permit);
        runUnlessRefused();
        throwRefusal();
    }

    @Override
    final void end(boolean returns) {
        endAttempt(returns);
        endOfBegin();
    }

    /** What comes after an attempt; see {@link RepeatedBody#end}. */
    abstract void endAttempt(boolean returns);
}
