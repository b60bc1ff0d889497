package io.datapunk.retry.agent.weave;

import java.lang.invoke.MethodHandles;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * How calls begin and end of methods that return a future or a stream. One that throws, or returns {@code null}, is repeated
 * like any other; what it returns is followed, and called again from elsewhere. Its code is copied into them; it is never
 * called.
 */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeLocal"}) // assignments are what the advice does
final class AsyncAdvice {

    private AsyncAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
    static boolean enter(@SiteId int site, @Advice.Local("state") Object state) {
        state = DatapunkRetryHook.beginAsync(site);
        if (DatapunkRetryHook.permit(state) != DatapunkRetryHook.REFUSED) {
            return false;
        }
        state = DatapunkRetryHook.refused(state);
        return state != null;
    }

    @Advice.OnMethodExit(
            onThrowable = Throwable.class,
            repeatOn = Advice.OnNonDefaultValue.class,
            backupArguments = true,
            suppress = Throwable.class)
    static boolean exit(
            @Advice.Enter boolean refused,
            @SiteId int site,
            @Advice.Origin MethodHandles.Lookup lookup,
            @Advice.Local("state") Object state,
            @Advice.This(optional = true) Object self,
            @Advice.AllArguments Object[] arguments,
            @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned,
            @Advice.Thrown(readOnly = false) Throwable thrown) {
        if (!refused) {
            if (thrown == null && returned != null) {
                returned = DatapunkRetryHook.follow(site, state, returned, self, arguments, lookup);
                return false;
            }
            state = DatapunkRetryHook.ended(state, 0, 0, 0, thrown, returned, self, arguments);
            if (DatapunkRetryHook.again(state)) {
                return true;
            }
            thrown = DatapunkRetryHook.thrown(state, thrown);
            if (thrown != null) {
                return false;
            }
        }
        returned = DatapunkRetryHook.settled(site, state, lookup);
        if (returned == null) {
            thrown = DatapunkRetryHook.thrown(state, thrown);
        }
        return false;
    }
}
