package io.datapunk.retry.agent.async;

import io.datapunk.retry.FutureCall;
import io.datapunk.retry.call.PendingAttempt;
import io.datapunk.retry.outcome.OwnWork;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Calls a woven method again with the receiver and the arguments of its first call: that very method, and not one that
 * overrides it. Not thread-safe: one attempt follows the other.
 */
public final class MethodReinvoker {

    /** The number of the method that the thread is about to call again: that call begins no second loop. */
    private static final ThreadLocal<Integer> ABOUT_TO_BE_CALLED = new ThreadLocal<>();

    private final int methodId;
    private final String name;
    private final String descriptor;
    private final MethodHandles.Lookup lookup;
    private final Object self;
    private final Object[] arguments;
    private MethodHandle handle;

    /**
     * A method.
     *
     * @param methodId its number
     * @param lookup of its class
     * @param self {@code null} where it is static
     */
    public MethodReinvoker(
            int methodId,
            String name,
            String descriptor,
            MethodHandles.Lookup lookup,
            Object self,
            Object[] arguments) {
        this.methodId = methodId;
        this.name = name;
        this.descriptor = descriptor;
        this.lookup = lookup;
        this.self = self;
        this.arguments = arguments;
    }

    /** Whether the call that begins now on this thread is an attempt of one that goes on; answers so once. */
    public static boolean begins(int methodId) {
        Integer about = ABOUT_TO_BE_CALLED.get();
        if (about == null || about != methodId) {
            return false;
        }
        ABOUT_TO_BE_CALLED.remove();
        return true;
    }

    /**
     * Calls it.
     *
     * @param attempt is told what the method throws
     * @return {@code null} also where it throws
     * @throws FutureCall.NotCallableException where it cannot be called
     */
    Object call(PendingAttempt attempt) throws FutureCall.NotCallableException {
        MethodHandle target = handle();
        Object[] all = allArguments();
        OwnWork own = OwnWork.ofThread();
        int depth = own.depth;
        ABOUT_TO_BE_CALLED.set(methodId);
        try {
            own.depth = 0; // the method is the application's
            return target.invokeWithArguments(all);
        } catch (Throwable t) {
            attempt.threw(t);
            return null;
        } finally {
            own.depth = depth;
            ABOUT_TO_BE_CALLED.remove();
        }
    }

    private Object[] allArguments() {
        if (self == null) {
            return arguments.clone();
        }
        Object[] all = new Object[arguments.length + 1];
        all[0] = self;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    private MethodHandle handle() throws FutureCall.NotCallableException {
        if (handle != null) {
            return handle;
        }
        try {
            Class<?> owner = lookup.lookupClass();
            MethodType type = MethodType.fromMethodDescriptorString(descriptor, owner.getClassLoader());
            MethodHandle found =
                    self == null ? lookup.findStatic(owner, name, type) : lookup.findSpecial(owner, name, type, owner);
            handle = found.asFixedArity(); // the last argument of a method with variable arity is an array already
            return handle;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw new FutureCall.NotCallableException(e);
        }
    }

    Object self() {
        return self;
    }

    Object[] arguments() {
        return arguments;
    }
}
