package io.datapunk.retry.agent.binding;

import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.policy.OnExhausted;
import java.lang.ref.WeakReference;

/**
 * A constant of an enum of the application, looked up when it is needed: while a method's class is woven no other is to
 * be loaded, and the enum is not to be held. Thread-safe.
 */
final class EnumConstant implements OnExhausted.LateValue {

    private final String constant;
    private final String type;
    private final WeakReference<ClassLoader> loader;
    private final ErrorReporter problems;

    EnumConstant(String constant, String type, ClassLoader loader, ErrorReporter problems) {
        this.constant = constant;
        this.type = type;
        this.loader = loader == null ? null : new WeakReference<>(loader);
        this.problems = problems;
    }

    /** Whether a type of this name may be an enum: not one of the JDK's types that everybody knows not to be. */
    static boolean mayBe(String type) {
        return type.indexOf('.') < 0 && !type.endsWith("[]")
                || !type.startsWith("java.lang.") && !type.startsWith("java.util.") && !type.endsWith("[]");
    }

    @Override
    public Object get() throws OnExhausted.NoValueException {
        try {
            ClassLoader application = loader == null ? ClassLoader.getSystemClassLoader() : loader.get();
            Object[] constants = Class.forName(type, true, application).getEnumConstants();
            for (Object each : constants == null ? new Object[0] : constants) {
                if (((Enum<?>) each).name().equals(constant)) {
                    return each;
                }
            }
            return cannotBeHad(null);
        } catch (ClassNotFoundException | RuntimeException | LinkageError e) {
            return cannotBeHad(e);
        }
    }

    private Object cannotBeHad(Throwable why) throws OnExhausted.NoValueException {
        OnExhausted.NoValueException none = new OnExhausted.NoValueException(why);
        problems.report(
                "on-exhausted returns \"" + constant + "\", which is no " + type + "; the failure is thrown instead",
                none);
        throw none;
    }

    @Override
    public String toString() {
        return constant;
    }
}
