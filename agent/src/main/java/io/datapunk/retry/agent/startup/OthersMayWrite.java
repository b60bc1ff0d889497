package io.datapunk.retry.agent.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds rules that anybody on the machine could change: who changes the rules changes the application. Asked only under
 * {@code strict}, so that an ordinary start does without {@code java.nio.file}. Stateless.
 */
final class OthersMayWrite {

    private OthersMayWrite() {}

    /** What is wrong, one line a file or directory; empty also where the file system has no such permissions. */
    static List<String> problems(String rules) {
        List<String> problems = new ArrayList<>();
        File file = new File(rules).getAbsoluteFile();
        check(file, problems);
        String[] names = file.list();
        if (names != null) {
            for (String name : names) {
                if (name.endsWith(".yml") || name.endsWith(".yaml")) {
                    check(new File(file, name), problems);
                }
            }
        }
        return problems;
    }

    private static void check(File file, List<String> problems) {
        Path path = file.toPath();
        try {
            if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)) {
                problems.add(file + " may be written by others, and strict=true refuses that: chmod o-w " + file);
            }
        } catch (UnsupportedOperationException e) {
            return; // no such permissions here
        } catch (IOException e) {
            problems.add("the permissions of " + file + " cannot be read: " + e);
        }
    }
}
