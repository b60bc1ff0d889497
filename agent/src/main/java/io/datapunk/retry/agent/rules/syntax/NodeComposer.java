package io.datapunk.retry.agent.rules.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * Makes nodes of a parser's events: anchors, aliases, merge keys (yaml.org/type/merge.html), and bounds for all that a
 * hostile file could make large or deep. Not thread-safe; for one file.
 */
final class NodeComposer {

    /** A rules file has six levels. */
    private static final int MAX_DEPTH = 40;

    private static final int MAX_NODES = 500_000;

    /** What all aliases together may add: the bomb that grows tenfold thirty times ends here. */
    private static final int MAX_ALIASED_NODES = 100_000;

    private final String file;
    private final ProblemList problems;
    private final Parser parser;

    /** Anchor to node; {@code null} while the node is being read. */
    private final Map<String, Node> anchors = new HashMap<>();

    private int depth;
    private int nodes;
    private int aliasedNodes;

    NodeComposer(String file, ProblemList problems, Parser parser) {
        this.file = file;
        this.problems = problems;
        this.parser = parser;
    }

    /**
     * The only document; {@code null} where there is none.
     *
     * @throws Abandoned where the file is given up; the problem has been told
     */
    Node compose() {
        parser.getEvent(); // the stream's start
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return null;
        }
        parser.getEvent(); // the document's start
        Node root = node("");
        parser.getEvent(); // the document's end
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            Mark second = markOf(parser.peekEvent());
            problems.add(second, "", "found a second document, expected one in a file; give it a file of its own");
        }
        return root;
    }

    private Node node(String path) {
        Event event = parser.getEvent();
        Mark mark = markOf(event);
        if (event instanceof AliasEvent) {
            return aliased((AliasEvent) event, mark, path);
        }
        if (++nodes > MAX_NODES) {
            throw abandon(mark, path, "found more than " + MAX_NODES + " values, expected a file of fewer");
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, null);
        }
        Node node = event instanceof ScalarEvent
                ? Tags.scalar((ScalarEvent) event, mark, path, problems)
                : collection((CollectionStartEvent) event, mark, path);
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private Node collection(CollectionStartEvent event, Mark mark, String path) {
        descend(mark);
        boolean isMap = event.is(Event.ID.MappingStart);
        Tags.check(event, isMap, mark, path, problems);
        Node node = isMap ? mapping(mark, path) : sequence(mark, path);
        depth--;
        return node;
    }

    private void descend(Mark mark) {
        if (++depth > MAX_DEPTH) {
            throw abandon(mark, "", "found lists and maps more than " + MAX_DEPTH + " deep, expected fewer levels");
        }
    }

    private Node sequence(Mark mark, String path) {
        List<Node> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(path + "[" + items.size() + "]"));
        }
        parser.getEvent();
        return new Node.Sequence(mark, path, items);
    }

    private Node mapping(Mark mark, String path) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        Node.Entry merged = null;
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            boolean isPlain = parser.checkEvent(Event.ID.Scalar) && ((ScalarEvent) parser.peekEvent()).isPlain();
            Node key = node(path);
            if (!(key instanceof Node.Scalar)) {
                problems.add(key.mark(), path, "found " + key.describe() + " as a key, expected a name");
                node(path);
                continue;
            }
            String name = ((Node.Scalar) key).text();
            boolean isMerge = isPlain && name.equals("<<");
            String keyPath = Node.join(path, name);
            Node.Entry entry = new Node.Entry(key.mark(), node(isMerge ? path : keyPath));
            Node.Entry before = isMerge ? merged : entries.get(name);
            if (before != null) {
                tellDuplicate(name, keyPath, key.mark(), before.keyMark());
            } else if (isMerge) {
                merged = entry;
            } else {
                entries.put(name, entry);
            }
        }
        parser.getEvent();
        if (merged != null) {
            merge(merged.value(), path, entries);
        }
        return new Node.Mapping(mark, path, entries);
    }

    private void tellDuplicate(String name, String path, Mark second, Mark first) {
        problems.add(
                second,
                path,
                "the key \"" + Node.shorten(name) + "\" stands here a second time; the first is at line " + first.line()
                        + "; keep one of them");
    }

    /** What is merged gives way to what is written, and later sources to earlier ones. */
    private void merge(Node source, String path, Map<String, Node.Entry> into) {
        if (source instanceof Node.Sequence) {
            for (Node one : ((Node.Sequence) source).items()) {
                mergeOne(copy(one, path, one.mark()), into);
            }
        } else {
            mergeOne(source, into);
        }
    }

    private void mergeOne(Node source, Map<String, Node.Entry> into) {
        if (!(source instanceof Node.Mapping)) {
            problems.expected(source, "a map, or a list of maps, to merge");
            return;
        }
        for (Map.Entry<String, Node.Entry> entry :
                ((Node.Mapping) source).entries().entrySet()) {
            if (!into.containsKey(entry.getKey())) {
                into.put(entry.getKey(), entry.getValue());
            }
        }
    }

    private Node aliased(AliasEvent alias, Mark mark, String path) {
        String name = alias.getAnchor();
        Node target = anchors.get(name);
        if (target == null) {
            String what = anchors.containsKey(name)
                    ? "the alias *" + name + " stands inside what it stands for"
                    : "found the alias *" + name + ", but no anchor &" + name + " before it"
                            + Nearest.hint(name, anchors.keySet());
            throw abandon(mark, path, what);
        }
        return copy(target, path, mark);
    }

    /** The same node under another path; its marks stay, for that is where its text can be mended. */
    private Node copy(Node node, String path, Mark alias) {
        if (++aliasedNodes > MAX_ALIASED_NODES) {
            throw abandon(
                    alias, "", "aliases make the file grow by more than " + MAX_ALIASED_NODES + " values; use fewer");
        }
        if (node instanceof Node.Scalar) {
            return ((Node.Scalar) node).at(path);
        }
        descend(alias);
        Node copy = node instanceof Node.Sequence
                ? copyItems((Node.Sequence) node, path, alias)
                : copyEntries((Node.Mapping) node, path, alias);
        depth--;
        return copy;
    }

    private Node copyItems(Node.Sequence node, String path, Mark alias) {
        List<Node> items = new ArrayList<>();
        for (Node item : node.items()) {
            items.add(copy(item, path + "[" + items.size() + "]", alias));
        }
        return new Node.Sequence(node.mark(), path, items);
    }

    private Node copyEntries(Node.Mapping node, String path, Mark alias) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, Node.Entry> entry : node.entries().entrySet()) {
            Node value = copy(entry.getValue().value(), Node.join(path, entry.getKey()), alias);
            entries.put(entry.getKey(), new Node.Entry(entry.getValue().keyMark(), value));
        }
        return new Node.Mapping(node.mark(), path, entries);
    }

    private Abandoned abandon(Mark mark, String path, String message) {
        problems.add(mark, path, message);
        return new Abandoned();
    }

    private Mark markOf(Event event) {
        org.yaml.snakeyaml.error.Mark mark = event.getStartMark();
        return new Mark(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** The rest of a file is not worth reading, or would not end. */
    static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super(null, null, false, false);
        }
    }
}
