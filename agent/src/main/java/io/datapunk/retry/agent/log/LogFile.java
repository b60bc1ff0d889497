package io.datapunk.retry.agent.log;

import io.datapunk.retry.agent.files.RegularFiles;
import io.datapunk.retry.time.Clock;
import io.datapunk.retry.time.SystemClock;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The file that the log goes to. Lines are added at its end. Where the file is renamed, deleted or emptied, as programs
 * that rotate logs do, the path is opened anew before the first line that is written a second later or more; where that
 * fails, lines go on to the file that was opened before.
 *
 * <p>Thread-safe. The monitor is held for the length of one line; the JVM releases it whatever is thrown.
 */
public final class LogFile extends OutputStream {

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final List<String> STANDARD_OUTPUT = Arrays.asList("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");
    private static final List<String> STANDARD_ERROR = Arrays.asList("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2");

    private final File file;
    private final Clock clock;
    private OutputStream out;
    private long knownLength;
    private boolean isElsewhere;
    private long nextLook;

    LogFile(File file, Clock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        this.nextLook = clock.nanoTime() + LOOK_NANOS;
        this.out = new FileOutputStream(file, true);
        this.knownLength = file.length();
    }

    /**
     * Opens it; returns at once, whatever is at this path.
     *
     * @param path of a regular file, or of none, which is then made; of a character device such as {@code /dev/null};
     *     of the JVM's standard output or error, such as {@code /dev/stderr}
     * @throws IOException where it cannot be written, or where there is something else
     */
    public static OutputStream open(String path) throws IOException {
        // By their descriptors: a pipe without a reader, or a socket, cannot be opened by its path.
        if (STANDARD_OUTPUT.contains(path)) {
            return new FileOutputStream(FileDescriptor.out);
        }
        if (STANDARD_ERROR.contains(path)) {
            return new FileOutputStream(FileDescriptor.err);
        }
        File file = new File(path);
        if (file.isFile() || !file.exists()) {
            return new LogFile(file.getCanonicalFile(), SystemClock.INSTANCE);
        }
        RegularFiles.requireWritable(file);
        return new FileOutputStream(file, true);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        long now = clock.nanoTime();
        if (now - nextLook >= 0) {
            look();
            nextLook = now + LOOK_NANOS;
        }
        out.write(bytes, from, length);
        knownLength += length;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    /**
     * By length: who may not read the attributes of a file can still ask for that, and it needs no
     * {@code java.nio.file}.
     */
    private void look() {
        try {
            long length = file.length();
            if (!isElsewhere && file.exists() && length >= knownLength) {
                knownLength = length;
                return;
            }
            OutputStream opened = RegularFiles.append(file);
            OutputStream before = out;
            out = opened;
            knownLength = file.length();
            isElsewhere = false;
            before.close();
        } catch (IOException | RuntimeException e) {
            isElsewhere = true; // tried again at the next look
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
