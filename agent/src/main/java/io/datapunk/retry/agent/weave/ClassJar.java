package io.datapunk.retry.agent.weave;

import io.datapunk.retry.agent.match.JarNames;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.function.Supplier;

/** The name of a class's jar, found when a rule asks. */
public final class ClassJar implements Supplier<String> {
    private final ProtectionDomain domain;

    /**
     * The jar of a class.
     *
     * @param domain of the class; {@code null}: that of the bootstrap loader
     */
    public ClassJar(ProtectionDomain domain) {
        this.domain = domain;
    }

    /** As {@link JarNames} has it. */
    @Override
    public String get() {
        CodeSource source = domain == null ? null : domain.getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return JarNames.of(location == null ? null : location.toString());
    }
}
