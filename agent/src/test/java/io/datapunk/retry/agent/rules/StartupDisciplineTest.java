package io.datapunk.retry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.options.AgentOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What runs before {@code main} of an application uses nothing that costs much when cold, or that must not be first
 * there.
 */
class StartupDisciplineTest {

    private static final List<String> FORBIDDEN = List.of(
            "LambdaMetafactory",
            "StringConcatFactory",
            "java/nio/file/",
            "java/util/stream/",
            "java/util/logging/",
            "java/text/",
            "(Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/String;", // String.format
            "org/yaml/snakeyaml/Yaml",
            "org/yaml/snakeyaml/composer/",
            "org/yaml/snakeyaml/constructor/",
            "org/yaml/snakeyaml/nodes/",
            "org/yaml/snakeyaml/resolver/");

    /** They run only where a rule has a regular expression. */
    private static final List<String> MAY_USE_REGEX =
            List.of("OutcomeParts.class", "ResultReader.class", "FailureReader.class");

    static Stream<Path> classFiles() throws IOException, URISyntaxException {
        Path classes = Path.of(AgentOptions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path agent = classes.resolve("io/datapunk/retry/agent");
        List<Path> files;
        try (Stream<Path> rules = Files.walk(agent.resolve("rules"));
                Stream<Path> options = Files.walk(agent.resolve("options"))) {
            files = Stream.concat(rules, options)
                    .filter(file -> file.toString().endsWith(".class"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(20);
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("classFiles")
    void usesNothingExpensive(Path file) throws IOException {
        String constants = Files.readString(file, StandardCharsets.ISO_8859_1);

        assertThat(FORBIDDEN).noneMatch(constants::contains);
        if (!MAY_USE_REGEX.contains(file.getFileName().toString())) {
            assertThat(constants).doesNotContain("java/util/regex/");
        }
    }
}
