package io.datapunk.retry.agent.cli.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A zip archive by its central directory, as a JVM reads it (PKWARE's APPNOTE.TXT, 4.3): entries that were deleted from
 * it, or were written twice, are not seen, and something else may stand before it, as the launch script in a fully
 * executable jar.
 *
 * <p>What is read into memory is bounded; nothing that the archive says is believed before it is compared with its
 * length.
 */
public final class ZipArchive {

    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int LOCATOR_64_LENGTH = 20;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LENGTH = 56;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;
    private static final int EXTRA_64 = 1;
    private static final int UTF_8_FLAG = 1 << 11;
    private static final int MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;
    private static final long NOT_HERE_64 = 0xffff_ffffL;

    private final Bytes bytes;
    private final List<ZipItem> items = new ArrayList<>();
    private long directoryAt;
    private long directoryLength;

    /** Where offsets count from: what stands before the archive. */
    private long start;

    private ZipArchive(Bytes bytes) throws IOException {
        this.bytes = bytes;
        findDirectory();
        readDirectory();
    }

    /**
     * Reads the central directory.
     *
     * @throws IOException where there is none, or it is damaged
     */
    public static ZipArchive read(Bytes bytes) throws IOException {
        return new ZipArchive(bytes);
    }

    /** What is in it, in the order of the directory. */
    public List<ZipItem> items() {
        return Collections.unmodifiableList(items);
    }

    private void findDirectory() throws IOException {
        long length = bytes.length();
        int most = (int) Math.min(length, END_LENGTH + MAX_COMMENT);
        ByteBuffer tail = at(length - most, most);
        for (int at = most - END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) == END
                    && (endsWithComment(tail, at, most) || followsDirectory(tail, at, length - most + at))) {
                useEnd(tail, at, length - most + at);
                return;
            }
        }
        throw new IOException(
                length == 0
                        ? "the file is empty"
                        : "it is no archive, or a truncated one: it has no central directory");
    }

    private static boolean endsWithComment(ByteBuffer tail, int at, int length) {
        return unsigned(tail.getShort(at + 20)) == length - END_LENGTH - at;
    }

    /** A JVM also takes an archive that something else follows. */
    private boolean followsDirectory(ByteBuffer tail, int at, long position) throws IOException {
        long begin = position - unsigned(tail.getInt(at + 12));
        return begin >= 0 && begin <= position - CENTRAL_LENGTH && at(begin, 4).getInt(0) == CENTRAL;
    }

    private void useEnd(ByteBuffer tail, int at, long position) throws IOException {
        directoryLength = unsigned(tail.getInt(at + 12));
        long offset = unsigned(tail.getInt(at + 16));
        long end = position;
        if (position >= LOCATOR_64_LENGTH) {
            ByteBuffer locator = at(position - LOCATOR_64_LENGTH, LOCATOR_64_LENGTH);
            if (locator.getInt(0) == LOCATOR_64) {
                // What stands before the archive is unknown as yet, so the record is looked for where it usually lies,
                // too.
                end = end64(locator.getLong(8), position);
                ByteBuffer record = at(end, END_64_LENGTH);
                directoryLength = record.getLong(40);
                offset = record.getLong(48);
            }
        }
        directoryAt = end - directoryLength;
        start = directoryAt - offset;
        if (directoryLength < 0 || offset < 0 || directoryAt < 0 || start < 0) {
            throw new IOException("its central directory does not lie where it says: is it truncated?");
        }
        if (directoryLength > MAX_DIRECTORY_BYTES) {
            throw new IOException("its central directory has " + directoryLength + " bytes, and at most "
                    + MAX_DIRECTORY_BYTES + " are read");
        }
    }

    private long end64(long told, long position) throws IOException {
        for (long at : new long[] {position - LOCATOR_64_LENGTH - END_64_LENGTH, told}) {
            if (at >= 0 && at <= position - END_64_LENGTH && at(at, 4).getInt(0) == END_64) {
                return at;
            }
        }
        throw new IOException("its ZIP64 end record does not lie where it says: is it truncated?");
    }

    private void readDirectory() throws IOException {
        ByteBuffer directory = at(directoryAt, (int) directoryLength);
        for (int at = 0; at + CENTRAL_LENGTH <= directory.limit(); ) {
            if (directory.getInt(at) != CENTRAL) {
                throw new IOException("its central directory is damaged after " + items.size() + " entries");
            }
            int name = unsigned(directory.getShort(at + 28));
            int extra = unsigned(directory.getShort(at + 30));
            int comment = unsigned(directory.getShort(at + 32));
            if (at + CENTRAL_LENGTH + name + extra + comment > directory.limit()) {
                throw new IOException("its central directory is cut off after " + items.size() + " entries");
            }
            items.add(item(directory, at, name, extra));
            at += CENTRAL_LENGTH + name + extra + comment;
        }
    }

    private ZipItem item(ByteBuffer directory, int at, int nameLength, int extraLength) {
        byte[] name = new byte[nameLength];
        for (int i = 0; i < nameLength; i++) {
            name[i] = directory.get(at + CENTRAL_LENGTH + i);
        }
        int flags = unsigned(directory.getShort(at + 8));
        long size = unsigned(directory.getInt(at + 24));
        long packed = unsigned(directory.getInt(at + 20));
        long offset = unsigned(directory.getInt(at + 42));
        // The three in this order, and only those that have no room in the header.
        int extra = find64(directory, at + CENTRAL_LENGTH + nameLength, extraLength);
        int end = at + CENTRAL_LENGTH + nameLength + extraLength;
        if (extra >= 0 && size == NOT_HERE_64 && extra + 8 <= end) {
            size = directory.getLong(extra);
            extra += 8;
        }
        if (extra >= 0 && packed == NOT_HERE_64 && extra + 8 <= end) {
            packed = directory.getLong(extra);
            extra += 8;
        }
        if (extra >= 0 && offset == NOT_HERE_64 && extra + 8 <= end) {
            offset = directory.getLong(extra);
        }
        int method = unsigned(directory.getShort(at + 10));
        return new ZipItem(this, text(name, (flags & UTF_8_FLAG) != 0), flags, method, packed, size, offset);
    }

    private static int find64(ByteBuffer directory, int from, int length) {
        int end = from + length;
        for (int at = from; at + 4 <= end; at += 4 + unsigned(directory.getShort(at + 2))) {
            if (unsigned(directory.getShort(at)) == EXTRA_64) {
                return at + 4;
            }
        }
        return -1;
    }

    /** Names are UTF-8 where a flag says so, and in jars also where none does; else each byte is a character. */
    private static String text(byte[] name, boolean isUtf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(name, isUtf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        }
    }

    /** Where the data of an entry begin. */
    long dataOf(ZipItem item) throws IOException {
        long local = start + item.offset();
        if (local < start || local > directoryAt - LOCAL_LENGTH) {
            throw new IOException("its header does not lie within the archive");
        }
        ByteBuffer header = at(local, LOCAL_LENGTH);
        if (header.getInt(0) != LOCAL) {
            throw new IOException("its header is not where the central directory says");
        }
        long data = local + LOCAL_LENGTH + unsigned(header.getShort(26)) + unsigned(header.getShort(28));
        if (item.packedSize() < 0 || data > directoryAt - item.packedSize()) {
            throw new IOException("its data do not lie within the archive");
        }
        return data;
    }

    Bytes bytes() {
        return bytes;
    }

    private ByteBuffer at(long position, int count) throws IOException {
        return ByteBuffer.wrap(bytes.exactly(position, count)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int unsigned(short value) {
        return value & 0xffff;
    }

    private static long unsigned(int value) {
        return value & 0xffff_ffffL;
    }
}
