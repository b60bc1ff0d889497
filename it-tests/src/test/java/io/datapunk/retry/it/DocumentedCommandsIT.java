package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell commands of the README and of the pages in {@code docs/howto} and {@code docs/reference}, run by a shell as
 * they stand, in a folder that has the files that they name. Each text block shows lines that the command before it
 * prints; a text block before any command shows lines of a run without the agent.
 */
class DocumentedCommandsIT {

    /** What cannot be run here, by the beginnings of the command's lines, with the reason. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "mvn -q -B -Pdemo verify", "ReadmeIT runs it on a copy of the sources, and compares what it prints",
            "mvn -B verify", "it is this very build",
            "kubectl ", "it needs a cluster");

    /** What scripts of servers run with the lines that pages have for them. */
    private static final Map<String, String> OF_SERVERS = Map.of(
            "CATALINA_OPTS=", "java $CATALINA_OPTS -jar legacy.jar", "JAVA_OPTS=", "java $JAVA_OPTS -jar legacy.jar");

    /** What the log says if the machine is so busy that the agent leaves a class alone. */
    private static final String TOO_SLOW = "was not loaded in time";

    /** The first Java with Flight Recorder in every build. */
    private static final int FLIGHT_RECORDER = 11;

    private static final Pattern FIGURES = Pattern.compile("\\d+");

    @TempDir
    private Path temp;

    private static List<Document> pages() throws IOException {
        return Document.all().stream()
                .filter(page -> page.name().matches("README\\.md|docs/(howto|reference)/.*"))
                .toList();
    }

    private static boolean isRun(String command) {
        return NOT_RUN.keySet().stream().noneMatch(command::startsWith);
    }

    @OnEachJdk
    void theCommandsDoWhatThePagesSay(TestJdk jdk) throws IOException {
        try (RunningJvm application = watched(jdk)) {
            int run = 0;
            for (Document page : pages()) {
                run += runAll(jdk, page, application);
            }
            assertThat(run).as("commands that were run").isGreaterThan(10);
        }
    }

    private int runAll(TestJdk jdk, Document page, RunningJvm application) throws IOException {
        Path folder = folderFor(page);
        ProcessResult last = null;
        int run = 0;
        for (Document.Block block : page.blocks()) {
            if (block.language().equals("sh")) {
                boolean canRun =
                        isRun(block.text()) && !(block.text().contains("JFR") && jdk.version() < FLIGHT_RECORDER);
                last = canRun ? shell(jdk, folder, block.text(), application).succeeded() : null;
                run += canRun ? 1 : 0;
            } else if (block.language().equals("text")
                    && (last != null || run == 0)
                    && !page.name().equals("README.md")) {
                ProcessResult shown = last != null ? last : shell(jdk, folder, "java -jar legacy.jar", application);
                assertPrinted(page, block.text(), shown);
            }
        }
        return run;
    }

    private static void assertPrinted(Document page, String text, ProcessResult shown) {
        List<String> printed = Stream.concat(
                        shown.outLines().stream(), shown.err().lines())
                .map(DocumentedCommandsIT::shape)
                .toList();
        assertThat(text.lines().map(DocumentedCommandsIT::shape))
                .as("what %s shows of %s", page, shown)
                .isSubsetOf(printed);
    }

    /** The line without its figures. */
    private static String shape(String line) {
        return FIGURES.matcher(line).replaceAll("N").replaceAll("\\s+", " ").strip();
    }

    /** The files that the pages name. The rules are those of the page, else of the README. */
    private Path folderFor(Document page) throws IOException {
        Path folder = Files.createTempDirectory(temp, "page");
        String rules = Stream.of(page, Document.read("README.md"))
                .flatMap(each -> each.in("yaml").stream())
                .filter(yaml -> yaml.startsWith("version:"))
                .findFirst()
                .orElseThrow();
        Files.writeString(folder.resolve("retry-rules.yml"), rules);
        Files.copy(BuildArtifacts.AGENT, folder.resolve("datapunk-retry.jar"));
        Files.copy(BuildArtifacts.FIXTURE, folder.resolve("legacy.jar"));
        Files.copy(BuildArtifacts.FIXTURE, folder.resolve("shop.jar"));
        Path web = archive(folder.resolve("shop.war"), "WEB-INF/lib/legacy.jar", BuildArtifacts.FIXTURE);
        archive(folder.resolve("shop.ear"), "shop.war", web);
        Files.copy(BuildArtifacts.ROOT.resolve("docs/prometheus/jmx-exporter.yml"), folder.resolve("jmx-exporter.yml"));
        Files.copy(BuildArtifacts.client("jmx_prometheus_javaagent"), folder.resolve("jmx_prometheus_javaagent.jar"));
        return folder;
    }

    private static Path archive(Path file, String entry, Path content) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry(entry));
            Files.copy(content, out);
            out.closeEntry();
        }
        return file;
    }

    /** Runs a script; {@code java} and its like are those of the JDK, a process id is that of the application. */
    private static ProcessResult shell(TestJdk jdk, Path folder, String script, RunningJvm application)
            throws IOException {
        String ready = script.replaceAll("\\bPID\\b", "" + application.pid())
                .replace("9404", "" + freePort())
                .replace("/opt/datapunk-retry", folder.toString());
        for (Map.Entry<String, String> server : OF_SERVERS.entrySet()) {
            ready += ready.startsWith(server.getKey()) ? server.getValue() : "";
        }
        ForkedJvm shell = ForkedJvm.on(jdk)
                .by("/bin/sh", "-e", "-c", ready) // the path of java follows it: the name that the script goes by
                .environment("PATH", jdk.java().getParent() + ":" + System.getenv("PATH"))
                .in(folder);
        ProcessResult result = shell.run();
        for (int more = 0; more < 5 && result.err().contains(TOO_SLOW); more++) {
            result = shell.run();
        }
        return result;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private RunningJvm watched(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), ReportsAgreeIT.RULES);
        RunningJvm application = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=error")
                .classPath(ReportsAgreeIT.classPath())
                .start("com.acme.legacy.seen.Watched");
        application.await("ready");
        application.tell("load");
        application.await("done load");
        return application;
    }

    @Test
    void eachExceptionIsNeeded() throws IOException {
        Set<String> needed = new HashSet<>();
        for (Document page : pages()) {
            for (String command : page.in("sh")) {
                NOT_RUN.keySet().stream().filter(command::startsWith).forEach(needed::add);
            }
        }
        assertThat(needed).isEqualTo(NOT_RUN.keySet());
    }

    /** Of Maven commands in any page: the modules, profiles and tests that they name are there. */
    @Test
    void mavenCommandsNameWhatThereIs() throws IOException {
        Pattern option = Pattern.compile("-(pl|P|Dit\\.test=|Dtest=) ?'?([\\w,*-]+)");
        int options = 0;
        for (Document page : Document.all()) {
            Matcher commands = Pattern.compile("mvn [^`\n]*(?:\\\\\n[^`\n]*)*").matcher(page.text());
            while (commands.find()) {
                Matcher found = option.matcher(commands.group());
                while (found.find()) {
                    options++;
                    for (String value : found.group(2).split(",", -1)) {
                        assertThat(exists(found.group(1), value))
                                .as("%s of %s in %s", value, commands.group(), page)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(options).isGreaterThan(10);
    }

    private static boolean exists(String option, String value) throws IOException {
        return switch (option) {
            case "pl" -> Files.exists(BuildArtifacts.ROOT.resolve(value).resolve("pom.xml"));
            case "P" -> anyPom("<id>" + value + "</id>");
            default -> value.equals("none") || anyTest(value.replace("*", ".*"));
        };
    }

    private static boolean anyPom(String part) throws IOException {
        try (Stream<Path> files = Files.walk(BuildArtifacts.ROOT, 3)) {
            for (Path pom : files.filter(file -> file.endsWith("pom.xml")).toList()) {
                if (Files.readString(pom).contains(part)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean anyTest(String pattern) throws IOException {
        for (String module : List.of("core", "agent", "cli", "it-tests")) {
            Path tests = BuildArtifacts.ROOT.resolve(module).resolve("src/test/java");
            if (!Files.exists(tests)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(tests)) {
                if (files.anyMatch(file -> file.getFileName().toString().matches(pattern + "\\.java"))) {
                    return true;
                }
            }
        }
        return false;
    }
}
