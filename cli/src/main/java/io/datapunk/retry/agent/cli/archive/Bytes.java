package io.datapunk.retry.agent.cli.archive;

import java.io.EOFException;
import java.io.IOException;

/** Bytes at positions: a file, or memory. Not thread-safe. */
public abstract class Bytes {

    /** How many there are. */
    abstract long length() throws IOException;

    /**
     * Some bytes from a position, at most {@code count}; gives how many, at least one where {@code count} is above 0.
     */
    abstract int some(long at, byte[] into, int from, int count) throws IOException;

    /**
     * Bytes from a position.
     *
     * @throws IOException where not all of them are there
     */
    final byte[] exactly(long at, int count) throws IOException {
        if (at < 0 || count < 0 || at > length() - count) {
            throw new EOFException("it ends too early: is it truncated?");
        }
        byte[] bytes = new byte[count];
        for (int done = 0; done < count; ) {
            int read = some(at + done, bytes, done, count - done);
            if (read <= 0) {
                throw new EOFException("it has become shorter while it was read");
            }
            done += read;
        }
        return bytes;
    }

    /** Of an array, which is not copied. */
    public static Bytes of(final byte[] array) {
        return new Bytes() {
            @Override
            long length() {
                return array.length;
            }

            @Override
            int some(long at, byte[] into, int from, int count) {
                int most = (int) Math.min(count, array.length - at);
                System.arraycopy(array, (int) at, into, from, most);
                return most;
            }
        };
    }
}
