package io.datapunk.retry.agent.boot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.GZIPInputStream;

/**
 * Class files that are needed together, in one entry of the agent's jar that is read at the start and kept in memory as
 * it is, which is compressed: what happens to the jar later, and with what, is of no consequence. To look each up in
 * the jar and to unpack it takes a JVM that has just started as long as to define it.
 *
 * <p>The entry is a zip whose files are not compressed (PKWARE's APPNOTE.TXT, 4.3.7), compressed as a whole by gzip.
 * Thread-safe.
 */
final class StoredClasses {

    private static final int LOCAL_FILE_HEADER = 0x04034b50;
    private static final int CENTRAL_DIRECTORY = 0x02014b50;
    private static final int HEADER_LENGTH = 30;

    /** The shortest gzip file there is. Its last four bytes are the size of what it holds. */
    private static final int SHORTEST_GZIP = 18;

    private final String name;
    private final byte[] packed;

    /** Name to where its bytes begin and how many they are; {@code null} before the first is looked for. */
    private Map<String, int[]> places;

    /**
     * Until the heap is short of memory: it is seldom asked for once the moment for it is over, but to unpack it again
     * for each class between collections that follow each other would be too slow.
     */
    private SoftReference<byte[]> content = new SoftReference<>(null);

    private StoredClasses(String name, byte[] packed) {
        this.name = name;
        this.packed = packed;
    }

    /**
     * Reads an archive, once and for all.
     *
     * @throws IOException where it cannot be read
     */
    static StoredClasses read(JarFile jar, String entryName) throws IOException {
        String name = entryName + " in " + jar.getName();
        JarEntry entry = jar.getJarEntry(entryName);
        if (entry == null) {
            throw new IOException(entryName + " is missing in " + jar.getName());
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return new StoredClasses(name, readFully(in, (int) entry.getSize(), name));
        }
    }

    /**
     * The bytes of a file, which nobody may change; {@code null} where it is not here.
     *
     * @throws IOException where the archive is not as it was built
     */
    synchronized ByteBuffer find(String file) throws IOException {
        byte[] bytes = content.get();
        if (places == null) {
            bytes = unpack();
            places = places(bytes);
        }
        int[] place = places.get(file);
        if (place == null) {
            return null;
        }
        return ByteBuffer.wrap(bytes == null ? unpack() : bytes, place[0], place[1]);
    }

    /** The bytes of a file as a stream; the buffer stays as it is. */
    static InputStream stream(ByteBuffer bytes) {
        return new ByteArrayInputStream(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    /**
     * The names of its files.
     *
     * @throws IOException where the archive is not as it was built
     */
    synchronized Collection<String> names() throws IOException {
        if (places == null) {
            places = places(unpack());
        }
        return places.keySet();
    }

    private byte[] unpack() throws IOException {
        if (packed.length < SHORTEST_GZIP) {
            throw unfit();
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), 8192)) {
            byte[] bytes = readFully(in, int32(packed, packed.length - 4), name);
            if (in.read() >= 0) { // at the end, and not before, the checksum is looked at
                throw unfit();
            }
            content = new SoftReference<>(bytes);
            return bytes;
        }
    }

    private static byte[] readFully(InputStream in, int length, String name) throws IOException {
        byte[] bytes = new byte[length];
        int filled = 0;
        while (filled < length) {
            int read = in.read(bytes, filled, length - filled);
            if (read < 0) {
                throw new IOException(name + " is cut short");
            }
            filled += read;
        }
        return bytes;
    }

    private Map<String, int[]> places(byte[] zip) throws IOException {
        Map<String, int[]> found = new HashMap<>();
        int at = 0;
        while (at + HEADER_LENGTH < zip.length && int32(zip, at) == LOCAL_FILE_HEADER) {
            int flags = int16(zip, at + 6);
            int method = int16(zip, at + 8);
            int size = int32(zip, at + 22);
            int nameLength = int16(zip, at + 26);
            int start = at + HEADER_LENGTH + nameLength + int16(zip, at + 28);
            if (method != 0 || (flags & 8) != 0 || size < 0 || size > zip.length - start) {
                throw unfit();
            }
            String name = new String(zip, at + HEADER_LENGTH, nameLength, StandardCharsets.ISO_8859_1);
            found.put(name, new int[] {start, size});
            at = start + size;
        }
        if (at + HEADER_LENGTH >= zip.length || int32(zip, at) != CENTRAL_DIRECTORY) {
            throw unfit();
        }
        return found;
    }

    private IOException unfit() {
        return new IOException(name + " is not as it was built: a zip of files that are not compressed, in a gzip");
    }

    private static int int16(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    private static int int32(byte[] bytes, int at) {
        return int16(bytes, at) | int16(bytes, at + 2) << 16;
    }
}
