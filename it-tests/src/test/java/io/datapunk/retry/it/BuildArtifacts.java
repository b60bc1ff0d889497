package io.datapunk.retry.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the build has put what the tests use. */
final class BuildArtifacts {
    static final Path ROOT = root();
    static final Path AGENT = ROOT.resolve("agent/target/datapunk-retry.jar");
    static final Path FIXTURE = ROOT.resolve("it-tests/target/it-tests-fixture.jar");
    static final Path ORDER_APP = ROOT.resolve("it-tests/target/it-tests-order-app.jar");
    static final Path RULES = ROOT.resolve("retry-rules.yml");

    private BuildArtifacts() {}

    /** A file of the tests' own, by its path below {@code src/test/resources}. */
    static Path resource(String path) {
        return ROOT.resolve("it-tests/src/test/resources").resolve(path);
    }

    /** Jars of other people that the fixtures need at run time, by what their names begin with. */
    static Path[] withFixture(String... beginnings) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("it-tests/target/client-lib"))) {
            Stream<Path> chosen = files.filter(file -> Stream.of(beginnings)
                            .anyMatch(beginning -> file.getFileName().toString().startsWith(beginning)))
                    .sorted();
            return Stream.concat(Stream.of(FIXTURE), chosen).toArray(Path[]::new);
        }
    }

    /** The jar of other people whose name begins so. */
    static Path client(String beginning) throws IOException {
        return withFixture(beginning)[1];
    }

    /** The fixture, with OkHttp 4. */
    static Path[] okHttp4() throws IOException {
        return withFixtureAnd("okhttp4-lib");
    }

    /** The fixture, with all jars of a folder. */
    static Path[] withFixtureAnd(String folder) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("it-tests/target").resolve(folder))) {
            return Stream.concat(Stream.of(FIXTURE), files.sorted()).toArray(Path[]::new);
        }
    }

    /** What a platform needs, by what its file name begins with. */
    static Path platform(String beginning) {
        return in("platforms-lib", beginning);
    }

    /** The folder of an application server, by what its name begins with. */
    static Path server(String beginning) {
        return in("servers", beginning);
    }

    /** The folder of a server that only the profile {@code compatibility} fetches, by what its name begins with. */
    static Path matrixServer(String beginning) {
        return in("matrix-servers", beginning);
    }

    /** The jar of another agent, by what its file name begins with. */
    static Path otherAgent(String beginning) {
        return in("other-agents", beginning);
    }

    /** The part of a jar's name that begins with a digit. */
    static String version(Path jar) {
        return Stream.of(jar.getFileName().toString().replace(".jar", "").split("-"))
                .filter(part -> Character.isDigit(part.charAt(0)))
                .findFirst()
                .orElseThrow();
    }

    private static Path in(String folder, String beginning) {
        try (Stream<Path> files = Files.list(ROOT.resolve("it-tests/target").resolve(folder))) {
            return files.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path named = Path.of(System.getProperty("it.root", ".."));
        try {
            Path root = named.toRealPath();
            if (!Files.exists(root.resolve("agent/pom.xml"))) {
                throw new IllegalStateException("not the root of this repository: " + root);
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
