package io.datapunk.retry.agent.hook;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.async.Adapters;
import io.datapunk.retry.agent.async.AsyncAdapter;
import io.datapunk.retry.agent.async.FollowedCall;
import io.datapunk.retry.agent.async.MethodReinvoker;
import io.datapunk.retry.agent.proxy.BehindSetup;
import io.datapunk.retry.agent.proxy.ProxyCall;
import io.datapunk.retry.agent.proxy.ProxySetup;
import io.datapunk.retry.agent.proxy.ProxyState;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.agent.woven.WovenMethodRegistry;
import io.datapunk.retry.call.CallStart;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryCall;
import io.datapunk.retry.outcome.OwnWork;
import java.lang.invoke.MethodHandles;

/** The futures and streams that woven methods return, by the adapter of their type. Thread-safe. */
final class AsyncResults {

    private final WovenMethodRegistry wovenMethods;

    AsyncResults(WovenMethodRegistry wovenMethods) {
        this.wovenMethods = wovenMethods;
    }

    /**
     * Begins a call of a method that returns a future or a stream.
     *
     * @param state what calls begin with that have the number of this one
     * @param isAnotherAttempt whether it is an attempt of a call that goes on
     * @return the state of the call; {@code null}: it is left alone
     */
    Object begin(int methodId, MethodRetry setup, Object state, boolean isAnotherAttempt) {
        if (state instanceof ProxySetup) {
            ProxyCall call = ProxyCall.begin((ProxySetup) state);
            return call.arm(isAnotherAttempt || !call.governs() ? null : begin(methodId, setup));
        }
        if (isAnotherAttempt) {
            return null;
        }
        ProxyState passing = state instanceof BehindSetup ? ((BehindSetup) state).pass() : null;
        return passing == null ? begin(methodId, setup) : passing;
    }

    private RetryCall begin(int methodId, MethodRetry setup) {
        // The calls of a stream begin with its subscriptions; until then only what the method throws matters.
        boolean isStream = wovenMethods.get(methodId).isStream();
        return isStream ? CallStart.beginWithoutBreaker(setup) : CallStart.beginAsync(setup);
    }

    /** Gives the future or stream that the caller gets in place of the one that the method has returned. */
    Object follow(
            int methodId, RetryCall call, Object returned, Object self, Object[] arguments, MethodHandles.Lookup lookup)
            throws ClassNotFoundException {
        final WovenMethod followed = wovenMethods.get(methodId);
        MethodReinvoker method =
                new MethodReinvoker(methodId, followed.name(), followed.descriptor(), lookup, self, arguments);
        OwnWork own = OwnWork.ofThread();
        own.depth++;
        try {
            return Adapters.of(followed.followedType(), lookup.lookupClass(), returned)
                    .follow(returned, new FollowedCall(call, method, new FollowedCall.Rules() {
                        @Override
                        public MethodRetry setup() {
                            return followed.setup();
                        }
                    }));
        } finally {
            own.depth--;
        }
    }

    /** The result of a call as a future or stream of the type that the method returns. */
    Object settled(int methodId, CallResult ended, MethodHandles.Lookup lookup) throws ClassNotFoundException {
        if (ended.failure() == null && !ended.isReplaced()) {
            return ended.result(); // null, as the method has returned it
        }
        AsyncAdapter adapter = Adapters.of(wovenMethods.get(methodId).followedType(), lookup.lookupClass(), null);
        return ended.failure() == null ? adapter.completed(ended.result()) : adapter.failed(ended.failure());
    }
}
