package io.datapunk.retry.agent.woven;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.async.Adapters;
import io.datapunk.retry.agent.async.AsyncAdapter;
import io.datapunk.retry.agent.async.FollowedCall;
import io.datapunk.retry.agent.async.MethodReinvoker;
import io.datapunk.retry.call.CallStart;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryCall;
import io.datapunk.retry.call.RetryGate;
import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.OwnWork;
import io.datapunk.retry.outcome.Verdict;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Drives the engine for woven methods. The state of a call is, in turn, the {@link MethodRetry} that it began with, a
 * {@link RetryCall} from its first failure on, and an {@link CallResult} once it has ended: a call that succeeds at once
 * makes no object.
 *
 * <p>Thread-safe. No entry point throws: an error of the agent is counted, and the method's own outcome stands.
 */
public final class RetryHook extends DatapunkRetryHook {

    private final WovenMethodRegistry wovenMethods;
    private final ErrorReporter problems;

    /**
     * A hook on these woven methods.
     *
     * @param problems hears of the errors of the agent itself
     */
    public RetryHook(WovenMethodRegistry wovenMethods, ErrorReporter problems) {
        this(problems, wovenMethods);
        wovenMethods.publishTo(new WovenMethodRegistry.SetupTable() {
            @Override
            public void changed(Object[] byNumber) {
                publish(byNumber);
            }
        });
    }

    private RetryHook(ErrorReporter problems, WovenMethodRegistry wovenMethods) {
        this.wovenMethods = wovenMethods;
        this.problems = problems;
    }

    /** A hook whose woven methods no woven method sees. */
    static RetryHook unseen(WovenMethodRegistry wovenMethods, ErrorReporter problems) {
        return new RetryHook(problems, wovenMethods);
    }

    /** See {@link DatapunkRetryHook#sequence}. */
    public static AtomicLong marks() {
        return MARKS;
    }

    @Override
    protected boolean doIsGuarded(Object state) {
        try {
            return !(state instanceof MethodRetry) || ((MethodRetry) state).isGuarded();
        } catch (Throwable t) {
            problems.report("a call is made without its guards", t);
            return false;
        }
    }

    @Override
    protected Object doBeginGuarded(Object state) {
        try {
            if (OwnWork.isUnderWay()) {
                return null;
            }
            if (state instanceof BehindSetup) {
                ProxyState passing = ((BehindSetup) state).pass();
                return passing == null ? CallStart.begin(((BehindSetup) state).setup()) : passing;
            }
            if (state instanceof ProxySetup) {
                ProxyCall call = ProxyCall.begin((ProxySetup) state);
                return call.arm(call.governs() ? CallStart.begin(((ProxySetup) state).setup()) : null);
            }
            return CallStart.begin((MethodRetry) state);
        } catch (Throwable t) {
            problems.report("a call is made without its attempt-timeout", t);
            return state;
        }
    }

    @Override
    protected Object doBeginAsync(int methodId) {
        MethodRetry setup = null;
        boolean isAnotherAttempt = false;
        try {
            WovenMethod begun = wovenMethods.get(methodId);
            setup = begun.setup();
            Object state = wovenMethods.begin(methodId);
            if (setup == null || state == null || OwnWork.isUnderWay()) {
                return null;
            }
            isAnotherAttempt = MethodReinvoker.begins(methodId);
            if (state instanceof ProxySetup) {
                ProxyCall call = ProxyCall.begin((ProxySetup) state);
                return call.arm(isAnotherAttempt || !call.governs() ? null : beginAsync(begun, setup));
            }
            if (isAnotherAttempt) {
                return null;
            }
            ProxyState passing = state instanceof BehindSetup ? ((BehindSetup) state).pass() : null;
            return passing == null ? beginAsync(begun, setup) : passing;
        } catch (Throwable t) {
            problems.report("a call was not begun, and is made as if its method were not woven", t);
            if (!isAnotherAttempt) {
                abandon(setup == null ? wovenMethods.get(methodId).setup() : setup, null, RetryGate.NO_BREAKER);
            }
            return null;
        }
    }

    private static RetryCall beginAsync(WovenMethod begun, MethodRetry setup) {
        // What a stream's calls are is seen when somebody subscribes; until then only what the method throws matters.
        return begun.isStream() ? CallStart.beginWithoutBreaker(setup) : CallStart.beginAsync(setup);
    }

    @Override
    protected Object doFollow(
            int methodId, Object state, Object returned, Object self, Object[] arguments, MethodHandles.Lookup lookup) {
        RetryCall call = null;
        try {
            call = (RetryCall) ended(state, null);
            if (call == null) {
                return returned; // a proxy further out follows it
            }
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
        } catch (Throwable t) {
            abandon(null, call == null && state instanceof RetryCall ? (RetryCall) state : call, 0);
            problems.report("what a method returned is not followed, and reaches the caller as it is", t);
            return returned;
        }
    }

    @Override
    protected Object doSettled(int methodId, Object state, MethodHandles.Lookup lookup) {
        try {
            CallResult ending = (CallResult) state;
            if (ending.failure() == null && !ending.isReplaced()) {
                return ending.result(); // null, as the method has returned it
            }
            AsyncAdapter adapter = Adapters.of(wovenMethods.get(methodId).followedType(), lookup.lookupClass(), null);
            return ending.failure() == null ? adapter.completed(ending.result()) : adapter.failed(ending.failure());
        } catch (Throwable t) {
            problems.report("a call that has ended could not be told by a future, and throws", t);
            return null;
        }
    }

    @Override
    protected long doStarted(Object state) {
        try {
            Object governing = governing(state);
            return CallStart.startedNanos(governing);
        } catch (Throwable t) {
            problems.report("a call is made without its time limit", t);
            return 0;
        }
    }

    @Override
    protected long doPermit(Object state) {
        try {
            Object governing = governing(state);
            return governing == null ? RetryGate.NO_BREAKER : CallStart.permit(governing);
        } catch (Throwable t) {
            problems.report("a call was let through, its circuit breaker could not be asked", t);
            return 0;
        }
    }

    @Override
    protected Throwable doRefusal(Object state) {
        try {
            return refused(state).failure();
        } catch (Throwable t) {
            problems.report("a call was let through although its circuit breaker is open", t);
            return null;
        }
    }

    private static CallResult refused(Object state) {
        return CallResult.of(CallStart.refused(ended(state, null)));
    }

    @Override
    protected Object doRefusalAsync(int methodId, Object state, MethodHandles.Lookup lookup) {
        try {
            if (doPermit(state) != RetryGate.REFUSED) {
                return null;
            }
            CallResult result = refused(state);
            Object settled = doSettled(methodId, result, lookup);
            return settled == null ? result.failure() : settled;
        } catch (Throwable t) {
            problems.report("a call was let through although its circuit breaker is open", t);
            return null;
        }
    }

    @Override
    protected void doSucceeded(Object state, long started, long permit) {
        boolean isCounted = false;
        try {
            if (state instanceof MethodRetry) {
                MethodRetry setup = (MethodRetry) state;
                setup.countFirstTrySuccess();
                isCounted = true;
                if (permit > 0) {
                    RetryGate.attemptEnded(setup, permit, started, Verdict.SUCCESS);
                }
            } else if (state instanceof RetryCall) {
                ((RetryCall) state).succeeded();
            } else {
                Object governing = ended(state, null);
                if (governing != null) {
                    doSucceeded(governing, started, permit);
                }
            }
        } catch (Throwable t) {
            problems.report("what a success is to be told to was not told of it", t);
            if (!isCounted) {
                abandon(state, permit);
            }
        }
    }

    /** What governs a call; {@code null} where that is a proxy further out. */
    private static Object governing(Object state) {
        return state instanceof ProxyState ? ((ProxyState) state).engineState() : state;
    }

    /** As {@link #governing}, of a call whose attempt is over. */
    private static Object ended(Object state, Throwable thrown) {
        return state instanceof ProxyState ? ((ProxyState) state).attemptEnded(thrown) : state;
    }

    @Override
    protected Object doEnded(
            Object state,
            long sequence,
            long started,
            long permit,
            Throwable thrown,
            Object returned,
            Object self,
            Object[] arguments) {
        try {
            if (OwnWork.isUnderWay()) {
                ofOwnWork(state, permit, thrown);
                return null;
            }
            if (!(state instanceof ProxyState)) {
                return decide(state, sequence, started, permit, thrown, null, returned, self, arguments);
            }
            Object governing = ended(state, thrown);
            if (governing == null) {
                return null;
            }
            ProxyCall proxy = state instanceof ProxyCall ? (ProxyCall) state : null;
            Throwable behind = proxy == null ? null : proxy.behind();
            Object next = decide(governing, sequence, started, permit, thrown, behind, returned, self, arguments);
            return proxy != null && next instanceof RetryCall ? proxy.arm(next) : next;
        } catch (Throwable t) {
            problems.report("a retry was not decided, the method's own outcome stands", t);
            abandon(state, permit); // decide() has not done it: it throws nothing but at its very beginning
            return null;
        }
    }

    private void abandon(Object state, long permit) {
        if (state instanceof RetryCall) {
            abandon(null, (RetryCall) state, permit);
        } else if (state instanceof MethodRetry) {
            abandon((MethodRetry) state, null, permit);
        }
    }

    /** The agent has called the method itself: its outcome stands, and is not counted where it is a failure. */
    private void ofOwnWork(Object state, long permit, Throwable thrown) {
        Object governing = ended(state, thrown);
        if (governing instanceof RetryCall) {
            ((RetryCall) governing).abandon();
        } else if (governing instanceof MethodRetry) {
            RetryGate.attemptEnded((MethodRetry) governing, permit, 0, Verdict.NEVER);
        }
    }

    /** What an attempt has come to: a call that goes on, or its ending; {@code null}: its own outcome stands. */
    private Object decide(
            Object state,
            long sequence,
            long started,
            long permit,
            Throwable thrown,
            Throwable behind,
            Object returned,
            Object self,
            Object[] arguments) {
        RetryCall call = null;
        MethodRetry setup = null;
        try {
            call = state instanceof RetryCall ? (RetryCall) state : null;
            setup = call == null ? (MethodRetry) state : call.setup();
            AttemptOutcome attempt = thrown == null
                    ? AttemptOutcome.returned(returned, self, arguments)
                    : AttemptOutcome.threw(thrown, self, arguments).butFailedBehindWith(behind);
            if (call == null) {
                Verdict verdict = attempt.failed() ? null : setup.classify(attempt);
                if (verdict == Verdict.SUCCESS) {
                    doSucceeded(setup, started, permit);
                    return null; // the method's own result stands
                }
                call = new RetryCall(setup, sequence, started, permit);
                attempt = verdict == null ? attempt : attempt.judged(verdict);
            }
            return call.attemptEnded(attempt).isRetry() && call.awaitNext() ? call : CallResult.of(call);
        } catch (ThreadDeath death) { // somebody stops the thread while it waits: it must stop
            abandon(setup, call, permit);
            return CallResult.throwing(death);
        } catch (Throwable t) {
            abandon(setup, call, permit);
            problems.report("a retry was not decided, the method's own outcome stands", t);
            return null;
        }
    }

    /** Each call that ends is counted once and gives back what it holds, also where the agent could not decide. */
    private void abandon(MethodRetry setup, RetryCall call, long permit) {
        try {
            if (call != null) {
                call.abandon();
            } else if (setup != null) {
                setup.abandoned(1, null);
                RetryGate.attemptEnded(setup, permit, 0, Verdict.NEVER);
            }
        } catch (Throwable t) {
            problems.report("a call that could not be decided was not told of", t);
        }
    }

    @Override
    protected void doLost(Object state, long permit) {
        abandon(ended(state, null), permit);
    }

    @Override
    protected boolean doAgain(Object state) {
        try {
            return state instanceof RetryCall || state instanceof ProxyCall;
        } catch (Throwable t) {
            problems.report("another attempt was not made", t);
            abandon(state, RetryGate.NO_BREAKER);
            return false;
        }
    }

    @Override
    protected Throwable doThrown(Object state, Throwable thrown) {
        try {
            CallResult ending = (CallResult) state;
            Throwable failure = ending.failure();
            if (failure == null) {
                ending.result(); // what it throws must be known while the attempt's failure can still be thrown
            }
            return failure;
        } catch (Throwable t) {
            problems.report("how a call has ended could not be told, the attempt's own outcome stands", t);
            abandon(state, RetryGate.NO_BREAKER); // a call that was to go on, where that could not be said
            return thrown;
        }
    }

    @Override
    protected Object doReturned(Object state, Object returned) {
        try {
            return ((CallResult) state).result();
        } catch (Throwable t) {
            problems.report("how a call has ended could not be told, the attempt's own outcome stands", t);
            return returned;
        }
    }
}
