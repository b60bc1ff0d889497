package io.datapunk.retry.agent.status;

import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.outcome.ErrorReporter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the agent's own errors, and logs each once. Thread-safe; never throws. */
public final class ErrorLog implements ErrorReporter {

    private final AgentLog log;
    private final AtomicLong count = new AtomicLong();
    private final Set<String> logged = new HashSet<>();

    ErrorLog(AgentLog log) {
        this.log = log;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Of the error only the class is logged, at {@code debug} also the frames: the application may have thrown it,
     * and messages hold what methods were called with. A caller that knows that the message is safe puts it into
     * {@code what}. Where memory or stack do not suffice, it is logged the next time.
     */
    @Override
    public void report(String what, Throwable error) {
        count.incrementAndGet();
        boolean isNew = false;
        try {
            isNew = isNew(what);
            if (isNew) {
                String type = error.getClass().getName();
                log.error(what.contains(type) ? what : what + ": " + type);
                logTrace(error);
            }
        } catch (Throwable t) {
            if (isNew) {
                synchronized (logged) {
                    logged.remove(what);
                }
            }
        }
    }

    @Override
    public void doesNotFit(String what, Throwable why) {
        if (isNew(what)) {
            log.warn(what);
        }
    }

    private void logTrace(Throwable error) {
        if (log.isEnabled(AgentLog.Level.DEBUG)) {
            for (StackTraceElement frame : error.getStackTrace()) {
                log.debug("    at " + frame);
            }
        }
    }

    /** Whether this is asked for the first time; never again once {@link AgentStatus#MAX_KEPT} are known. */
    boolean isNew(String key) {
        synchronized (logged) {
            return logged.size() < AgentStatus.MAX_KEPT && logged.add(key);
        }
    }

    /** How many errors there were. */
    long count() {
        return count.get();
    }
}
