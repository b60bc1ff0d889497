package io.datapunk.retry.agent.rules.syntax;

import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Explicit tags: those of YAML's core schema say what they say, any other is a problem; none ever makes an object.
 * Stateless.
 */
final class Tags {

    private static final String CORE = "tag:yaml.org,2002:";

    private Tags() {}

    /** A scalar as its tag, or else its style, wants it to be read. */
    static Node.Scalar scalar(ScalarEvent event, Mark mark, String path, ProblemList problems) {
        String tag = event.getTag();
        boolean readAsText = tag == null ? !event.isPlain() : tag.equals("!") || tag.equals(CORE + "str");
        Node.Scalar scalar = new Node.Scalar(mark, path, event.getValue(), !readAsText);
        if (tag != null && !readAsText) {
            checkScalar(tag, scalar, problems);
        }
        return scalar;
    }

    private static void checkScalar(String tag, Node.Scalar scalar, ProblemList problems) {
        Object value = scalar.value();
        boolean fits;
        switch (tag) {
            case CORE + "int":
                fits = value instanceof Long;
                break;
            case CORE + "float":
                fits = value instanceof Number;
                break;
            case CORE + "bool":
                fits = value instanceof Boolean;
                break;
            case CORE + "null":
                fits = value == null;
                break;
            default:
                refuse(tag, scalar.mark(), scalar.path(), problems);
                return;
        }
        if (!fits) {
            problems.wrong(scalar, "found " + scalar.describe() + ", expected what its tag " + shown(tag) + " says");
        }
    }

    /** A list or a map may be tagged as what it is. */
    static void check(CollectionStartEvent event, boolean isMap, Mark mark, String path, ProblemList problems) {
        String tag = event.getTag();
        if (tag != null && !tag.equals("!") && !tag.equals(CORE + (isMap ? "map" : "seq"))) {
            refuse(tag, mark, path, problems);
        }
    }

    private static void refuse(String tag, Mark mark, String path, ProblemList problems) {
        problems.add(mark, path, "found the tag " + shown(tag) + ", expected none: tags make nothing here");
    }

    private static String shown(String tag) {
        return tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag;
    }
}
