package io.datapunk.retry.agent.rules.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

    private ProblemList problems;

    private Node read(String text) {
        problems = new ProblemList();
        return new YamlReader("f.yml", problems).read(text);
    }

    private Node good(String text) {
        Node node = read(text);
        assertThat(problems.problems()).isEmpty();
        return node;
    }

    private List<String> wrong(String text) {
        read(text);
        return problems.problems().stream().map(RuleProblem::toString).toList();
    }

    private static Node at(Node root, String... keys) {
        Node node = root;
        for (String key : keys) {
            node = ((Node.Mapping) node).get(key);
        }
        return node;
    }

    private static Object value(Node root, String... keys) {
        return ((Node.Scalar) at(root, keys)).value();
    }

    @Test
    void marksAndPaths() {
        Node root = good("a:\n  - x\n  - b: {c: 1}\n");
        Node inner = ((Node.Sequence) at(root, "a")).items().get(1);

        assertThat(at(inner, "b", "c").mark()).hasToString("f.yml:3:12");
        assertThat(at(inner, "b", "c").path()).isEqualTo("a[1].b.c");
        assertThat(root.path()).isEmpty();
        assertThat(((Node.Mapping) inner).entries().get("b").keyMark()).hasToString("f.yml:3:5");
    }

    @Test
    void quotesMakeTexts() {
        Node root = good("a: 1\nb: '1'\nc: \"1\"\nd: |-\n  1\ne: !!str 1\nf: ! 1\ng: !!int '1'\nh: !!float 1\n");

        assertThat(value(root, "a")).isEqualTo(1L);
        for (String key : List.of("b", "c", "d", "e", "f")) {
            assertThat(value(root, key)).as(key).isEqualTo("1");
        }
        assertThat(value(root, "g")).isEqualTo(1L);
        assertThat(value(root, "h")).isEqualTo(1L);
    }

    @Test
    void describesWhatWasFound() {
        Node root = good("a: 1\nb: '1'\nc: x\nd: ~\ne:\nf: []\ng: [1]\nh: {}\ni: {x: 1}\nj: ''\nk: \"a\\nb\"\n");

        assertThat(((Node.Mapping) root).entries().values())
                .extracting(entry -> entry.value().describe())
                .containsExactly(
                        "\"1\"",
                        "the text \"1\"",
                        "\"x\"",
                        "nothing",
                        "nothing",
                        "an empty list",
                        "a list",
                        "an empty map",
                        "a map",
                        "the text \"\"",
                        "\"a b\"");
    }

    @Test
    void aliasesStandForTheSameUnderTheirOwnPath() {
        Node root = good("a: &x {k: [1]}\nb: *x\n");

        Node copied = ((Node.Sequence) at(root, "b", "k")).items().get(0);
        assertThat(copied.path()).isEqualTo("b.k[0]");
        assertThat(copied.mark()).as("where it can be mended").hasToString("f.yml:1:12");
    }

    @Test
    void anAnchorMayBeSetAgain() {
        assertThat(value(good("a: &x 1\nb: &x 2\nc: *x\n"), "c")).isEqualTo(2L);
    }

    @Test
    void mergeKeysGiveWay() {
        Node root = good("""
                one: &one {a: 1, b: 1}
                two: &two {b: 2, c: 2}
                single: {<<: *one, b: 9}
                late: {b: 9, <<: *one}
                many: {<<: [*one, *two]}
                inline: {<<: {a: 5}}
                quoted: {"<<": 7}
                """);

        assertThat(value(root, "single", "a")).isEqualTo(1L);
        assertThat(value(root, "single", "b")).isEqualTo(9L);
        assertThat(value(root, "late", "b")).isEqualTo(9L);
        assertThat(value(root, "many", "b")).isEqualTo(1L);
        assertThat(value(root, "many", "c")).isEqualTo(2L);
        assertThat(at(root, "many", "c").path()).isEqualTo("many.c");
        assertThat(value(root, "inline", "a")).isEqualTo(5L);
        assertThat(value(root, "quoted", "<<")).isEqualTo(7L);
    }

    @Test
    void refusesToMergeWhatIsNoMap() {
        assertThat(wrong("a: {<<: 1}\nb: {<<: [{}, 2]}\nc: {<<: {a: 1}, <<: {b: 1}}\n"))
                .containsExactly(
                        "f.yml:1:9: a: found \"1\", expected a map, or a list of maps, to merge",
                        "f.yml:2:14: b: found \"2\", expected a map, or a list of maps, to merge",
                        "f.yml:3:17: c.<<: the key \"<<\" stands here a second time; the first is at line 3; keep one of"
                                + " them");
    }

    @Test
    void duplicateKeysNameBothLines() {
        assertThat(wrong("a: 1\nb: 2\n'a': 3\n"))
                .containsExactly(
                        "f.yml:3:1: a: the key \"a\" stands here a second time; the first is at line 1; keep one"
                                + " of them");
    }

    @Test
    void refusesOddKeysAndReadsOn() {
        assertThat(wrong("[x]: 1\n? {y: 1}\n: {z: 1, z: 2}\nb: !!set {}\n"))
                .containsExactly(
                        "f.yml:1:1: found a list as a key, expected a name",
                        "f.yml:2:3: found a map as a key, expected a name",
                        "f.yml:3:10: z: the key \"z\" stands here a second time; the first is at line 3; keep one of them",
                        "f.yml:4:4: b: found the tag !!set, expected none: tags make nothing here");
    }

    @Test
    void tagsOfTheCoreSchemaMustFit() {
        assertThat(
                        wrong(
                                "a: !!int x\nb: !!bool no\nc: !!null 1\nd: !!map []\ne: !!timestamp 2001-12-14\nf: !<tag:x> 1\n"))
                .containsExactly(
                        "f.yml:1:4: a: found \"x\", expected what its tag !!int says",
                        "f.yml:2:4: b: found \"no\", expected what its tag !!bool says",
                        "f.yml:3:4: c: found \"1\", expected what its tag !!null says",
                        "f.yml:4:4: d: found the tag !!map, expected none: tags make nothing here",
                        "f.yml:5:4: e: found the tag !!timestamp, expected none: tags make nothing here",
                        "f.yml:6:4: f: found the tag tag:x, expected none: tags make nothing here");
    }

    @Test
    void namesAliasesWithoutAnchor() {
        assertThat(wrong("a: &payments 1\nb: *paymets\n"))
                .containsExactly(
                        "f.yml:2:4: b: found the alias *paymets, but no anchor &paymets before it; did you mean"
                                + " \"payments\"?");
    }

    @Test
    void oneDocumentOnly() {
        assertThat(wrong("a: 1\n---\nb: 2\n"))
                .containsExactly(
                        "f.yml:2:1: found a second document, expected one in a file; give it a file of its own");
    }

    @Test
    void takesAByteOrderMarkAndAnyLineEnds() {
        assertThat(at(good("\uFEFFa: 1"), "a").mark()).hasToString("f.yml:1:4");
        assertThat(at(good("a: 1\r\nb: 2\r\n"), "b").mark()).hasToString("f.yml:2:4");
        assertThat(at(good("a: 1\rb: 2\r"), "b").mark()).hasToString("f.yml:2:4");
    }

    @Test
    void countsCharactersAsEditorsDo() {
        assertThat(at(good("a: {\"\uD83D\uDE00\": 1, b: 2}"), "a", "b").mark()).hasToString("f.yml:1:16");
    }

    @Test
    void findsControlCharactersAndHalvesOfCharacters() {
        assertThat(wrong("a: 1\r\n\r\nb: \uD83D\uDE00\u0000"))
                .containsExactly("f.yml:3:5: found the control character U+0000, expected text; is this a rules file?");
        assertThat(wrong("a: \uD83D"))
                .singleElement()
                .asString()
                .startsWith("f.yml:1:4: found the control character U+d83d");
    }

    @Test
    void syntaxErrorsHaveTheirPlace() {
        assertThat(wrong("a: [1, 2\nb: 3\n")).singleElement().asString().startsWith("f.yml:2:2: not YAML: ");
        assertThat(wrong("a: 'x\n")).singleElement().asString().startsWith("f.yml:2:1: not YAML: ");
    }
}
