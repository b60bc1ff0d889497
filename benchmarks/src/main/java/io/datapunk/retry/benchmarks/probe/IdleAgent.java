package io.datapunk.retry.benchmarks.probe;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/** What any agent costs that looks at classes: its transformer changes none. */
public final class IdleAgent implements ClassFileTransformer {

    private IdleAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new IdleAgent());
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        return null; // unchanged
    }
}
