package io.datapunk.retry.agent.status;

import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.call.Decision;
import io.datapunk.retry.guard.BreakerState;
import io.datapunk.retry.guard.CircuitBreaker;
import java.util.Arrays;

/** The reports, as one listener. Thread-safe. */
final class StatusListeners extends StatusListener {

    private volatile StatusListener[] all = {};

    synchronized void add(StatusListener listener) {
        StatusListener[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = listener;
        all = more;
    }

    @Override
    public void classLoads(ClassLoader loader, String internalName) {
        for (StatusListener listener : all) {
            listener.classLoads(loader, internalName);
        }
    }

    /** A class was there before the agent: the listeners that wait for it are notified. */
    void classIsLoaded(Class<?> loaded) {
        String name = loaded.getName();
        for (StatusListener listener : all) {
            if (name.equals(listener.awaitedClass())) {
                listener.classIsLoaded(loaded.getClassLoader(), name.replace('.', '/'));
            }
        }
    }

    @Override
    public void changed() {
        for (StatusListener listener : all) {
            listener.changed();
        }
    }

    @Override
    public void decided(WovenMethod woven, Decision decision, String failure) {
        for (StatusListener listener : all) {
            listener.decided(woven, decision, failure);
        }
    }

    @Override
    public void stateChanged(CircuitBreaker breaker, BreakerState from, BreakerState to, String why) {
        for (StatusListener listener : all) {
            listener.stateChanged(breaker, from, to, why);
        }
    }
}
