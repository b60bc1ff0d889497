package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of packages has the first sentence of each {@code package-info.java}, module by module. {@code
 * -Ddocs.update=true} writes it.
 */
class PackagesPageTest {

    private static final Path PAGE = BuildArtifacts.ROOT.resolve("docs/internals/packages.md");
    private static final List<String> MODULES = List.of("core", "agent", "cli", "dist");
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern FIRST_SENTENCE = Pattern.compile("^(.*?[.])( |$)");

    @Test
    void thePageHasTheFirstSentenceOfEachPackage() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf("## ");
        StringBuilder tables = new StringBuilder();
        for (String module : MODULES) {
            tables.append(tables(module));
        }
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, page.substring(0, from) + tables);
        } else {
            assertThat(page.substring(from))
                    .as("mvn -q -pl it-tests -am test -Dtest=PackagesPageTest -Ddocs.update=true"
                            + " -Dsurefire.failIfNoSpecifiedTests=false writes the page")
                    .isEqualTo(tables.toString());
        }
    }

    private static String tables(String module) throws IOException {
        Path sources = BuildArtifacts.ROOT.resolve(module).resolve("src/main/java");
        if (!Files.exists(sources)) {
            return "";
        }
        try (Stream<Path> files = Files.walk(sources)) {
            String rows = files.filter(file -> file.endsWith("package-info.java"))
                    .sorted()
                    .map(file -> row(sources, file))
                    .collect(Collectors.joining());
            return "## " + module + "\n\n| package | what it is for |\n|---|---|\n" + rows + "\n";
        }
    }

    private static String row(Path sources, Path file) {
        String name = sources.relativize(file.getParent()).toString().replaceAll("[/\\\\]", ".");
        return "| `" + name + "` | " + firstSentence(file) + " |\n";
    }

    private static String firstSentence(Path file) {
        try {
            Matcher comment = COMMENT.matcher(Files.readString(file));
            assertThat(comment.find()).as("a comment in %s", file).isTrue();
            String text = comment.group(1)
                    .replaceAll("(?m)^\\s*\\* ?", "")
                    .replaceAll("\\{@(?:code|link|linkplain) ([^}]*)}", "`$1`")
                    .replaceAll("\\s+", " ")
                    .strip();
            Matcher sentence = FIRST_SENTENCE.matcher(text);
            assertThat(sentence.find()).as("a sentence in %s", file).isTrue();
            return sentence.group(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
