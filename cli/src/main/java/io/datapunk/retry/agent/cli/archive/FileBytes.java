package io.datapunk.retry.agent.cli.archive;

import io.datapunk.retry.agent.files.RegularFiles;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;

/** The bytes of a regular file, which stays open until this is closed. */
public final class FileBytes extends Bytes implements Closeable {

    private final RandomAccessFile file;
    private final long length;

    private FileBytes(RandomAccessFile file) throws IOException {
        this.file = file;
        this.length = file.length();
    }

    /**
     * Opens a file.
     *
     * @throws IOException where it cannot be read, or is no regular file
     */
    public static FileBytes open(File file) throws IOException {
        RegularFiles.require(file);
        return new FileBytes(new RandomAccessFile(file, "r"));
    }

    @Override
    long length() {
        return length;
    }

    @Override
    int some(long at, byte[] into, int from, int count) throws IOException {
        file.seek(at);
        return file.read(into, from, count);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
