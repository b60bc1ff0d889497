package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all pages have in common: their links lead somewhere, their blocks have a language, their lines are short. */
class DocumentsTest {

    private static final int MAX_LINE = 120;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Set<String> LANGUAGES =
            Set.of("sh", "bat", "yaml", "xml", "java", "text", "promql", "mermaid", "properties");

    /** Words that hide who does what, and what this project has replaced by terms of the field. */
    private static final Pattern UNCLEAR = Pattern.compile(
            "\\bwhoever\\b|\\bin vain\\b|\\bhears? of\\b|\\bstands? aside\\b|\\btakes no part\\b|\\bsaid unless\\b",
            Pattern.CASE_INSENSITIVE);

    static List<Document> pages() throws IOException {
        return Document.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadToFilesAndHeadings(Document page) throws IOException {
        Matcher links = LINK.matcher(page.prose());
        while (links.find()) {
            String target = links.group(1);
            if (!target.startsWith("http")) {
                assertThat(leadsSomewhere(page, target))
                        .as("%s links to %s", page, target)
                        .isTrue();
            }
        }
    }

    private static boolean leadsSomewhere(Document page, String target) throws IOException {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file = path.isEmpty() ? page.file() : page.file().resolveSibling(path);
        return Files.exists(file)
                && (hash < 0 || anchors(Files.readString(file)).contains(target.substring(hash + 1)));
    }

    /** The headings as a browser of repositories names them. */
    private static Set<String> anchors(String text) {
        Set<String> anchors = new HashSet<>();
        Matcher headings = HEADING.matcher(text);
        while (headings.find()) {
            anchors.add(headings.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} -]", "")
                    .replace(' ', '-'));
        }
        return anchors;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachBlockHasALanguage(Document page) {
        assertThat(page.blocks()).extracting(Document.Block::language).allMatch(LANGUAGES::contains);
        assertThat(page.prose()).doesNotContain("```");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linesAreShort(Document page) {
        assertThat(page.prose().lines())
                .filteredOn(line -> line.length() > MAX_LINE && !line.startsWith("|") && !line.contains("]("))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theProseIsPlain(Document page) {
        assertThat(UNCLEAR.matcher(page.prose()).results().map(found -> found.group()))
                .isEmpty();
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Document.read("README.md").text().lines()).hasSizeLessThanOrEqualTo(130);
    }

    @Test
    void theGlossaryHasAtMost25Terms() throws IOException {
        assertThat(Document.read("docs/glossary.md").text().lines().filter(line -> line.startsWith("| **")))
                .hasSizeBetween(15, 25);
    }

    @Test
    void eachDecisionIsListedAndHasEachPart() throws IOException {
        String list = Document.read("docs/decisions/README.md").text();
        List<Document> decisions = Document.all().stream()
                .filter(page -> page.name().matches("docs/decisions/\\d{4}-[a-z0-9-]+\\.md"))
                .toList();

        assertThat(decisions).hasSizeBetween(12, 20).allSatisfy(page -> {
            Stream<String> parts = HEADING.matcher(page.text()).results().map(found -> found.group(1));
            assertThat(parts.skip(1))
                    .containsExactly("Context", "Decision", "Price", "Figures", "What would change it");
            assertThat(page.text()).containsPattern("(?m)^Status: (accepted|replaced by \\[\\d{4}])");
            assertThat(list).contains("(" + page.file().getFileName() + ")");
        });
    }
}
