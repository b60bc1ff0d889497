package io.datapunk.retry.dist;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes zip files whose bytes depend on their contents alone: one time for all entries, no attributes of the build
 * machine. Immutable.
 */
final class StoredZip {

    private final LocalDateTime time;

    /** With this time for each entry. */
    StoredZip(LocalDateTime time) {
        this.time = time;
    }

    /** A zip of entries that are not compressed, compressed as a whole by gzip. */
    byte[] gzipped(SortedMap<String, byte[]> files) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(new GZIPOutputStream(packed))) {
            for (String name : files.keySet()) {
                store(zip, name, files.get(name));
            }
        }
        return packed.toByteArray();
    }

    /** Adds an entry that is not compressed. */
    void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        write(zip, entry, content);
    }

    /** Adds an entry that is compressed. */
    void deflate(ZipOutputStream zip, String name, byte[] content) throws IOException {
        write(zip, new ZipEntry(name), content);
    }

    private void write(ZipOutputStream zip, ZipEntry entry, byte[] content) throws IOException {
        entry.setTimeLocal(time);
        zip.putNextEntry(entry);
        OutputStream out = zip;
        out.write(content);
        zip.closeEntry();
    }
}
