package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} lists is what a run weaves, and what it says is left alone is left alone, for the same reason. */
class CheckAndRunIT {

    private static final Path LIBRARIES = BuildArtifacts.ROOT.resolve("it-tests/target/lib");
    private static final Path HTTP_CLIENT = LIBRARIES.resolve("commons-httpclient-3.1.jar");
    private static final String LOAD_ALL = "com.acme.legacy.matched.LoadAll";
    private static final Pattern WOVEN = Pattern.compile("(?:INFO|DEBUG) (\\S.*) is retried by the rule (\\S+)$");
    private static final Pattern SKIPPED =
            Pattern.compile("(?:WARN|DEBUG) (\\S.*) is left alone although the rule (\\S+) names it: (.*)$");

    private static final String HTTP_RULES = """
            version: 1
            rules:
              - name: one-overload
                match: {class: org.apache.commons.httpclient.HttpClient, method: "executeMethod(**, ..)"}
              - name: subtypes
                match:
                  subtype-of: org.apache.commons.httpclient.HttpMethod
                  method: [execute, get*, "set*(java.lang.String, ..)"]
                  exclude: {class: "**.GetMethod"}
              - name: managers
                match: {subtype-of: org.apache.commons.httpclient.HttpConnectionManager, returns: "**.HttpConnection"}
              - name: streams
                match: {subtype-of: java.io.InputStream, method: read}
              - name: of-the-jar
                match: {class: "org.apache.commons.httpclient.util.**", jar: commons-httpclient-*.jar}
              - name: synchronized
                allow-synchronized: true
                match: {class: org.apache.commons.httpclient.HttpConnection}
              - name: of-another-jar
                match: {class: "org.apache.commons.httpclient.**", jar: commons-logging-*.jar}
              - name: values
                match: {class: org.apache.commons.httpclient.Cookie}
                on-exhausted: {return: 5}
              - name: the-rest
                match: {class: "org.apache.commons.httpclient.*"}
            """;

    @TempDir
    private Path temp;

    @OnFewJdks
    void onALegacyJar(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), HTTP_RULES);
        Path names = Files.write(temp.resolve("names"), classesOf(HTTP_CLIENT));
        List<Path> path = new ArrayList<>(libraries());
        path.add(BuildArtifacts.FIXTURE);

        ProcessResult run = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=debug")
                .classPath(path.toArray(Path[]::new))
                .run(LOAD_ALL, names.toString());

        Set<String> woven = same(check(jdk, rules, HTTP_CLIENT.toString()), run, "167 loaded");
        assertThat(woven).hasSizeGreaterThan(500).anyMatch(line -> line.startsWith("of-the-jar: "));
    }

    @OnFewJdks
    void onASpringBootFatJar(TestJdk jdk) throws Exception {
        Path rules = Files.writeString(temp.resolve("rules.yml"), HTTP_RULES + """
                  - name: application
                    match: {class: com.acme.legacy.matched.*, method: names, jar: app.jar}
                """);
        Path app = FatJar.write(temp.resolve("app.jar"), BuildArtifacts.FIXTURE, LOAD_ALL, libraries());
        List<String> classes = new ArrayList<>(classesOf(HTTP_CLIENT));
        classesOf(app).stream().filter(name -> name.startsWith("org.")).forEach(classes::add);
        Path names = Files.write(temp.resolve("names"), classes);

        ProcessResult run =
                ForkedJvm.on(jdk).agent("rules=" + rules + ",log=debug").run("-jar", app.toString(), names.toString());

        Set<String> woven = same(check(jdk, rules, app.toString()), run, classes.size() + " loaded");
        assertThat(woven)
                .hasSizeGreaterThan(500)
                .contains("application: com.acme.legacy.matched.LoadAll.names(java.lang.String)");
    }

    @OnFewJdks
    void onAModuleOfTheJdk(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: drivers
                    match: {class: java.sql.DriverManager, method: getConnection}
                  - name: dates
                    match: {class: "java.sql.*", subtype-of: java.util.Date}
                  - name: all
                    match: {class: "java.sql.**", exclude: {class: java.sql.*, method: get*}}
                """);
        boolean modules = jdk.version() > 8;

        ProcessResult run = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=debug")
                .classPath(BuildArtifacts.FIXTURE)
                .run(LOAD_ALL, "jdk:java/sql/");

        String module = modules ? "jrt:/java.sql" : jdk.home() + "/jre/lib/rt.jar";
        Set<String> woven = same(check(jdk, rules, module), run, " loaded");
        assertThat(woven)
                .contains("drivers: java.sql.DriverManager.getConnection(java.lang.String)")
                .anyMatch(line -> line.startsWith("dates: java.sql.Timestamp."));
    }

    @OnFewJdks
    void onAsynchronousMethodsThatCannotBeFollowed(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - {name: later, match: {class: com.acme.legacy.async.LeftAlone}}
                """);
        Path names = Files.writeString(temp.resolve("names"), "com.acme.legacy.async.LeftAlone\n");
        Path[] path = BuildArtifacts.withFixture(
                "guava-", "reactor-core", "reactive-streams", "scala-library", "kotlin-stdlib-1");

        ProcessResult run = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",log=debug")
                .classPath(path)
                .run(LOAD_ALL, names.toString());

        String[] jars = Stream.of(path).map(Path::toString).toArray(String[]::new);
        assertThat(same(check(jdk, rules, jars), run, "1 loaded"))
                .containsExactly("later: com.acme.legacy.async.LeftAlone.woven()");
        String all = "com.acme.legacy.async.LeftAlone.%s is left alone although the rule later names it: it ";
        assertThat(run.err())
                .contains(all.formatted("future()")
                        + "returns java.util.concurrent.Future, which tells nobody that it has failed")
                .contains(all.formatted("task()") + "returns java.util.concurrent.FutureTask, which")
                .contains(all.formatted("fork()") + "returns java.util.concurrent.ForkJoinTask, which")
                .contains(all.formatted("own()") + "returns com.acme.legacy.async.LeftAlone$Own, a kind of"
                        + " java.util.concurrent.Complet")
                .contains(all.formatted("ofOwn()") + "returns com.acme.legacy.async.LeftAlone$OfOwn, a kind of")
                .contains(all.formatted("connectable()") + "returns reactor.core.publisher.ConnectableFlux, a kind of")
                .contains(all.formatted("scala()") + "returns a Scala future")
                .contains(all.formatted("suspend(java.lang.String, kotlin.coroutines.Continuation)")
                        + "is a Kotlin suspend function");
    }

    /** The methods that both name, with their rules. */
    private static Set<String> same(ProcessResult check, ProcessResult run, String loaded) {
        Set<String> woven = new TreeSet<>();
        Set<String> leftAlone = new TreeSet<>();
        for (String line : run.succeeded().err().lines().toList()) {
            Matcher isWoven = WOVEN.matcher(line);
            Matcher isSkipped = SKIPPED.matcher(line);
            if (isWoven.find()) {
                woven.add(isWoven.group(2) + ": " + isWoven.group(1));
            } else if (isSkipped.find()) {
                leftAlone.add(isSkipped.group(2) + ": " + isSkipped.group(1) + ": " + isSkipped.group(3));
            }
        }
        assertThat(run.out()).contains(loaded).doesNotContain("failed");
        Set<String> listed = new TreeSet<>();
        Set<String> listedAlone = new TreeSet<>();
        String rule = "";
        for (String line : check.succeeded().outLines()) {
            if (!line.startsWith(" ")) {
                rule = line.substring(0, Math.max(0, line.indexOf(':')));
            } else if (line.startsWith("  left alone: ")) {
                listedAlone.add(rule + ": " + line.substring("  left alone: ".length()));
            } else if (!line.startsWith("  warning: ")) {
                listed.add(rule + ": " + line.strip());
            }
        }
        assertThat(woven).isEqualTo(listed).isNotEmpty();
        assertThat(leftAlone).isEqualTo(listedAlone);
        return woven;
    }

    private static ProcessResult check(TestJdk jdk, Path rules, String... jars) {
        List<String> command =
                new ArrayList<>(List.of("-jar", BuildArtifacts.AGENT.toString(), "check", "--rules", rules.toString()));
        command.addAll(List.of(jars));
        return ForkedJvm.on(jdk).run(command.toArray(String[]::new));
    }

    private static List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(LIBRARIES)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> classesOf(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .toList();
        }
    }
}
