package io.datapunk.retry.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What starts a JVM in namespaces of its own, where the system lets its users have such. */
final class Namespaces {

    /** The whole file system is read-only, and what may be mounted for temporary files as well. */
    static final String[] READ_ONLY = {
        "unshare",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        "mount -o remount,bind,ro / && mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp && exec \"$@\"",
        "sh"
    };

    /** A user without an entry in the system's list, a home, an environment, or root's right to write everywhere. */
    static final String[] NAMELESS = {"unshare", "--user", "--map-user=54321", "--map-group=54321", "env", "-i"};

    private Namespaces() {}

    /** Whether it can be had here. */
    static boolean canBeHad(String... launcher) throws InterruptedException {
        List<String> command = new ArrayList<>(Arrays.asList(launcher));
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
