package io.datapunk.retry.agent.binding;

import io.datapunk.retry.agent.files.RegularFiles;
import io.datapunk.retry.agent.rules.CustomBackoffSpec;
import io.datapunk.retry.backoff.Backoff;
import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.outcome.ErrorReporter;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntToLongFunction;

/**
 * Backoffs that operators bring: an implementation of {@link Backoff} in a jar that the rules name, or of
 * {@code IntToLongFunction} in the application itself, looked up when the first wait needs it. Stateless.
 */
final class CustomBackoffs {

    private CustomBackoffs() {}

    /**
     * The plan around a custom backoff. Where its class cannot be had, the waits are those of the default backoff, and
     * the error is counted once.
     *
     * @param loader the loader of the woven class; held weakly
     */
    static BackoffPlan plan(CustomBackoffSpec spec, ClassLoader loader, ErrorReporter problems) {
        return spec.plan(new Late(spec, loader, problems));
    }

    /** Looks its class up at the first wait: before, the application's class may not be there yet. */
    private static final class Late implements Backoff {
        private final CustomBackoffSpec spec;
        private final WeakReference<ClassLoader> loader;
        private final ErrorReporter problems;
        private volatile Backoff found;

        Late(CustomBackoffSpec spec, ClassLoader loader, ErrorReporter problems) {
            this.spec = spec;
            this.loader = loader == null ? null : new WeakReference<>(loader);
            this.problems = problems;
        }

        @Override
        public long delayNanos(int n, long previousNanos, DoubleSupplier random) {
            Backoff backoff = found;
            if (backoff == null) {
                backoff = look();
                found = backoff;
            }
            try {
                return backoff.delayNanos(n, previousNanos, random);
            } catch (RuntimeException | LinkageError e) {
                problems.report(
                        "the custom backoff " + spec.className() + " failed, the default waits stand in for it", e);
                return BackoffPlan.DEFAULT.backoff().delayNanos(n, previousNanos, random);
            }
        }

        private Backoff look() {
            try {
                return spec.jar() == null ? ofApplication() : ofJar();
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                return cannotBeHad(e);
            } catch (PrivilegedActionException e) {
                return cannotBeHad(e.getException());
            }
        }

        private Backoff cannotBeHad(Throwable why) {
            problems.report(
                    "the custom backoff " + spec.className() + " cannot be had, the default waits stand in for it",
                    why);
            return BackoffPlan.DEFAULT.backoff();
        }

        /** Loaded by the agent: an application that a security manager does not trust may make no class loader. */
        private Backoff ofJar() throws PrivilegedActionException {
            return AccessController.doPrivileged(new PrivilegedExceptionAction<Backoff>() {
                @Override
                public Backoff run() throws ReflectiveOperationException, IOException {
                    return fromJar();
                }
            });
        }

        private Backoff fromJar() throws ReflectiveOperationException, IOException {
            File file = new File(spec.jar());
            if (!file.isDirectory()) {
                RegularFiles.require(file);
            }
            URL[] jar = {file.toURI().toURL()};
            // Stays open as long as the backoff is used.
            ClassLoader ofJar = new JarLoader(jar, CustomBackoffs.class.getClassLoader());
            return (Backoff) instance(ofJar.loadClass(spec.className()), spec.parameters());
        }

        private Backoff ofApplication() throws ReflectiveOperationException {
            return new OfFunction(this, findFunction());
        }

        IntToLongFunction makeFunction() {
            try {
                return findFunction();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e); // it could be made before
            }
        }

        private IntToLongFunction findFunction() throws ReflectiveOperationException {
            ClassLoader application = loader == null ? ClassLoader.getSystemClassLoader() : loader.get();
            Class<?> type = Class.forName(spec.className(), true, application);
            return (IntToLongFunction) instance(type, spec.parameters());
        }

        private static Object instance(Class<?> type, Map<String, Object> parameters)
                throws ReflectiveOperationException {
            Constructor<?> constructor;
            try {
                constructor = type.getConstructor(Map.class);
            } catch (NoSuchMethodException e) {
                return type.getConstructor().newInstance();
            }
            return constructor.newInstance(parameters);
        }
    }

    /** Takes a class that is there already where another agent has made it define it meanwhile. Thread-safe. */
    private static final class JarLoader extends URLClassLoader {
        static {
            registerAsParallelCapable();
        }

        JarLoader(URL[] jar, ClassLoader parent) {
            super(jar, parent);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try {
                return super.findClass(name);
            } catch (LinkageError e) {
                Class<?> there = findLoadedClass(name);
                if (there == null) {
                    throw e;
                }
                return there;
            }
        }
    }

    /**
     * A function of the application: number of the wait to milliseconds. Held weakly: otherwise it would keep the
     * application's class loader; one that was collected is made anew.
     */
    private static final class OfFunction implements Backoff {
        private static final long NANOS_PER_MILLI = 1_000_000;

        private final Late maker;
        private volatile WeakReference<IntToLongFunction> function;

        OfFunction(Late maker, IntToLongFunction function) {
            this.maker = maker;
            this.function = new WeakReference<>(function);
        }

        @Override
        public long delayNanos(int n, long previousNanos, DoubleSupplier random) {
            IntToLongFunction current = function.get();
            if (current == null) {
                current = maker.makeFunction();
                function = new WeakReference<>(current);
            }
            long millis = current.applyAsLong(n);
            return millis > Long.MAX_VALUE / NANOS_PER_MILLI ? Long.MAX_VALUE : Math.max(0, millis) * NANOS_PER_MILLI;
        }
    }
}
