package io.datapunk.retry.agent.hook;

import io.datapunk.retry.agent.files.InputStreams;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.security.ProtectionDomain;
import java.util.function.BiConsumer;

/**
 * Defines the hook class in {@code java.lang}, without a jar on the bootstrap path: that would break OSGi's delegation
 * and throw most of an application's class data archive away.
 */
public final class HookDefiner {

    /** Name of the hook class. */
    public static final String HOOK = "java.lang.DatapunkRetryHook";

    private static final String RESOURCE = "java/lang/DatapunkRetryHook.class";

    /** Compiled for Java 9, so that no older JVM must load it. */
    private static final String ON_9 = "io.datapunk.retry.agent.hook.ModuleHookDefiner";

    private HookDefiner() {}

    /** Whether the class is there already: another copy of the agent was faster. */
    public static boolean isDefined() {
        try {
            Class.forName(HOOK, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Defines the class, once for a JVM.
     *
     * @return {@code false}: it is there already, as another copy of the agent was faster
     * @throws ReflectiveOperationException where this JVM does not allow it
     * @throws IOException where the agent's jar cannot be read
     */
    public static boolean define(Instrumentation instrumentation) throws ReflectiveOperationException, IOException {
        byte[] bytes = readHook();
        try {
            if (hasModules()) {
                defineOn9(bytes, instrumentation);
            } else {
                defineOn8(bytes);
            }
            return true;
        } catch (LinkageError | ReflectiveOperationException e) {
            if (isDefined()) {
                return false;
            }
            throw e;
        }
    }

    private static boolean hasModules() {
        try {
            Class.forName("java.lang.Module", false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static void defineOn8(byte[] bytes) throws ReflectiveOperationException {
        Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
        Field theUnsafe = unsafeClass.getDeclaredField("theUnsafe");
        theUnsafe.setAccessible(true);
        unsafeClass
                .getMethod(
                        "defineClass",
                        String.class,
                        byte[].class,
                        int.class,
                        int.class,
                        ClassLoader.class,
                        ProtectionDomain.class)
                .invoke(theUnsafe.get(null), HOOK, bytes, 0, bytes.length, null, null);
    }

    @SuppressWarnings("unchecked")
    private static void defineOn9(byte[] bytes, Instrumentation instrumentation) throws ReflectiveOperationException {
        BiConsumer<Instrumentation, byte[]> definer = Class.forName(ON_9)
                .asSubclass(BiConsumer.class)
                .getConstructor()
                .newInstance();
        definer.accept(instrumentation, bytes);
    }

    private static byte[] readHook() throws IOException {
        try (InputStream in = HookDefiner.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " is missing from the agent's jar");
            }
            return InputStreams.readFully(in);
        }
    }
}
