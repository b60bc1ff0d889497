package io.datapunk.retry.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page for people, in Markdown.
 *
 * @param name its path below the root of the repository
 * @param text all of it
 */
record Document(String name, String text) {

    private static final Pattern BLOCK =
            Pattern.compile("^( *)```(\\w*)\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Path ROOT = BuildArtifacts.ROOT;

    /**
     * A fenced block.
     *
     * @param language its tag; empty where it has none
     * @param text without the indentation of the fence
     */
    record Block(String language, String text) {}

    /** Every page of the repository. */
    static List<Document> all() throws IOException {
        List<Document> pages = new ArrayList<>();
        for (String page : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
            pages.add(read(page));
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".md")) {
                    pages.add(read(ROOT.relativize(file).toString().replace('\\', '/')));
                }
            }
        }
        return pages;
    }

    static Document read(String name) throws IOException {
        return new Document(name, Files.readString(ROOT.resolve(name)));
    }

    Path file() {
        return ROOT.resolve(name);
    }

    /** The fenced blocks, in the order of the page. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String indent = matcher.group(1);
            blocks.add(new Block(matcher.group(2), matcher.group(3).replaceAll("(?m)^" + indent, "")));
        }
        return blocks;
    }

    /** The blocks in that language. */
    List<String> in(String language) {
        return blocks().stream()
                .filter(block -> block.language.equals(language))
                .map(Block::text)
                .toList();
    }

    /** The page without its fenced blocks. */
    String prose() {
        return BLOCK.matcher(text).replaceAll("");
    }

    /** The one command that begins so, in words. */
    List<String> command(String start) {
        List<String> commands =
                in("sh").stream().filter(block -> block.startsWith(start)).toList();
        if (commands.size() != 1) {
            throw new AssertionError(name + " has " + commands.size() + " commands that begin with " + start);
        }
        return List.of(commands.get(0).strip().split(" ", -1));
    }

    /** The file name, for the names of parameterised tests. */
    @Override
    public String toString() {
        return name;
    }
}
