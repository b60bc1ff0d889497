package io.datapunk.retry.agent.files;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps the agent from opening what is no regular file: the opening of a named pipe waits until another process opens
 * its other end, which may be for ever. Stateless. {@link #require} uses no {@code java.nio.file} where the file is a
 * regular one.
 */
public final class RegularFiles {

    private RegularFiles() {}

    /**
     * Accepts a regular file, and a path where there is none: that is told where it is opened.
     *
     * @throws IOException where there is something else; the message says what was found, and not where
     */
    public static void require(File file) throws IOException {
        if (!file.isFile() && file.exists()) {
            throw new IOException("found " + SpecialFile.at(file).text() + ", expected a regular file");
        }
    }

    /**
     * Accepts, of what is no regular file, that which can be opened for writing without waiting for somebody.
     *
     * @throws IOException as {@link #require}
     */
    public static void requireWritable(File file) throws IOException {
        SpecialFile kind = SpecialFile.at(file);
        boolean opensAtOnce = kind == SpecialFile.CHARACTER_DEVICE
                || kind == SpecialFile.UNKNOWN // a system without pipes that have a path
                || kind == SpecialFile.PIPE && SpecialFile.isPipeOfDescriptor(file);
        if (!opensAtOnce) {
            throw new IOException(
                    "found " + kind.text() + ", expected a regular file, a character device, or no file as yet");
        }
    }

    /**
     * Opens a file to add to its end, which is made where it is not there. Follows no link: since the file was opened
     * for the first time, another user may have put a link in its place.
     *
     * @throws IOException where it cannot be written, or is no regular file
     */
    public static OutputStream append(File file) throws IOException {
        require(file);
        OpenOption[] options = {
            StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS
        };
        return Files.newOutputStream(file.toPath(), options);
    }
}
