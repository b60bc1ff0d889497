package io.datapunk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageUsesTest {

    private static final String SOURCE = """
            package io.datapunk.retry.call;

            import io.datapunk.retry.guard.Guards;
            import io.datapunk.retry.guard.RetryBudget.State;
            import static picocli.CommandLine.run;
            import io.micrometer.core.instrument.Meter;
            import java.util.List;

            /** As {@link io.datapunk.retry.Retry}. */
            class Call { io.datapunk.retry.agent.log.AgentLog log; io.datapunk.retry.call.Other other; }
            """;

    private static final String USED = "agent.log, guard, io.micrometer, picocli, retry";

    @TempDir
    private Path sources;

    @Test
    void aSentenceThatListsEachUsedPackageIsRight() throws Exception {
        write("Call.java", SOURCE);
        write(
                "package-info.java",
                "/**\n * Calls.\n *\n * <p>Uses: agent.log, guard, io.micrometer,\n * picocli, retry. More.\n */\n");

        assertThat(PackageUses.differences(sources)).isEmpty();
    }

    @Test
    void aPackageThatUsesNothingSaysTheJdkAlone() throws Exception {
        write("Call.java", "package io.datapunk.retry.call;\nimport java.util.List;\nclass Call {}\n");
        write("package-info.java", "/** Calls. Uses: the JDK alone. */\n");

        assertThat(PackageUses.differences(sources)).isEmpty();
    }

    @Test
    void aPackageTooManyOrTooFewIsADifference() throws Exception {
        write("Call.java", SOURCE);
        write("package-info.java", "/** Calls. Uses: agent.log, guard, io.micrometer, outcome, picocli, retry. */\n");

        assertThat(PackageUses.differences(sources))
                .singleElement()
                .asString()
                .startsWith("io.datapunk.retry.call: ")
                .contains("outcome, picocli")
                .endsWith("\"" + USED + "\"");
    }

    @Test
    void aPackageWithoutTheSentenceOrWithoutAPackageInfoIsADifference() throws Exception {
        write("Call.java", SOURCE);
        assertThat(PackageUses.differences(sources)).singleElement().asString().contains("no package-info");

        write("package-info.java", "/** May use others. */\n");
        assertThat(PackageUses.differences(sources)).singleElement().asString().contains("no such sentence");
    }

    private void write(String name, String text) throws IOException {
        Path folder = Files.createDirectories(sources.resolve("io/datapunk/retry/call"));
        Files.writeString(folder.resolve(name), text);
    }
}
