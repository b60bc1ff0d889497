package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another user takes the name of the folder through which {@code top} gets its figures, with links to files of the user
 * who runs the JVM in it. As root, with three users: root is not one of the two.
 */
class TopFolderIT {

    private static final int VICTIM = 65_534;
    private static final int ATTACKER = 65_533;

    @TempDir
    private Path temp;

    @OnFewJdks
    void nothingIsWrittenThroughAFolderOfTheSameName(TestJdk jdk) throws Exception {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxrwxrwx"));
        String[] asVictim = asVictim(jdk);
        Path rules = Files.writeString(temp.resolve("rules.yml"), ReportsAgreeIT.RULES);
        Path snapshots = Files.writeString(temp.resolve("snapshots"), "precious");
        Path alive = Files.writeString(temp.resolve("precious-alive"), "precious");
        for (Path precious : List.of(snapshots, alive)) {
            own(precious, asVictim.length == 0 ? -1 : VICTIM);
        }
        ForkedJvm jvm = ForkedJvm.on(jdk)
                .by(asVictim)
                .agent("rules=" + rules + ",log=error")
                .classPath(ReportsAgreeIT.classPath());
        ForkedJvm command = ForkedJvm.on(jdk).by(asVictim).jvm("-Djava.io.tmpdir=" + temp);
        try (RunningJvm application = jvm.start("com.acme.legacy.seen.Watched")) {
            application.await("ready");
            try (RunningJvm top =
                    command.start("-jar", BuildArtifacts.AGENT.toString(), "top", "" + application.pid(), "--json")) {
                top.await("{\"at\":");

                takeOver(folder(), snapshots, alive, asVictim.length == 0 ? -1 : ATTACKER);
                top.await("{\"at\":"); // by the folder that it has opened
            }
            Files.delete(temp.resolve("moved/alive")); // the command does so at its end
            Poll.until(
                    "the agent has found out",
                    () -> !Files.readString(snapshots).equals("precious")
                            || application.err().contains("is not the folder that was opened"));
        }

        assertThat(snapshots).hasContent("precious");
        assertThat(alive).hasContent("precious");
        assertThat(temp.resolve("moved")).isEmptyDirectory();
    }

    private Path folder() throws IOException {
        try (Stream<Path> all = Files.list(temp)) {
            return all.filter(file -> file.getFileName().toString().startsWith("datapunk-retry-top"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** As one may who can write where it lies, or who makes it where the command has taken it away. */
    private void takeOver(Path folder, Path snapshots, Path alive, int user) throws IOException {
        Path trap = Files.createDirectory(temp.resolve("trap"));
        Files.createSymbolicLink(trap.resolve("snapshot.next"), snapshots);
        Files.createSymbolicLink(trap.resolve("snapshot"), snapshots);
        Files.createSymbolicLink(trap.resolve("alive"), alive);
        Files.setPosixFilePermissions(trap, PosixFilePermissions.fromString("rwxrwxrwx"));
        own(trap, user);
        Files.move(folder, temp.resolve("moved"));
        Files.move(trap, folder);
    }

    private static void own(Path file, int user) throws IOException {
        if (user >= 0) {
            Files.setAttribute(file, "unix:uid", user);
        }
    }

    /** Nothing where the tests do not run as root, or where others may not use what the JVM needs. */
    private static String[] asVictim(TestJdk jdk) throws IOException {
        List<Path> needed = new ArrayList<>(List.of(ReportsAgreeIT.classPath()));
        needed.addAll(List.of(BuildArtifacts.AGENT, jdk.java()));
        for (Path file : needed) {
            for (Path step = file.toRealPath(); step.getParent() != null; step = step.getParent()) {
                if (!Files.getPosixFilePermissions(step)
                        .contains(
                                Files.isDirectory(step)
                                        ? PosixFilePermission.OTHERS_EXECUTE
                                        : PosixFilePermission.OTHERS_READ)) {
                    return new String[0];
                }
            }
        }
        return "root".equals(System.getProperty("user.name"))
                ? new String[] {"setpriv", "--reuid=" + VICTIM, "--regid=" + VICTIM, "--clear-groups"}
                : new String[0];
    }
}
