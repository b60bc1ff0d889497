package io.datapunk.retry.agent.hook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Defines the hook class in {@code java.lang}, without a jar on the bootstrap path: that would break OSGi's delegation
 * and throw most of an application's class data archive away.
 *
 * <p>What is newer than Java 8, or hidden from it, is reached by reflection.
 */
public final class HookDefiner {

    /** Name of the hook class. */
    public static final String HOOK = "java.lang.DatapunkRetryHook";

    private static final String RESOURCE = "java/lang/DatapunkRetryHook.class";

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
     * @throws ReflectiveOperationException where this JVM does not allow it
     * @throws IOException where the agent's jar cannot be read
     */
    public static void define(Instrumentation instrumentation) throws ReflectiveOperationException, IOException {
        byte[] bytes = readHook();
        Method getModule;
        try {
            getModule = Class.class.getMethod("getModule");
        } catch (NoSuchMethodException e) {
            defineOn8(bytes);
            return;
        }
        defineOn9(bytes, getModule, instrumentation);
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

    private static void defineOn9(byte[] bytes, Method getModule, Instrumentation instrumentation)
            throws ReflectiveOperationException {
        Object javaBase = getModule.invoke(Object.class);
        Object own = getModule.invoke(HookDefiner.class);
        Map<String, Set<Object>> opened = Collections.singletonMap("java.lang", Collections.singleton(own));
        Class<?> module = getModule.getReturnType();
        Instrumentation.class
                .getMethod("redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
                .invoke(
                        instrumentation,
                        javaBase,
                        Collections.emptySet(),
                        Collections.emptyMap(),
                        opened,
                        Collections.emptySet(),
                        Collections.emptyMap());
        Object lookup = MethodHandles.class
                .getMethod("privateLookupIn", Class.class, MethodHandles.Lookup.class)
                .invoke(null, Object.class, MethodHandles.lookup());
        MethodHandles.Lookup.class.getMethod("defineClass", byte[].class).invoke(lookup, (Object) bytes);
    }

    private static byte[] readHook() throws IOException {
        try (InputStream in = HookDefiner.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " is missing from the agent's jar");
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
            byte[] buffer = new byte[4096];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.write(buffer, 0, read);
            }
            return bytes.toByteArray();
        }
    }
}
