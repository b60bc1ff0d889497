package io.datapunk.retry.agent.rules.syntax;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads all of YAML, and tells what is wrong. Not thread-safe; for one file.
 *
 * <p>Only SnakeYAML's parser is used, which makes events and knows no objects. Its composer would compile nine regular
 * expressions and load {@code java.sql} before {@code main}, and would lose the places of aliases.
 */
final class SnakeYamlReader {

    private final String file;
    private final ProblemList problems;

    SnakeYamlReader(String file, ProblemList problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The whole file; {@code null} where it is empty or cannot be read, which is then a problem. Never throws. */
    Node read(String text) {
        if (!isPrintable(text)) {
            return null;
        }
        try {
            ParserImpl parser = new ParserImpl(new StreamReader(text), new LoaderOptions());
            Node root = new NodeComposer(file, problems, parser).compose();
            if (root == null) {
                fail(1, 1, "the file is empty; expected \"version: 1\" and \"rules:\"");
            }
            return root;
        } catch (NodeComposer.Abandoned e) {
            return null; // told already
        } catch (MarkedYAMLException e) {
            org.yaml.snakeyaml.error.Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            String context = e.getContext() == null ? "" : " " + oneLine(e.getContext());
            String what = "not YAML: " + oneLine(e.getProblem()) + context;
            fail(mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1, what);
            return null;
        } catch (YAMLException e) {
            fail(1, 1, "not YAML: " + oneLine(e.getMessage()));
            return null;
        }
    }

    /** SnakeYAML refuses the same characters, but does not say where they are. */
    private boolean isPrintable(String text) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                String hex = Integer.toHexString(0x10000 + c).substring(1);
                fail(
                        line,
                        text.codePointCount(lineStart, i) + 1,
                        "found the control character U+" + hex + ", expected text; is this a rules file?");
                return false;
            }
            i += Character.charCount(c);
            if (c == '\n' || c == '\r' && (i == text.length() || text.charAt(i) != '\n')) {
                line++;
                lineStart = i;
            }
        }
        return true;
    }

    private void fail(int line, int column, String message) {
        problems.add(new Mark(file, line, column), "", message);
    }

    private static String oneLine(String text) {
        return text == null ? "" : text.replace('\n', ' ').trim();
    }
}
