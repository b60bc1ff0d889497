package io.datapunk.retry.agent.report.jfr;

import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.status.StatusListener;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.call.Decision;
import io.datapunk.retry.guard.BreakerState;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.time.DaemonThreads;
import io.datapunk.retry.time.Parking;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/**
 * Emits events once Flight Recorder is in use in this JVM.
 *
 * <p>The sign is that the JVM loads {@value #SIGN}, which it does when the first recording is made. Until then no class
 * of it is touched, and a failure pays for reading one field.
 */
public final class JfrReporter extends StatusListener {

    private static final String EVENTS = "io.datapunk.retry.agent.report.jfr.RecordedEvents";
    private static final String AWAITED = "jdk.jfr.internal.PlatformRecorder";
    private static final String SIGN = AWAITED.replace('.', '/');
    private static final long LOOK_AGAIN_NANOS = 50_000_000L;
    private static final int LOOKS = 200;

    private final AgentStatus status;
    private volatile boolean isThere;
    private volatile boolean isBroken;
    private volatile JfrEvents events;

    /** A reporter that waits for the sign. */
    public JfrReporter(AgentStatus status) {
        this.status = status;
    }

    @Override
    public String awaitedClass() {
        return AWAITED;
    }

    @Override
    public void classLoads(ClassLoader loader, String internalName) {
        if (loader == null && !isThere && SIGN.equals(internalName)) {
            isThere = true;
            // Periodic events have to come also where no call ever fails.
            new DaemonThreads("datapunk-retry-jfr").newThread(new Opener()).start();
        }
    }

    @Override
    public void classIsLoaded(ClassLoader loader, String internalName) {
        if (loader == null && SIGN.equals(internalName)) {
            isThere = true;
            opened();
        }
    }

    @Override
    public void decided(WovenMethod woven, Decision decision, String failure) {
        if (isThere) {
            JfrEvents opened = opened();
            if (opened != null) {
                opened.decided(woven, decision, failure);
            }
        }
    }

    @Override
    public void stateChanged(CircuitBreaker breaker, BreakerState from, BreakerState to, String why) {
        if (isThere) {
            JfrEvents opened = opened();
            if (opened != null) {
                opened.stateChanged(breaker.name(), from.name(), to.name(), why);
            }
        }
    }

    /** {@code null} while Flight Recorder is still being set up, and where it cannot be used. */
    private JfrEvents opened() {
        JfrEvents opened = events;
        return opened != null || isBroken ? opened : open();
    }

    private synchronized JfrEvents open() {
        if (events == null && !isBroken) {
            try {
                events = AccessController.doPrivileged(new PrivilegedExceptionAction<JfrEvents>() {
                    @Override
                    public JfrEvents run() throws ReflectiveOperationException {
                        return (JfrEvents) Class.forName(EVENTS)
                                .getMethod("open", AgentStatus.class)
                                .invoke(null, status);
                    }
                });
            } catch (PrivilegedActionException | RuntimeException | LinkageError e) {
                isBroken = true;
                Throwable cause = e.getCause() == null ? e : e.getCause();
                status.errorLog().report("events cannot be given to Flight Recorder: " + cause, cause);
            }
        }
        return events;
    }

    /** Opens as soon as it can be; the code that makes the first recording must not wait for it. */
    private final class Opener implements Runnable {
        @Override
        public void run() {
            for (int i = 0; i < LOOKS && opened() == null && !isBroken; i++) {
                Parking.parkNanos(this, LOOK_AGAIN_NANOS);
            }
        }
    }
}
