package io.datapunk.retry.agent.rules.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the quick reader reads, the library reads alike; what rules files are made of, the quick reader reads. */
class PlainYamlTest {

    private static final String SMALL = """
            version: 1
            defaults: {max-attempts: 3, 'on': "x y"}
            rules:
              - name: a # why
                match:
                  class: com.acme.A
                  method: go(int, a.B$C)
                retry-on: [java.io.IOException,
                  a-b ]
            # one more
              - name: b
                match: {class: c.D, method: 'f*'}
                retry-if:
                - status: [429, 502-504]
            """;

    private static final String PIECES = " \n:-#[]{},'\"?&*!|>%@`\t\r.~=<ax0\u00e9\u2028\u0085\ud83d\\";

    static List<String> documented() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        List<String> texts = new ArrayList<>(List.of(SMALL, SMALL.replace("\n", "\r\n")));
        texts.add(Files.readString(root.resolve("retry-rules.yml")));
        String readme = Files.readString(root.resolve("README.md"));
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .forEach(block -> texts.add(block.group(1)));
        assertThat(texts).hasSizeGreaterThan(3);
        return texts;
    }

    @ParameterizedTest
    @MethodSource("documented")
    void readsWhatIsDocumented(String text) {
        assertThat(PlainYaml.read("f.yml", text)).isNotNull();
        assertThat(plain(text)).isEqualTo(byLibrary(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:\n- x\n- y\nb: 1\n",
                "a:\n- b:\n  - c\n  d: e\n",
                "---\na: b\n",
                "a: {b: [], c: {}}",
                "a: [1, [2, {x: 'y'}]]   # end",
                "a:\n  b:\n      c: d\n  e: f",
                "\"a b\" : c\n'd': -1\n",
                "a: x:y\nb: x#y\nc: f(\"g\", [h])\n",
                "a: [x,\n # why\n y]\n",
                "# \u00e9\t\n\n\na: b",
            })
    void readsThis(String text) {
        assertThat(PlainYaml.read("f.yml", text)).isNotNull();
        assertThat(plain(text)).isEqualTo(byLibrary(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "a",
                "a:",
                "a:\n",
                "a: b\n  c",
                "a: b\n c: d",
                "a: &x b",
                "a: *x",
                "a: !!str b",
                "a: |\n  b\n",
                "a: b: c",
                "a: 'x''y'",
                "a: \"x\\n\"",
                "a: b\na: c",
                "<<: {a: b}",
                "a: [b",
                "a: [b,]",
                "a: [b: c]",
                "a: {b}",
                "a: [b]c",
                "a: [b,\nc]",
                "a:\n  - b\n c: d",
                "a:\n  - b\n  c: d",
                "a:\tb",
                "a: b\rc: d",
                "- a",
                "a: b\n---\nc: d",
                "a: b\n...\n",
                "%YAML 1.1\n---\na: b",
                "? a\n: b",
                "a: b\u2028c: d",
                "# \u2028a: b",
            })
    void leavesTheRestToTheLibrary(String text) {
        assertThat(PlainYaml.read("f.yml", text)).isNull();
    }

    @Test
    void leavesWhatIsTooDeepOrTooLongToTheLibrary() {
        assertThat(PlainYaml.read("f.yml", "a: " + "[".repeat(29) + "]".repeat(29)))
                .isNotNull();
        assertThat(PlainYaml.read("f.yml", "a: " + "[".repeat(30) + "]".repeat(30)))
                .isNull();
        assertThat(PlainYaml.read("f.yml", "a".repeat(1_001) + ": b")).isNull();
        assertThat(PlainYaml.read("f.yml", "a: [" + "1,".repeat(400_000) + "1]"))
                .isNull();
    }

    /** Files as somebody might break them: characters and lines that go, come, move. */
    @Test
    void readsDamagedFilesAlikeOrNotAtAll() throws IOException {
        List<String> seeds = documented();
        Random random = new Random(2007);
        int read = 0;
        int rounds = 30_000;
        for (int i = 0; i < rounds; i++) {
            String text = seeds.get(random.nextInt(seeds.size()));
            if (random.nextInt(4) > 0) {
                text = SMALL; // where more of what is broken is between what belongs together
            }
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                text = random.nextBoolean() ? withCharacter(text, random) : withLine(text, random);
            }
            if (PlainYaml.read("f.yml", text) != null) {
                read++;
                assertThat(plain(text)).as(text).isEqualTo(byLibrary(text));
            }
        }
        assertThat(read).isBetween(rounds / 10, rounds - rounds / 10);
    }

    private static String withCharacter(String text, Random random) {
        int at = random.nextInt(text.length());
        char piece = PIECES.charAt(random.nextInt(PIECES.length()));
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + piece + text.substring(at);
            default -> text.substring(0, at) + piece + text.substring(at + 1);
        };
    }

    private static String withLine(String text, Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(5)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), line);
            case 2 -> lines.set(at, " ".repeat(1 + random.nextInt(3)) + line);
            case 3 -> lines.set(at, line.stripLeading());
            default ->
                lines.set(
                        at, line + " " + lines.get(random.nextInt(lines.size())).strip());
        }
        return String.join("\n", lines);
    }

    private static String plain(String text) {
        return shown(PlainYaml.read("f.yml", text));
    }

    private static String byLibrary(String text) {
        ProblemList problems = new ProblemList();
        Node node = new SnakeYamlReader("f.yml", problems).read(text);
        return problems.problems().isEmpty() ? shown(node) : problems.problems().toString();
    }

    /** All that a node knows. */
    private static String shown(Node node) {
        StringBuilder shown = new StringBuilder();
        show(node, shown);
        return shown.toString();
    }

    private static void show(Node node, StringBuilder to) {
        to.append(node.mark()).append(' ').append(node.path()).append(' ');
        if (node instanceof Node.Scalar scalar) {
            Object value = scalar.value();
            to.append(value == null ? null : value.getClass())
                    .append(' ')
                    .append(scalar.text())
                    .append('\n');
        } else if (node instanceof Node.Sequence sequence) {
            to.append("list of ").append(sequence.items().size()).append('\n');
            sequence.items().forEach(item -> show(item, to));
        } else if (node instanceof Node.Mapping mapping) {
            to.append("map of ").append(mapping.entries().keySet()).append('\n');
            for (Node.Entry entry : mapping.entries().values()) {
                to.append(entry.keyMark()).append(" = ");
                show(entry.value(), to);
            }
        }
    }
}
