package io.datapunk.retry.agent.cli.jvm;

import java.io.File;
import java.io.IOException;
import java.util.jar.JarFile;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version in the manifest of the agent's jar. Made by picocli. */
public final class JarVersion implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        try (JarFile jar = new JarFile(new File(AgentJar.path()))) {
            return new String[] {
                "datapunk-retry " + jar.getManifest().getMainAttributes().getValue("Implementation-Version")
            };
        }
    }
}
