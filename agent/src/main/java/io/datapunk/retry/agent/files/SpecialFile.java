package io.datapunk.retry.agent.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is found at a path where there is no regular file. Asked only where a start or a reload goes wrong, or where the
 * log goes to a device, so that an ordinary start does without {@code java.nio.file}.
 */
public enum SpecialFile {
    /** A folder. */
    DIRECTORY(0040000, "a directory"),
    /** A FIFO, or the pipe behind a file descriptor. */
    PIPE(0010000, "a named pipe (FIFO)"),
    /** Such as {@code /dev/null} or a terminal. */
    CHARACTER_DEVICE(0020000, "a character device"),
    /** Such as a disk. */
    BLOCK_DEVICE(0060000, "a block device"),
    /** Of the Unix domain. */
    SOCKET(0140000, "a socket"),
    /** The system does not say. */
    UNKNOWN(0, "what is no regular file");

    /** Of a mode, the bits that say what kind of file it is: stat(2). */
    private static final int KIND = 0170000;

    private final int mode;
    private final String text;

    SpecialFile(int mode, String text) {
        this.mode = mode;
        this.text = text;
    }

    /** What is at this path, links followed. */
    public static SpecialFile at(File file) {
        if (file.isDirectory()) {
            return DIRECTORY;
        }
        try {
            int found = (Integer) Files.getAttribute(file.toPath(), "unix:mode") & KIND;
            for (SpecialFile kind : values()) {
                if (kind.mode == found) {
                    return kind;
                }
            }
            return UNKNOWN;
        } catch (IOException | RuntimeException e) {
            return UNKNOWN; // not a system that has such
        }
    }

    /**
     * Whether a path such as {@code /proc/1/fd/2} leads to a pipe without a name, which somebody has made to read from
     * it.
     */
    static boolean isPipeOfDescriptor(File file) {
        try {
            Path target = Files.readSymbolicLink(file.toPath());
            return target.toString().startsWith("pipe:[");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** With an article, as a part of a sentence. */
    public String text() {
        return text;
    }
}
