package io.datapunk.retry.agent.hook;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Defines the hook class on Java 9 and later: opens {@code java.lang} to the agent's module, and defines the class from
 * there. Compiled for Java 9, since reflection, which Java 18 and later turn into method handles, would cost a start
 * dozens of classes.
 */
public final class ModuleHookDefiner implements BiConsumer<Instrumentation, byte[]> {

    /**
     * Defines the class.
     *
     * @throws IllegalStateException where this JVM does not allow it
     */
    @Override
    public void accept(Instrumentation instrumentation, byte[] bytes) {
        Set<Module> own = Set.of(ModuleHookDefiner.class.getModule());
        instrumentation.redefineModule(
                Object.class.getModule(), Set.of(), Map.of(), Map.of("java.lang", own), Set.of(), Map.of());
        try {
            MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()).defineClass(bytes);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
