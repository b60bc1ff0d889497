package io.datapunk.retry.agent.report.micrometer;

import io.datapunk.retry.agent.adapter.AdapterClassLoader;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.status.ShownMethods;
import io.datapunk.retry.agent.woven.MethodGuards;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.outcome.OwnWork;
import io.datapunk.retry.time.Parking;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the registries that were found up to date. Runs on one thread until the JVM ends; holds nothing of an
 * application but by weak references, so that what is undeployed can go.
 */
final class MeterUpdates implements Runnable {

    private static final String METRICS = "io.micrometer.core.instrument.Metrics";
    private static final String OWN = "io.datapunk.retry.agent.report.micrometer.bridge";
    private static final String METERS = "io.datapunk.retry.micrometer";
    private static final long LOOK_OFTEN_NANOS = 200_000_000L;
    private static final long LOOK_SELDOM_NANOS = 5_000_000_000L;
    private static final int LOOKS_OFTEN = 300;

    /** How often methods are looked for that were called meanwhile. */
    private static final long LOOK_FOR_CALLS_NANOS = 500_000_000L;

    /** How long registries may be without a backend before somebody is told. */
    private static final long NO_BACKEND_NANOS = 30_000_000_000L;

    private final AgentStatus status;
    private final MethodGuards guards;
    private final Instrumentation instrumentation;
    private final List<WeakReference<ClassLoader>> found = new ArrayList<>();
    private final List<Registry> registries = new ArrayList<>();
    private final ShownMethods shown = new ShownMethods();
    private volatile boolean isStale = true;
    private long notReadySinceNanos;
    private boolean isBackendMissed;
    private boolean isUpToDate = true;

    /** Held by the class of the registry, so that it lives as long as that. */
    private final ClassValue<MeterBridge> bridges = new ClassValue<MeterBridge>() {
        @Override
        protected MeterBridge computeValue(Class<?> metrics) {
            try {
                return (MeterBridge) new AdapterClassLoader(metrics.getClassLoader(), OWN, METERS)
                        .loadClass(OWN + ".GlobalRegistryBridge")
                        .getConstructor(AgentStatus.class)
                        .newInstance(status);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("no meters for " + metrics, e);
            }
        }
    };

    MeterUpdates(AgentStatus status, MethodGuards guards, Instrumentation instrumentation) {
        this.status = status;
        this.guards = guards;
        this.instrumentation = instrumentation;
    }

    /** A loader is about to define the class with the registry. Any thread. */
    void found(ClassLoader loader) {
        synchronized (found) {
            found.add(new WeakReference<>(loader));
        }
    }

    /** The woven methods, or the guards, are others than before. Any thread. */
    void changed() {
        isStale = true;
    }

    @Override
    public void run() {
        OwnWork.ofThread().depth++; // the thread is the agent's
        for (int looks = 0; true; looks++) {
            boolean isDone = true;
            try {
                int before = registries.size();
                isDone = open();
                isStale |= registries.size() != before || !isUpToDate;
                isDone &= update();
                lookForBackend(isUpToDate);
            } catch (Throwable t) {
                status.errorLog().report("the meters could not be brought up to date: " + t, t);
            }
            looks = isDone ? 0 : looks;
            try {
                if (isDone) {
                    rest();
                } else {
                    Parking.parkNanos(this, looks < LOOKS_OFTEN ? LOOK_OFTEN_NANOS : LOOK_SELDOM_NANOS);
                }
            } catch (Throwable t) { // must not end the looks that follow
                Parking.parkNanos(this, LOOK_SELDOM_NANOS);
            }
        }
    }

    private void rest() {
        if (shown.others() == 0 && !isStale) {
            Parking.park(this);
        } else {
            Parking.parkNanos(this, LOOK_FOR_CALLS_NANOS);
        }
    }

    /** An application whose registry is none of Micrometer's global one is told so once. */
    private void lookForBackend(boolean isReady) {
        if (isReady || registries.isEmpty()) {
            notReadySinceNanos = 0;
            return;
        }
        long now = System.nanoTime();
        if (notReadySinceNanos == 0) {
            notReadySinceNanos = now == 0 ? 1 : now;
        } else if (!isBackendMissed && now - notReadySinceNanos > NO_BACKEND_NANOS) {
            isBackendMissed = true;
            status.note("Micrometer is there, but Metrics.globalRegistry has had no registry for 30 s, so that the "
                    + "meters of retries "
                    + "are"
                    + " shown nowhere: add the application's registry to it "
                    + "(Metrics.addRegistry(registry)), or switch the meters off"
                    + " (metrics=off)");
        }
    }

    /** Opens the registries whose class has been defined by now; whether there were no others. */
    private boolean open() {
        List<WeakReference<ClassLoader>> all;
        synchronized (found) {
            all = new ArrayList<>(found);
        }
        List<WeakReference<ClassLoader>> settled = new ArrayList<>();
        for (WeakReference<ClassLoader> one : all) {
            ClassLoader loader = one.get();
            Class<?> metrics = loader == null ? null : definedBy(loader);
            if (loader == null || metrics != null) {
                settled.add(one);
            }
            if (metrics != null) {
                open(loader, metrics);
            }
        }
        synchronized (found) {
            found.removeAll(settled);
            return found.isEmpty();
        }
    }

    /** A Micrometer that is not whole, or too old, is alone with that. */
    private void open(ClassLoader loader, Class<?> metrics) {
        try {
            registries.add(new Registry(loader, bridges.get(metrics)));
        } catch (RuntimeException | LinkageError e) {
            status.errorLog().report("the meters of an application could not be opened", e);
        }
    }

    /** Without asking the loader: it may be defining the class right now, and not be ready for a second thread. */
    private Class<?> definedBy(ClassLoader loader) {
        for (Class<?> initiated : instrumentation.getInitiatedClasses(loader)) {
            if (initiated.getName().equals(METRICS) && initiated.getClassLoader() == loader) {
                return initiated;
            }
        }
        return null;
    }

    /** Shows what there is; whether all registries are ready for it. */
    private boolean update() {
        boolean isChanged = isStale;
        isStale = false;
        if (isChanged) {
            shown.woven(status.wovenMethods());
        }
        if (shown.look().isEmpty() && !isChanged) {
            return true;
        }
        List<List<WovenMethod>> ofRegistries = new ArrayList<>();
        for (int i = 0; i < registries.size(); i++) {
            ofRegistries.add(new ArrayList<WovenMethod>());
        }
        for (WovenMethod woven : shown.all()) {
            ClassLoader loader = woven.classLoader();
            if (loader == null && woven.isGone()) {
                continue; // it is not the bootstrap loader's
            }
            boolean isOfAny = false;
            for (int i = 0; i < registries.size(); i++) {
                if (registries.get(i).isInLineWith(loader)) {
                    ofRegistries.get(i).add(woven);
                    isOfAny = true;
                }
            }
            for (int i = 0; i < registries.size() && !isOfAny; i++) {
                ofRegistries
                        .get(i)
                        .add(woven); // loaders side by side, as modules and bundles have them: all are one application
            }
        }
        boolean areReady = true;
        for (int i = registries.size() - 1; i >= 0; i--) {
            MeterBridge bridge = registries.get(i).bridge.get();
            if (bridge == null) {
                registries.remove(i);
            } else {
                areReady &= show(bridge, ofRegistries.get(i));
            }
        }
        isUpToDate = areReady;
        return areReady;
    }

    /**
     * Whether the registry was ready for it. One that fails, for its filters or because it was stopped, is alone with
     * that.
     */
    private boolean show(MeterBridge bridge, List<WovenMethod> methods) {
        try {
            if (!bridge.isReady()) {
                return false;
            }
            bridge.show(methods, shown.breakers(guards.breakers()), guards.budgets());
        } catch (RuntimeException | LinkageError e) {
            status.errorLog().report("the meters of an application could not be brought up to date", e);
        }
        return true;
    }

    /** Weak references to one registry and its loader. */
    private static final class Registry {
        final WeakReference<ClassLoader> loader;
        final WeakReference<MeterBridge> bridge;

        Registry(ClassLoader loader, MeterBridge bridge) {
            this.loader = new WeakReference<>(loader);
            this.bridge = new WeakReference<>(bridge);
        }

        /** Whether one of the two loaders is above the other: other web applications have registries of their own. */
        boolean isInLineWith(ClassLoader other) {
            ClassLoader own = loader.get();
            return own != null && (isAbove(other, own) || isAbove(own, other));
        }

        private static boolean isAbove(ClassLoader upper, ClassLoader lower) {
            if (upper == null) {
                return true; // the bootstrap loader is above all
            }
            for (ClassLoader each = lower; each != null; each = each.getParent()) {
                if (each == upper) {
                    return true;
                }
            }
            return false;
        }
    }
}
