package io.datapunk.retry.agent.hook;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.async.MethodReinvoker;
import io.datapunk.retry.agent.proxy.ProxyCall;
import io.datapunk.retry.agent.proxy.ProxyState;
import io.datapunk.retry.agent.woven.WovenMethodRegistry;
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
 * {@link RetryCall} from its first failure on, and a {@link CallResult} once it has ended: a call that succeeds at once
 * makes no object. Where a generated proxy stands before the method, it is a {@link ProxyState}.
 *
 * <p>Thread-safe. No entry point throws: an error of the agent is counted, and the method's own outcome stands.
 */
public final class RetryHook extends DatapunkRetryHook {

    private final WovenMethodRegistry wovenMethods;
    private final ErrorReporter problems;
    private final AsyncResults asyncResults;
    private final LostCalls lost;

    /**
     * A hook on these woven methods, which no woven method sees before it is {@linkplain #publishSetups published}.
     *
     * @param problems is told the errors of the agent itself
     */
    public RetryHook(WovenMethodRegistry wovenMethods, ErrorReporter problems) {
        this.wovenMethods = wovenMethods;
        this.problems = problems;
        this.asyncResults = new AsyncResults(wovenMethods);
        this.lost = new LostCalls(problems);
    }

    /** From now on woven methods begin their calls with what the registry says. */
    public void publishSetups() {
        wovenMethods.publishTo(new WovenMethodRegistry.SetupTable() {
            @Override
            public void changed(Object[] byNumber) {
                publish(byNumber);
            }
        });
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
            return state instanceof ProxyState ? ((ProxyState) state).begin() : CallStart.begin((MethodRetry) state);
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
            setup = wovenMethods.get(methodId).setup();
            Object state = wovenMethods.begin(methodId);
            if (setup == null || state == null || OwnWork.isUnderWay()) {
                return null;
            }
            isAnotherAttempt = MethodReinvoker.begins(methodId);
            return asyncResults.begin(methodId, setup, state, isAnotherAttempt);
        } catch (Throwable t) {
            problems.report("a call was not begun, and is made as if its method were not woven", t);
            if (!isAnotherAttempt) {
                lost.abandon(setup == null ? wovenMethods.get(methodId).setup() : setup, RetryGate.NO_BREAKER);
            }
            return null;
        }
    }

    @Override
    protected Object doFollow(
            int methodId, Object state, Object returned, Object self, Object[] arguments, MethodHandles.Lookup lookup) {
        Object call = state;
        try {
            call = ProxyState.attemptEnded(state, null);
            if (call == null) {
                return returned; // a proxy further out follows it
            }
            return asyncResults.follow(methodId, (RetryCall) call, returned, self, arguments, lookup);
        } catch (Throwable t) {
            lost.abandon(call, RetryGate.NO_BREAKER);
            problems.report("what a method returned is not followed, and reaches the caller as it is", t);
            return returned;
        }
    }

    @Override
    protected Object doSettled(int methodId, Object state, MethodHandles.Lookup lookup) {
        try {
            return asyncResults.settled(methodId, (CallResult) state, lookup);
        } catch (Throwable t) {
            problems.report("a call that has ended could not be told by a future, and throws", t);
            return null;
        }
    }

    @Override
    protected long doStarted(Object state) {
        try {
            return CallStart.startedNanos(ProxyState.governing(state));
        } catch (Throwable t) {
            problems.report("a call is made without its time limit", t);
            return 0;
        }
    }

    @Override
    protected long doPermit(Object state) {
        try {
            Object governing = ProxyState.governing(state);
            return governing == null ? RetryGate.NO_BREAKER : CallStart.permit(governing);
        } catch (Throwable t) {
            problems.report("a call was let through, its circuit breaker could not be asked", t);
            return RetryGate.NO_BREAKER;
        }
    }

    @Override
    protected Throwable doRefusal(Object state) {
        try {
            return CallResult.of(CallStart.refused(ProxyState.attemptEnded(state, null)))
                    .failure();
        } catch (Throwable t) {
            problems.report("a call was let through although its circuit breaker is open", t);
            return null;
        }
    }

    @Override
    protected Object doRefusalAsync(int methodId, Object state, MethodHandles.Lookup lookup) {
        try {
            if (doPermit(state) != RetryGate.REFUSED) {
                return null;
            }
            CallResult result = CallResult.of(CallStart.refused(ProxyState.attemptEnded(state, null)));
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
                Object governing = ProxyState.attemptEnded(state, null);
                if (governing != null) {
                    doSucceeded(governing, started, permit);
                }
            }
        } catch (Throwable t) {
            problems.report("what a success is to be told to was not told of it", t);
            if (!isCounted) {
                lost.abandon(state, permit);
            }
        }
    }

    /** Gives the call if it goes on, or its result; {@code null}: the attempt's own outcome stands. */
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
        Object call = state;
        try {
            call = ProxyState.attemptEnded(state, thrown);
            if (OwnWork.isUnderWay()) {
                lost.ofOwnWork(call, permit);
                return null;
            }
            if (call == null) {
                return null; // a proxy further out retries it
            }
            ProxyCall proxy = state instanceof ProxyCall ? (ProxyCall) state : null;
            AttemptOutcome attempt = thrown == null
                    ? AttemptOutcome.returned(returned, self, arguments)
                    : AttemptOutcome.threw(thrown, self, arguments)
                            .butFailedBehindWith(proxy == null ? null : proxy.behind());
            if (call instanceof MethodRetry) {
                MethodRetry setup = (MethodRetry) call;
                if (thrown == null) {
                    Verdict verdict = setup.classify(attempt);
                    if (verdict == Verdict.SUCCESS) {
                        doSucceeded(setup, started, permit);
                        return null;
                    }
                    attempt = attempt.judged(verdict);
                }
                call = new RetryCall(setup, sequence, started, permit);
            }
            RetryCall decided = (RetryCall) call;
            if (decided.attemptEnded(attempt).isRetry() && decided.awaitNext()) {
                return proxy == null ? decided : proxy.arm(decided);
            }
            return CallResult.of(decided);
        } catch (ThreadDeath death) { // somebody stops the thread while it waits: it must stop
            lost.abandon(call, permit);
            return CallResult.throwing(death);
        } catch (Throwable t) {
            lost.abandon(call, permit);
            problems.report("a retry was not decided, the method's own outcome stands", t);
            return null;
        }
    }

    @Override
    protected void doLost(Object state, long permit) {
        lost.abandon(ProxyState.attemptEnded(state, null), permit);
    }

    @Override
    protected boolean doAgain(Object state) {
        try {
            return state instanceof RetryCall || state instanceof ProxyCall;
        } catch (Throwable t) {
            problems.report("another attempt was not made", t);
            lost.abandon(state, RetryGate.NO_BREAKER);
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
            lost.abandon(state, RetryGate.NO_BREAKER); // a call that was to go on, where that could not be said
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
