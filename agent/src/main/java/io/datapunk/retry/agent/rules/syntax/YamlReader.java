package io.datapunk.retry.agent.rules.syntax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads the text of a file into nodes. Only SnakeYAML's composer is used: it makes nodes, never objects, and costs a third
 * less at start than its constructors. Not thread-safe.
 */
public final class YamlReader {

    private static final int MAX_CHARACTERS = 3 * 1024 * 1024;
    private static final int MAX_DEPTH = 40;

    /** What all aliases together may grow a file to: the bomb that doubles thirty times ends here. */
    private static final int MAX_NODES = 1_000_000;

    private final String file;
    private final ProblemList problems;
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    /**
     * A reader of one file.
     *
     * @param file its name, for marks
     */
    public YamlReader(String file, ProblemList problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The whole file; {@code null} where it is empty or cannot be read, which is then a problem. */
    public Node read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            fail(1, 1, "found " + text.length() + " characters, expected at most " + MAX_CHARACTERS);
            return null;
        }
        try {
            LoaderOptions options = new LoaderOptions();
            options.setNestingDepthLimit(MAX_DEPTH);
            options.setMaxAliasesForCollections(1_000);
            options.setCodePointLimit(MAX_CHARACTERS);
            org.yaml.snakeyaml.nodes.Node root = new Composer(
                            new ParserImpl(new StreamReader(text), options), new Resolver(), options)
                    .getSingleNode();
            if (root == null) {
                fail(1, 1, "the file is empty; expected \"version: 1\" and \"rules:\"");
                return null;
            }
            return convert(root, "");
        } catch (TooMuch e) {
            return null; // told already
        } catch (MarkedYAMLException e) {
            org.yaml.snakeyaml.error.Mark mark = e.getProblemMark();
            String context = e.getContext() == null ? "" : " " + oneLine(e.getContext());
            String what = "not YAML: " + oneLine(e.getProblem()) + context;
            fail(mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1, what);
            return null;
        } catch (YAMLException e) {
            fail(1, 1, "not YAML: " + oneLine(e.getMessage()));
            return null;
        }
    }

    private Node convert(org.yaml.snakeyaml.nodes.Node node, String path) {
        Mark mark = markOf(node);
        if (++nodes > MAX_NODES) {
            problems.add(mark, path, "aliases make the file grow past " + MAX_NODES + " nodes; write fewer of them");
            throw new TooMuch();
        }
        checkTag(node, path);
        if (node instanceof ScalarNode) {
            ScalarNode scalar = (ScalarNode) node;
            return new Node.Scalar(
                    mark, path, scalar.getValue(), scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN);
        }
        if (!open.add(node)) {
            problems.add(mark, path, "an alias stands inside what it stands for");
            throw new TooMuch();
        }
        try {
            return node instanceof SequenceNode
                    ? sequence((SequenceNode) node, mark, path)
                    : mapping((MappingNode) node, mark, path);
        } finally {
            open.remove(node);
        }
    }

    private Node sequence(SequenceNode node, Mark mark, String path) {
        List<Node> items = new ArrayList<>(node.getValue().size());
        for (org.yaml.snakeyaml.nodes.Node item : node.getValue()) {
            items.add(convert(item, path + "[" + items.size() + "]"));
        }
        return new Node.Sequence(mark, path, items);
    }

    private Node mapping(MappingNode node, Mark mark, String path) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        List<org.yaml.snakeyaml.nodes.Node> merged = new ArrayList<>(0);
        for (NodeTuple tuple : node.getValue()) {
            Mark keyMark = markOf(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode)) {
                problems.add(keyMark, path, "found a list or a map as a key, expected a name");
                continue;
            }
            ScalarNode key = (ScalarNode) tuple.getKeyNode();
            if (key.getValue().equals("<<") && key.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN) {
                merged.add(tuple.getValueNode());
                continue;
            }
            String keyPath = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            Node.Entry before = entries.get(key.getValue());
            if (before != null) {
                problems.add(
                        keyMark,
                        keyPath,
                        "the key \"" + key.getValue() + "\" stands here a second time; the first is at line "
                                + before.keyMark().line());
                continue;
            }
            entries.put(key.getValue(), new Node.Entry(keyMark, convert(tuple.getValueNode(), keyPath)));
        }
        for (org.yaml.snakeyaml.nodes.Node source : merged) {
            merge(source, path, entries);
        }
        return new Node.Mapping(mark, path, entries);
    }

    /** Merge keys (yaml.org/type/merge.html): what is merged gives way to what is written, earlier to later sources. */
    private void merge(org.yaml.snakeyaml.nodes.Node source, String path, Map<String, Node.Entry> into) {
        Node converted = convert(source, path);
        List<Node> sources = converted instanceof Node.Sequence
                ? ((Node.Sequence) converted).items()
                : Collections.singletonList(converted);
        for (Node one : sources) {
            if (!(one instanceof Node.Mapping)) {
                problems.expected(one, "a map, or a list of maps, to merge");
                continue;
            }
            for (Map.Entry<String, Node.Entry> entry :
                    ((Node.Mapping) one).entries().entrySet()) {
                if (!into.containsKey(entry.getKey())) {
                    into.put(entry.getKey(), entry.getValue());
                }
            }
        }
    }

    private void checkTag(org.yaml.snakeyaml.nodes.Node node, String path) {
        Tag tag = node.getTag();
        if (tag != null && !tag.getValue().startsWith(Tag.PREFIX) && !tag.equals(new Tag("!"))) {
            problems.add(
                    markOf(node), path, "found the tag " + tag.getValue() + ", expected none: tags make nothing here");
        }
    }

    private Mark markOf(org.yaml.snakeyaml.nodes.Node node) {
        org.yaml.snakeyaml.error.Mark mark = node.getStartMark();
        return new Mark(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private void fail(int line, int column, String message) {
        problems.add(new Mark(file, line, column), "", message);
    }

    private static String oneLine(String text) {
        return text == null ? "" : text.replace('\n', ' ').trim();
    }

    /** Ends the reading of a file that would not end by itself; the problem has been told. */
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super(null, null, false, false);
        }
    }
}
