package io.datapunk.retry.agent.async;

import io.datapunk.retry.FutureCall;
import io.datapunk.retry.call.CallStart;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.PendingAttempt;
import io.datapunk.retry.call.RetryCall;
import java.util.concurrent.CompletionStage;

/** A call of an asynchronous method that has returned what is to be followed. Immutable. */
public final class FollowedCall {

    /** The rules of the method as they are now. */
    public interface Rules {
        /** What a call that begins now is governed by; {@code null}: it runs as if not woven. */
        MethodRetry setup();
    }

    /** Turns what the method returns into a stage. */
    public interface ToStage {
        /** As a stage whose cancellation cancels what it was made of; {@code returned} may be {@code null}. */
        CompletionStage<?> of(Object returned);
    }

    private final RetryCall call;
    private final MethodReinvoker method;
    private final Rules rules;

    /** A call whose first attempt has returned on the calling thread. */
    public FollowedCall(RetryCall call, MethodReinvoker method, Rules rules) {
        this.call = call;
        this.method = method;
        this.rules = rules;
    }

    /** Follows a future, which the method is called again for. */
    public CompletionStage<?> follow(Object returned, final ToStage toStage) {
        FutureCall.Again again = new FutureCall.Again() {
            @Override
            public CompletionStage<?> call(PendingAttempt attempt) throws FutureCall.NotCallableException {
                return toStage.of(method.call(attempt));
            }
        };
        return FutureCall.follow(call, toStage.of(returned), again, null, method.self(), method.arguments());
    }

    /** The method has returned a stream: each subscription will be a call, and this is none. */
    public void isNone() {
        call.leavesThread();
    }

    /** A call that begins now, with a subscription; {@code null}: it is left alone. */
    public RetryCall beginSubscription() {
        MethodRetry setup = rules.setup();
        if (setup == null) {
            return null;
        }
        RetryCall begun = CallStart.beginAsync(setup);
        begun.leavesThread();
        return begun;
    }

    /** What the method was called on; {@code null} where it is static. */
    public Object self() {
        return method.self();
    }

    /** The arguments. */
    public Object[] arguments() {
        return method.arguments();
    }
}
