package io.datapunk.retry.it;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The code blocks of README.md, in its order. */
final class Readme {
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private final List<Block> blocks;

    private Readme(List<Block> blocks) {
        this.blocks = blocks;
    }

    static Readme read() throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(BuildArtifacts.ROOT.resolve("README.md")));
        return new Readme(matcher.results()
                .map(result -> new Block(result.group(1), result.group(2)))
                .toList());
    }

    /** The blocks in that language. */
    List<String> in(String language) {
        return blocks.stream()
                .filter(block -> block.language.equals(language))
                .map(Block::text)
                .toList();
    }

    /** The one command that begins so, in words. */
    List<String> command(String start) {
        List<String> commands =
                in("sh").stream().filter(text -> text.startsWith(start)).collect(Collectors.toList());
        if (commands.size() != 1) {
            throw new AssertionError("README.md has " + commands.size() + " commands that begin " + start);
        }
        return List.of(commands.get(0).strip().split(" ", -1));
    }

    private record Block(String language, String text) {}
}
