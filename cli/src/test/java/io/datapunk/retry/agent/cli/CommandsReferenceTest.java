package io.datapunk.retry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The reference page of commands and the commands: each command and each option has a row, and each row is one. */
class CommandsReferenceTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|.*?(?:\\| `([^`|]+)` \\|)?$");
    private static final List<String> OF_EACH = List.of("--help", "--version", "--json");

    private final Map<String, CommandLine> commands = new CommandLine(new CommandLineMain()).getSubcommands();

    @Test
    void eachCommandHasARowAndASection() throws IOException {
        assertThat(keys("# Commands").stream().filter(key -> !key.startsWith("-")))
                .containsExactlyInAnyOrderElementsOf(commands.keySet());
        assertThat(keys("# Commands").stream().filter(key -> key.startsWith("-")))
                .containsExactlyElementsOf(OF_EACH);
    }

    @Test
    void eachOptionHasARowAndEachRowIsAnOption() throws IOException {
        for (CommandLine command : commands.values()) {
            Stream<String> options = command.getCommandSpec().options().stream().map(OptionSpec::longestName);
            List<String> documented = keys("## " + command.getCommandName());

            assertThat(Stream.of(documented, OF_EACH).flatMap(List::stream))
                    .as(command.getCommandName())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(options, parameters(command)).toList());
        }
    }

    @Test
    void theDefaultsAreThoseOfTheCommands() throws IOException {
        for (CommandLine command : commands.values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                String given = option.defaultValue();
                if (given != null && !OF_EACH.contains(option.longestName())) {
                    assertThat(section("## " + command.getCommandName()))
                            .containsPattern(
                                    "\\| `" + option.longestName() + "` \\|.*\\| `" + Pattern.quote(given) + "` \\|");
                }
            }
        }
    }

    /** What the pages say of {@code java -jar datapunk-retry.jar} is parsed by the commands as it stands. */
    @Test
    void eachCommandLineInThePagesIsUnderstood() throws IOException {
        Pattern line = Pattern.compile("java -jar datapunk-retry\\.jar ([a-z][^`\n]*)");
        int parsed = 0;
        for (Path page : pages()) {
            Matcher lines = line.matcher(Files.readString(page));
            while (lines.find()) {
                String[] words = lines.group(1)
                        .replaceAll("[\\[\\]…]", "")
                        .replaceAll("\\b(PID|N|SECONDS)\\b", "17")
                        .strip()
                        .split(" +", -1);
                new CommandLine(new CommandLineMain()).parseArgs(words); // throws where it is not understood
                parsed++;
            }
        }
        assertThat(parsed).isGreaterThan(15);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("../README.md")),
                            files.filter(file -> file.toString().endsWith(".md")).toList().stream())
                    .toList();
        }
    }

    private static Stream<String> parameters(CommandLine command) {
        return command.getCommandSpec().positionalParameters().stream().map(each -> each.paramLabel());
    }

    private static List<String> keys(String heading) throws IOException {
        List<String> keys = new ArrayList<>();
        Matcher rows = ROW.matcher(section(heading));
        while (rows.find()) {
            keys.add(rows.group(1));
        }
        return keys;
    }

    /** What is below a heading, up to the next of any level. */
    private static String section(String heading) throws IOException {
        String page = Files.readString(Path.of("../docs/reference/commands.md"));
        int from = page.indexOf(heading + "\n");
        assertThat(from).as("the heading %s", heading).isNotNegative();
        int to = page.indexOf("\n#", from + 1);
        return page.substring(from, to < 0 ? page.length() : to);
    }
}
