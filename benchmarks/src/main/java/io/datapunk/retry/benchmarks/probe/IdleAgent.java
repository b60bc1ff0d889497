package io.datapunk.retry.benchmarks.probe;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/** What any agent costs that looks at classes and may transform them again: its transformer changes none. */
public final class IdleAgent implements ClassFileTransformer {

    private static Instrumentation own;

    private IdleAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        own = instrumentation;
        instrumentation.addTransformer(new IdleAgent(), true);
    }

    /** What the JVM gave it. */
    static Instrumentation instrumentation() {
        return own;
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        return null; // unchanged
    }
}
