package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md says can be done, can be done as it says. */
class ReadmeIT {
    @TempDir
    Path temp;

    /** Its first rules file and its {@code java} command, with a jar of that name that has the class of that name. */
    @OnEachJdk
    void firstRulesFileGivesRetries(TestJdk jdk) throws IOException {
        Document readme = Document.read("README.md");
        List<String> java = readme.command("java ");
        assertThat(java).startsWith("java").endsWith("-jar", "legacy.jar");
        Files.writeString(temp.resolve("retry-rules.yml"), readme.in("yaml").get(0));
        Files.copy(BuildArtifacts.AGENT, temp.resolve("datapunk-retry.jar"));
        Files.copy(BuildArtifacts.FIXTURE, temp.resolve("legacy.jar"));

        ProcessResult without = ForkedJvm.on(jdk).in(temp).run("-jar", "legacy.jar");
        ProcessResult with =
                ForkedJvm.on(jdk).in(temp).run(java.subList(1, java.size()).toArray(String[]::new));

        assertThat(without.status()).isEqualTo(1);
        assertThat(with.succeeded().keptStandardErrorEmpty().out()).isEqualTo("charged 4200 cents to ACME\n");
    }

    /** On a copy of the sources alone, as a fresh clone would be; what it prints has the lines that README.md shows. */
    @Test
    void demoRunsFromAFreshClone() throws IOException, InterruptedException {
        Document readme = Document.read("README.md");
        Path clone = temp.resolve("clone");
        SourceTree.copy(BuildArtifacts.ROOT, clone);

        String printed = MavenRun.in(clone, readme.command("mvn -q"));

        List<String> lines = printed.lines().map(ReadmeIT::shape).toList();
        assertThat(readme.in("text").get(0).lines().map(ReadmeIT::shape)).allSatisfy(line -> assertThat(lines)
                .as("what the demo has printed: %s", printed)
                .contains(line));
    }

    /** The line without its figures, which may differ with the speed of the machine, and without Maven's colours. */
    private static String shape(String line) {
        return line.replaceAll("\u001b\\[\\d*m", "")
                .replaceAll("\\d+", "N")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
