package io.datapunk.retry.agent.binding;

import io.datapunk.retry.guard.OpenFailure;
import io.datapunk.retry.outcome.ErrorReporter;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/**
 * Makes exceptions of a class that the application knows how to handle. Where it cannot be had, the error is counted,
 * and
 * {@code CircuitOpenException} is thrown in its place.
 *
 * <p>Thread-safe. The class is looked up with each exception, as it belongs to the application and is not to be held.
 */
public final class OpenExceptions implements OpenFailure {

    private final String className;
    private final WeakReference<ClassLoader> loader;
    private final ErrorReporter problems;

    /**
     * Exceptions of this class.
     *
     * @param loader the loader of the woven class; {@code null} for the bootstrap loader; held weakly
     */
    public OpenExceptions(String className, ClassLoader loader, ErrorReporter problems) {
        this.className = className;
        this.loader = loader == null ? null : new WeakReference<>(loader);
        this.problems = problems;
    }

    @Override
    public Throwable create(String message) {
        try {
            ClassLoader application = loader == null ? ClassLoader.getSystemClassLoader() : loader.get();
            Class<? extends Throwable> type =
                    Class.forName(className, true, application).asSubclass(Throwable.class);
            return instance(type, message);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            problems.report(
                    "open-exception " + className + " cannot be made, CircuitOpenException stands in for it", e);
            return null;
        }
    }

    private static Throwable instance(Class<? extends Throwable> type, String message)
            throws ReflectiveOperationException {
        try {
            return constructor(type, String.class).newInstance(message);
        } catch (NoSuchMethodException e) {
            return constructor(type).newInstance();
        }
    }

    /** Found by the agent: an application that a security manager does not trust may not look. */
    private static Constructor<? extends Throwable> constructor(
            final Class<? extends Throwable> type, final Class<?>... parameters) throws NoSuchMethodException {
        try {
            return AccessController.doPrivileged(new PrivilegedExceptionAction<Constructor<? extends Throwable>>() {
                @Override
                public Constructor<? extends Throwable> run() throws NoSuchMethodException {
                    return accessible(type.getDeclaredConstructor(parameters));
                }
            });
        } catch (PrivilegedActionException e) {
            throw (NoSuchMethodException) e.getException();
        }
    }

    /** Public ones are used as they are: a module need not be open for them. */
    private static <T> Constructor<T> accessible(Constructor<T> constructor) {
        boolean isPublic = java.lang.reflect.Modifier.isPublic(constructor.getModifiers())
                && java.lang.reflect.Modifier.isPublic(
                        constructor.getDeclaringClass().getModifiers());
        if (!isPublic) {
            constructor.setAccessible(true);
        }
        return constructor;
    }
}
