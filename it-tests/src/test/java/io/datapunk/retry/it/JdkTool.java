package io.datapunk.retry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A tool of a JDK under test, such as {@code jlink}. */
final class JdkTool {
    private JdkTool() {}

    /** Runs it to its end, which is to be a success. */
    @SafeVarargs
    static void run(TestJdk jdk, String name, List<String>... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(jdk.home().resolve("bin").resolve(name).toString());
        for (List<String> each : arguments) {
            command.addAll(each);
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    }
}
