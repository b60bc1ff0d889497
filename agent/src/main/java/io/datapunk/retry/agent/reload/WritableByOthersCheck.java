package io.datapunk.retry.agent.reload;

import io.datapunk.retry.agent.rules.CustomBackoffSpec;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds rules that anybody on the machine could change: who changes the rules, or a jar that they name, changes the
 * application. Asked only under {@code strict}, so that an ordinary start does without {@code java.nio.file}.
 */
public final class WritableByOthersCheck {

    private static final int OTHERS_WRITE = 0002;

    /** In such a directory, as {@code /tmp} is one, everybody may make files but nobody may replace those of others. */
    private static final int STICKY = 01000;

    private final List<String> problems = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();

    private WritableByOthersCheck() {}

    /**
     * What is wrong, one line a file or directory; empty also where the file system has no such permissions.
     *
     * @param path of the rules, a file or a directory
     * @param rules what was read from there
     */
    public static List<String> problems(String path, RuleSet rules) {
        WritableByOthersCheck found = new WritableByOthersCheck();
        File file = new File(path);
        found.look(file);
        String[] names = file.list();
        if (names != null) {
            for (String name : names) {
                if (name.endsWith(".yml") || name.endsWith(".yaml")) {
                    found.look(new File(file, name));
                }
            }
        }
        for (RetryRule rule : rules.rules()) {
            CustomBackoffSpec custom = rule.customBackoff();
            if (custom != null && custom.jar() != null) {
                found.look(new File(custom.jar()));
            }
        }
        return found.problems;
    }

    private void look(File file) {
        look(file.getAbsoluteFile().toPath());
    }

    /**
     * Also at the directories on the way and at what links point to: who may write there can put another file in its
     * place.
     */
    private void look(Path path) {
        for (Path step = path; step != null && seen.add(step); step = step.getParent()) {
            try {
                if (Files.isSymbolicLink(step)) {
                    look(step.resolveSibling(Files.readSymbolicLink(step)));
                } else if (isWritable(step, step != path)) {
                    problems.add(step + " may be written by others, and strict=true refuses that: chmod o-w " + step);
                }
            } catch (UnsupportedOperationException e) {
                return; // no such permissions here
            } catch (IOException e) {
                problems.add("the permissions of " + step + " cannot be read: " + e);
            }
        }
    }

    /** What Kubernetes mounts is everybody's by its permissions, and read-only for all. */
    private static boolean isWritable(Path path, boolean isOnTheWay) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        return (mode & OTHERS_WRITE) != 0
                && !(isOnTheWay && (mode & STICKY) != 0)
                && !Files.getFileStore(path).isReadOnly();
    }
}
