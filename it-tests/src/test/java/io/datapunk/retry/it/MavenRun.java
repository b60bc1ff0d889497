package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Maven command, run by the Maven and with the local repository that run the tests. */
final class MavenRun {
    private static final int TIMEOUT_MINUTES = 15;

    private MavenRun() {}

    /**
     * Runs it in that directory and returns what it has printed.
     *
     * @param command its words, {@code mvn} first
     */
    static String in(Path directory, List<String> command) throws IOException, InterruptedException {
        assertThat(command).startsWith("mvn");
        List<String> words = new ArrayList<>(command);
        String home = System.getProperty("it.maven.home");
        if (home != null) {
            words.set(0, home + "/bin/mvn");
            words.add("-Dmaven.repo.local=" + System.getProperty("it.maven.repository"));
        }
        Path output = Files.createTempFile("maven", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            String printed = Files.readString(output);
            assertThat(ended).as("%s has ended: %s", words, printed).isTrue();
            assertThat(process.exitValue())
                    .as("status of %s: %s", words, printed)
                    .isZero();
            return printed;
        } finally {
            Files.delete(output);
        }
    }
}
