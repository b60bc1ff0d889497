package io.datapunk.retry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says of classes that are made from those of the application, in a build or only at run time. */
class ProxiesInCheckTest {

    @TempDir
    private Path classes;

    @TempDir
    private Path temp;

    @Test
    void anInterfaceThatOnlyProxiesImplementIsToldAndIsNoMistake() throws IOException {
        Sources.compile(classes, "public interface Api { void call(); }", "public @interface Note { String call(); }");

        for (String match : List.of("{class: Api}", "{subtype-of: Api, method: call}", "{class: '*', method: call}")) {
            assertThat(check(match))
                    .as(match)
                    .containsSequence(
                            "a: 0 method(s)",
                            "  note: Api is an interface; its proxies and implementers made at run time will match")
                    .noneMatch(line -> line.contains("matches nothing") || line.contains("Note"));
        }
    }

    @Test
    void anotherMethodOrTheTargetAloneMatchesNothing() throws IOException {
        Sources.compile(classes, "public interface Api { void call(); }");

        for (String match : List.of("{class: Api, method: other}", "{class: Api, proxies: target}")) {
            assertThat(check(match)).as(match).anyMatch(line -> line.contains("it matches nothing"));
        }
    }

    @Test
    void anInterfaceWithAnImplementerNeedsNoNote() throws IOException {
        Sources.compile(
                classes,
                "public interface Api { void call(); }",
                "public class Impl implements Api { public void call() {} }");

        assertThat(check("{subtype-of: Api}"))
                .contains("a: 1 method(s)", "  Impl.call()")
                .noneMatch(line -> line.contains("note:"));
    }

    @Test
    void aProxyThatABuildHasMadeIsListedAsWhatItStandsFor() throws IOException {
        Sources.compile(
                classes,
                "public class Bean { public void call() {} }",
                "public class Bean$$SpringCGLIB$$0 extends Bean { public void call() {} public void own() {} }");

        assertThat(check("{class: 'Bean*'}")).containsSequence("a: 1 method(s)", "  Bean.call()");
    }

    private List<String> check(String match) throws IOException {
        Path rules = Files.writeString(
                temp.resolve("rules.yml"), "version: 1\nrules:\n  - {name: a, match: " + match + "}\n");
        StringWriter out = new StringWriter();
        CommandLineMain.run(
                new PrintWriter(out), new PrintWriter(out), "check", "--rules", rules.toString(), classes.toString());
        return out.toString().lines().toList();
    }
}
