package io.datapunk.retry.agent.report.snapshot;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder through which a JVM with the agent hands its snapshots to a command, and their format: maps, lists, texts, whole
 * and other numbers, truth values and {@code null}, each after a letter that says which. Whoever reads takes what it knows.
 */
public final class SnapshotFile {

    /** Written by the command again and again, for as long as it reads. */
    public static final String ALIVE = "alive";

    /** What the name of a folder that the command has made begins with. */
    public static final String FOLDER_PREFIX = "datapunk-retry-top";

    private static final String REFUSED = "refused";
    private static final String CURRENT = "snapshot";
    private static final String NEXT = "snapshot.next";

    private SnapshotFile() {}

    /** Whether the command may have made this folder. */
    public static boolean isMadeByCommand(File folder) {
        return folder.getName().startsWith(FOLDER_PREFIX) && folder.isDirectory();
    }

    /** Puts a snapshot in the place of the last one, at once: a reader sees one or the other. */
    static void write(File folder, Map<String, Object> snapshot) throws IOException {
        File next = new File(folder, NEXT);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(next)))) {
            write(snapshot, out);
        }
        File current = new File(folder, CURRENT);
        if (!next.renameTo(current)) {
            // Where a name that is taken cannot be given once more; the reader then looks again.
            if (!current.delete() || !next.renameTo(current)) {
                throw new IOException("cannot write " + current);
            }
        }
    }

    /** The last snapshot; {@code null} before the first. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> read(File folder) throws IOException {
        File current = new File(folder, CURRENT);
        if (!current.exists()) {
            return null;
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(current)))) {
            return (Map<String, Object>) read(in);
        }
    }

    /** Tells the command that there will be no snapshot, as no agent runs in this JVM. */
    public static void refuse(File folder) throws IOException {
        new FileOutputStream(new File(folder, REFUSED)).close();
    }

    /** Whether there will be no snapshot. */
    public static boolean isRefused(File folder) {
        return new File(folder, REFUSED).exists();
    }

    /** Takes the files away, and the folder; what is not there any more is no error. */
    public static void delete(File folder) {
        for (String name : new String[] {ALIVE, CURRENT, NEXT, REFUSED}) {
            new File(folder, name).delete();
        }
        folder.delete();
    }

    private static void write(Object value, DataOutputStream out) throws IOException {
        if (value == null) {
            out.writeByte('n');
        } else if (value instanceof Map) {
            out.writeByte('m');
            out.writeInt(((Map<?, ?>) value).size());
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                writeText(entry.getKey().toString(), out);
                write(entry.getValue(), out);
            }
        } else if (value instanceof List) {
            out.writeByte('l');
            out.writeInt(((List<?>) value).size());
            for (Object item : (List<?>) value) {
                write(item, out);
            }
        } else if (value instanceof Long) {
            out.writeByte('i');
            out.writeLong((Long) value);
        } else if (value instanceof Double) {
            out.writeByte('d');
            out.writeDouble((Double) value);
        } else if (value instanceof Boolean) {
            out.writeByte('b');
            out.writeBoolean((Boolean) value);
        } else {
            out.writeByte('t');
            writeText(value.toString(), out);
        }
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static Object read(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        switch (kind) {
            case 'n':
                return null;
            case 'm':
                Map<String, Object> map = new LinkedHashMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    String key = readText(in);
                    map.put(key, read(in));
                }
                return map;
            case 'l':
                List<Object> list = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    list.add(read(in));
                }
                return list;
            case 'i':
                return in.readLong();
            case 'd':
                return in.readDouble();
            case 'b':
                return in.readBoolean();
            case 't':
                return readText(in);
            default:
                throw new IOException("not a snapshot: found a value of kind " + kind);
        }
    }

    private static String readText(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
