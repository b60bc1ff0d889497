package io.datapunk.retry.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The options in the documents are options: those of each {@code -javaagent}, the properties and the variables. */
class DocumentedOptionsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern ARGUMENT = Pattern.compile("-javaagent:\\S*?datapunk-retry\\.jar=([^\\s`\"<]+)");
    private static final Pattern PROPERTY = Pattern.compile("-Ddatapunk\\.retry\\.([\\w.-]+)=([^\\s`]+)");
    private static final Pattern VARIABLE = Pattern.compile("(DATAPUNK_RETRY_[A-Z_]+)=([^\\s`]+)");

    private static String pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().matches(".*\\.(md|yml)")).forEach(pages::add);
        }
        StringBuilder text = new StringBuilder();
        for (Path page : pages) {
            text.append(Files.readString(page));
        }
        return text.toString();
    }

    @Test
    void eachArgumentInThePagesIsUnderstood() throws IOException {
        List<String> given = found(ARGUMENT).stream()
                .map(argument -> argument.group(1))
                .filter(argument -> !argument.startsWith("KEY="))
                .toList();

        assertThat(given).hasSizeGreaterThan(8).allSatisfy(argument -> assertThat(
                        AgentOptions.parse(argument, new Properties(), Map.of()).problems())
                .as(argument)
                .isEmpty());
    }

    @Test
    void eachPropertyInThePagesIsUnderstood() throws IOException {
        for (MatchResult property : found(PROPERTY)) {
            Properties properties = new Properties();
            properties.setProperty("datapunk.retry." + property.group(1), property.group(2));

            assertThat(AgentOptions.parse("", properties, Map.of()).problems()).isEmpty();
        }
    }

    @Test
    void eachVariableInThePagesIsUnderstood() throws IOException {
        List<MatchResult> variables = found(VARIABLE);

        assertThat(variables).isNotEmpty();
        for (MatchResult variable : variables) {
            String key = variable.group(1).substring("DATAPUNK_RETRY_".length()).toLowerCase(Locale.ROOT);
            AgentOptions options =
                    AgentOptions.parse("", new Properties(), Map.of(variable.group(1), variable.group(2)));

            assertThat(options.problems()).isEmpty();
            assertThat(Stream.of(AgentOptions.DEFAULTS).map(option -> option[0]))
                    .contains(key.replace('_', '-'));
        }
    }

    private static List<MatchResult> found(Pattern pattern) throws IOException {
        return pattern.matcher(pages()).results().toList();
    }
}
