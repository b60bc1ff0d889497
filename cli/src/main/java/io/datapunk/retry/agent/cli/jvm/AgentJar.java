package io.datapunk.retry.agent.cli.jvm;

import java.io.File;

/** The jar that this command runs from, and that other JVMs are told to load. */
public final class AgentJar {

    private static volatile String path;

    private AgentJar() {}

    /** Remembers it; once, before any command. */
    public static void is(File jar) {
        path = jar.getAbsolutePath();
    }

    /** Its path; absolute. */
    public static String path() {
        return path;
    }
}
