package io.datapunk.retry.agent.cli.jvm;

import io.datapunk.retry.agent.log.PlainText;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A process as Linux shows it in {@code /proc}, asked before it is attached to: that begins with a signal, SIGQUIT,
 * which ends a process that is no JVM. Immutable.
 */
final class Target {

    private static final int SIGQUIT = 3;

    private final File proc;
    private final long pid;
    private final File folder;

    /**
     * A process that may not be there.
     *
     * @param proc where the file system {@code proc} is mounted
     */
    Target(File proc, long pid) {
        this.proc = proc;
        this.pid = pid;
        this.folder = new File(proc, String.valueOf(pid));
    }

    /** Whether there is such a file system. */
    static boolean canBeAsked(File proc) {
        return new File(proc, "self/status").isFile();
    }

    /**
     * Why it must not be attached to, and what to do; {@code null} where nothing speaks against it.
     *
     * @param ofSameUser whether root may not either
     */
    String refusal(boolean ofSameUser) {
        Map<String, String> status;
        Map<String, String> own;
        try {
            status = status(folder);
            own = status(new File(proc, "self"));
        } catch (IOException e) {
            return "there is no process " + pid + ", or none that this user may see; jps lists the JVMs";
        }
        String name = pid + " (" + PlainText.of(status.getOrDefault("Name", "?")) + ")";
        String state = status.getOrDefault("State", "?");
        if (state.startsWith("Z") || state.startsWith("X")) {
            return "the process " + name + " has ended: what is left of it waits for its parent (state " + state + ")";
        }
        String user = effectiveUser(status);
        String ownUser = effectiveUser(own);
        if (!user.equals(ownUser) && (ofSameUser || !ownUser.equals("0"))) {
            return "the process " + name + " is of the user with the number " + user
                    + "; run the command as that user, not as number " + ownUser;
        }
        if (state.startsWith("T") || state.startsWith("t")) {
            return "the process " + name + " is stopped (state " + state
                    + ") and cannot answer; let it go on first: kill" + " -CONT " + pid;
        }
        if (!isJvm()) {
            return "the process " + name + " is no JVM; jps lists the JVMs";
        }
        if (!catches(SIGQUIT, status.getOrDefault("SigCgt", ""))) {
            return "the JVM " + name
                    + " does not catch SIGQUIT, by which it would be asked and which would end it: it is just"
                    + " starting, or runs with -Xrs; start it with -javaagent instead";
        }
        return null;
    }

    /** Whether it sees a file or folder of ours; a process in a container sees others. */
    boolean sees(File file) {
        File root = new File(folder, "root");
        return !root.isDirectory() // not allowed to look
                || new File(root, file.getAbsolutePath()).exists();
    }

    private static Map<String, String> status(File folder) throws IOException {
        Map<String, String> status = new HashMap<>();
        try (BufferedReader lines = reader(new File(folder, "status"))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    status.put(
                            line.substring(0, colon), line.substring(colon + 1).trim());
                }
            }
        }
        return status;
    }

    private static BufferedReader reader(File file) throws IOException {
        return new BufferedReader(new InputStreamReader(new FileInputStream(file), StandardCharsets.ISO_8859_1));
    }

    /** Of the real, the effective, the saved and that of the file system. */
    private static String effectiveUser(Map<String, String> status) {
        String[] users = status.getOrDefault("Uid", "").split("\\s+", -1);
        return users.length < 2 ? "?" : users[1];
    }

    /** The bit of a signal in a mask as the kernel writes it, hexadecimal. */
    private static boolean catches(int signal, String mask) {
        try {
            return (Long.parseUnsignedLong(mask, 16) & 1L << (signal - 1)) != 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * By the library that each JVM has; by the name of a thread where that cannot be read, or is part of the program.
     */
    private boolean isJvm() {
        try (BufferedReader lines = reader(new File(folder, "maps"))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("/libjvm.") || line.contains("/libj9vm")) {
                    return true;
                }
            }
        } catch (IOException e) {
            return hasThreadOfJvm(); // another user's, or one that the kernel does not let be looked at
        }
        return hasThreadOfJvm();
    }

    private boolean hasThreadOfJvm() {
        File[] threads = new File(folder, "task").listFiles();
        for (File thread : threads == null ? new File[0] : threads) {
            if ("VM Thread".equals(firstLine(new File(thread, "comm")))) {
                return true;
            }
        }
        return false;
    }

    private static String firstLine(File file) {
        try (BufferedReader lines = reader(file)) {
            return lines.readLine();
        } catch (IOException e) {
            return null; // the thread has ended meanwhile
        }
    }
}
