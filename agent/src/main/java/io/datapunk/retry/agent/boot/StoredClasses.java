package io.datapunk.retry.agent.boot;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/**
 * Class files that are needed together, in one entry of the agent's jar that is read at once: to look each up in the jar and
 * to unpack it takes a JVM that has just started as long as to define it.
 *
 * <p>The entry is a zip whose files are not compressed (PKWARE's APPNOTE.TXT, 4.3.7). Thread-safe.
 */
final class StoredClasses {

    private static final int LOCAL_FILE_HEADER = 0x04034b50;
    private static final int CENTRAL_DIRECTORY = 0x02014b50;
    private static final int HEADER_LENGTH = 30;

    private final JarFile jar;
    private final String entryName;

    /** Name to where its bytes begin and how many they are; {@code null} before the first is looked for. */
    private Map<String, int[]> places;

    /**
     * Until the heap is short of memory: it is seldom asked for once the moment for it is over, but to read it again for each
     * class between collections that follow each other would be too slow.
     */
    private SoftReference<byte[]> content = new SoftReference<>(null);

    /** Reads nothing yet. */
    StoredClasses(JarFile jar, String entryName) {
        this.jar = jar;
        this.entryName = entryName;
    }

    /**
     * The bytes of a file, which nobody may change; {@code null} where it is not here.
     *
     * @throws IOException where they cannot be read, or are not what they were when the first was read
     */
    synchronized ByteBuffer find(String name) throws IOException {
        byte[] bytes = content.get();
        if (places == null) {
            bytes = read(entry());
            places = places(bytes);
        }
        int[] place = places.get(name);
        if (place == null) {
            return null;
        }
        return ByteBuffer.wrap(bytes == null ? readAgain() : bytes, place[0], place[1]);
    }

    private JarEntry entry() throws IOException {
        JarEntry entry = jar.getJarEntry(entryName);
        if (entry == null) {
            throw new IOException(entryName + " is missing in " + jar.getName());
        }
        return entry;
    }

    /** Somebody may have written another jar over this one: its bytes are elsewhere. */
    private byte[] readAgain() throws IOException {
        JarEntry entry = entry();
        byte[] bytes = read(entry);
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, bytes.length);
        if (checksum.getValue() != entry.getCrc()) {
            throw new IOException(jar.getName() + " was changed while it was in use");
        }
        return bytes;
    }

    private byte[] read(JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = new byte[(int) entry.getSize()];
            int filled = 0;
            while (filled < bytes.length) {
                int read = in.read(bytes, filled, bytes.length - filled);
                if (read < 0) {
                    throw new IOException(entryName + " is cut short in " + jar.getName());
                }
                filled += read;
            }
            content = new SoftReference<>(bytes);
            return bytes;
        }
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
        return new IOException(
                entryName + " in " + jar.getName() + " is not as it was built: its files must not be compressed");
    }

    private static int int16(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    private static int int32(byte[] bytes, int at) {
        return int16(bytes, at) | int16(bytes, at + 2) << 16;
    }
}
