package io.datapunk.retry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The YAML of the documents is good: whole rules files, rules, keys of a rule, and the rules files within manifests of
 * Kubernetes.
 */
class DocumentedRulesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK =
            Pattern.compile("^ *```ya?ml\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern IN_A_MANIFEST =
            Pattern.compile("^  [\\w-]+\\.ya?ml: \\|\n((?: {4}.*\n|\n)+)", Pattern.MULTILINE);

    private static final Schema SCHEMA = Schema.ofRepository();

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    /** Each rules file, after what it is from. */
    static Stream<Arguments> files() throws IOException {
        List<Arguments> files = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult block :
                    BLOCK.matcher(Files.readString(page)).results().toList()) {
                rulesOf(block.group(1)).forEach(rules -> files.add(Arguments.of(page.toString(), rules)));
            }
        }
        assertThat(files).hasSizeGreaterThan(10);
        return files.stream();
    }

    private static Stream<String> rulesOf(String yaml) {
        if (yaml.contains("apiVersion:")) {
            return IN_A_MANIFEST.matcher(yaml).results().map(rules -> rules.group(1)
                    .stripIndent());
        }
        if (Pattern.compile("(?m)^version:").matcher(yaml).find()) {
            return Stream.of(yaml);
        }
        return Stream.of(yaml.startsWith("- ") ? "version: 1\nrules:\n" + yaml : RulesText.ruleWith(yaml));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theRulesOfThePagesAreGood(String page, String yaml) {
        assertThat(RulesText.problems(yaml)).as("%s in %s", yaml, page).isEmpty();
        assertThat(SCHEMA.problems(yaml)).as("%s in %s", yaml, page).isEmpty();
        assertThat(RulesText.warnings(yaml)).as("%s in %s", yaml, page).isEmpty();
    }
}
