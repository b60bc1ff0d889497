package io.datapunk.retry.agent.weave;

import java.lang.invoke.MethodHandles;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * The beginning and the end of calls of methods that return a future or a stream. A call that throws, or returns
 * {@code null}, is repeated like any other. What a call returns is followed by the agent, which makes further attempts
 * itself. Byte Buddy copies this code into woven methods; it is never called.
 *
 * <p>If this code fails, the body runs, and the attempt's own outcome stands.
 */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeLocal"}) // Byte Buddy copies the assignments to local variables
final class AsyncAdvice {

    private AsyncAdvice() {}

    /** Returns the failure of a refused call, or the future or stream that tells it; {@code null}: the body runs. */
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
    static Object enter(
            @MethodId int methodId, @Advice.Origin MethodHandles.Lookup lookup, @Advice.Local("call") Object call) {
        call = DatapunkRetryHook.beginAsync(methodId);
        return DatapunkRetryHook.refusalAsync(methodId, call, lookup);
    }

    @Advice.OnMethodExit(
            onThrowable = Throwable.class,
            repeatOn = Advice.OnNonDefaultValue.class,
            backupArguments = false,
            suppress = Throwable.class)
    static boolean exit(
            @Advice.Enter Object refusal,
            @MethodId int methodId,
            @Advice.Origin MethodHandles.Lookup lookup,
            @Advice.Local("call") Object call,
            @Advice.This(optional = true) Object self,
            @Advice.AllArguments Object[] arguments,
            @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned,
            @Advice.Thrown(readOnly = false) Throwable thrown) {
        if (refusal instanceof Throwable) {
            thrown = (Throwable) refusal;
            return false;
        }
        if (refusal != null) {
            returned = refusal;
            return false;
        }
        if (returned != null) { // then nothing was thrown
            returned = DatapunkRetryHook.follow(methodId, call, returned, self, arguments, lookup);
            return false;
        }
        call = DatapunkRetryHook.ended(call, 0, 0, 0, thrown, null, self, arguments);
        if (DatapunkRetryHook.again(call)) {
            return true;
        }
        Throwable failure = DatapunkRetryHook.thrown(call, thrown);
        if (failure == null) {
            returned = DatapunkRetryHook.settled(methodId, call, lookup);
            if (returned == null) {
                failure = DatapunkRetryHook.thrown(call, null);
            }
        }
        thrown = failure;
        return false;
    }
}
