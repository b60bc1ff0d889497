package io.datapunk.retry.agent.cli.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** An entry of a zip archive. Immutable; can be read as long as the archive's bytes can be. */
public final class ZipItem {

    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int CHUNK = 8192;

    private final ZipArchive archive;
    private final String name;
    private final int flags;
    private final int method;
    private final long packedSize;
    private final long size;
    private final long offset;

    ZipItem(ZipArchive archive, String name, int flags, int method, long packedSize, long size, long offset) {
        this.archive = archive;
        this.name = name;
        this.flags = flags;
        this.method = method;
        this.packedSize = packedSize;
        this.size = size;
        this.offset = offset;
    }

    /** Its name, with slashes. */
    public String name() {
        return name;
    }

    /** How many bytes it says to have. */
    public long size() {
        return size;
    }

    long packedSize() {
        return packedSize;
    }

    long offset() {
        return offset;
    }

    /**
     * Its bytes, unpacked.
     *
     * @param most of more than these nothing is kept
     * @throws IOException where there are more, or where they are damaged
     */
    public byte[] read(int most) throws IOException {
        byte[] bytes = first(most + 1L);
        if (bytes.length > most) {
            throw new IOException("it has more than " + most + " bytes unpacked");
        }
        return bytes;
    }

    /** The first of its bytes, at most so many. */
    public byte[] first(long count) throws IOException {
        if ((flags & ENCRYPTED) != 0) {
            throw new IOException("it is encrypted");
        }
        long data = archive.dataOf(this);
        if (method == STORED) {
            return archive.bytes().exactly(data, (int) Math.min(count, packedSize));
        }
        if (method != DEFLATED) {
            throw new IOException("it is compressed by the method " + method + ", which no JVM knows");
        }
        return inflate(data, count);
    }

    private byte[] inflate(long data, long count) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            ByteArrayOutputStream unpacked = new ByteArrayOutputStream((int) Math.min(count, CHUNK));
            byte[] in = new byte[CHUNK];
            byte[] out = new byte[CHUNK];
            long at = data;
            while (unpacked.size() < count) {
                // Asked first: what it has been given may be used up, and not all of it come out as yet.
                int made = inflater.inflate(out);
                unpacked.write(out, 0, (int) Math.min(made, count - unpacked.size()));
                if (inflater.finished()) {
                    break;
                }
                if (made == 0) {
                    int read = inflater.needsInput() ? input(at, data + packedSize - at, in) : 0;
                    if (read <= 0) {
                        throw new IOException("its data end too early, or are damaged");
                    }
                    inflater.setInput(in, 0, read);
                    at += read;
                }
            }
            return unpacked.toByteArray();
        } catch (DataFormatException e) {
            throw new IOException("its data are damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private int input(long at, long left, byte[] into) throws IOException {
        return left <= 0 ? 0 : archive.bytes().some(at, into, 0, (int) Math.min(into.length, left));
    }

    /** Whether it begins with these bytes; false also where it cannot be read. */
    public boolean beginsWith(byte... expected) {
        try {
            return size >= expected.length && Arrays.equals(first(expected.length), expected);
        } catch (IOException e) {
            return false;
        }
    }
}
