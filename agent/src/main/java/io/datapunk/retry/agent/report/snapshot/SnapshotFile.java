package io.datapunk.retry.agent.report.snapshot;

import io.datapunk.retry.agent.files.PrivateFolder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder through which a JVM with the agent hands its snapshots to a command, and their format: maps, lists, texts,
 * whole and other numbers, truth values and {@code null}, each after a letter that says which. A reader takes what
 * it knows. Each side opens the folder once, and uses it by that ({@link PrivateFolder}).
 */
public final class SnapshotFile {

    /** Written by the command again and again, for as long as it reads. */
    public static final String ALIVE = "alive";

    /** What the name of a folder that the command has made begins with. */
    public static final String FOLDER_PREFIX = "datapunk-retry-top";

    private static final int MAX_DEPTH = 20;
    private static final int MAX_TEXT_BYTES = 16 * 1024 * 1024;

    private static final String REFUSED = "refused";
    private static final String CURRENT = "snapshot";
    private static final String NEXT = "snapshot.next";

    private SnapshotFile() {}

    /** Whether the command may have made this folder. */
    public static boolean isMadeByCommand(File folder) {
        return folder.getName().startsWith(FOLDER_PREFIX) && new File(folder, ALIVE).isFile();
    }

    /** Puts a snapshot in the place of the last one, at once: a reader sees one or the other. */
    static void write(PrivateFolder folder, Map<String, Object> snapshot) throws IOException {
        folder.delete(NEXT); // of a writer that was disturbed
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(folder.create(NEXT)))) {
            write(snapshot, out);
        }
        folder.rename(NEXT, CURRENT);
    }

    /** The last snapshot; {@code null} before the first. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> read(PrivateFolder folder) throws IOException {
        try (SeekableByteChannel current = folder.read(CURRENT)) {
            if (current == null) {
                return null;
            }
            DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(current)));
            return (Map<String, Object>) read(in, 0);
        }
    }

    /**
     * Tells the command that there will be no snapshot, as no agent runs in this JVM.
     *
     * @throws IOException where it is no folder that the command has made for this user alone
     */
    public static void refuse(File folder) throws IOException {
        try (PrivateFolder opened = PrivateFolder.open(folder)) {
            opened.create(REFUSED).close();
        }
    }

    /** Whether there will be no snapshot. */
    public static boolean isRefused(PrivateFolder folder) throws IOException {
        return folder.lastModified(REFUSED) != 0;
    }

    /** Takes the files away, and the folder; what is not there any more is no error. */
    public static void delete(PrivateFolder folder) throws IOException {
        for (String name : new String[] {ALIVE, CURRENT, NEXT, REFUSED}) {
            folder.delete(name);
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

    private static Object read(DataInputStream in, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("not a snapshot: more than " + MAX_DEPTH + " values within each other");
        }
        byte kind = in.readByte();
        switch (kind) {
            case 'n':
                return null;
            case 'm':
                Map<String, Object> map = new LinkedHashMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    String key = readText(in);
                    map.put(key, read(in, depth + 1));
                }
                return map;
            case 'l':
                List<Object> list = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    list.add(read(in, depth + 1));
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
        int length = in.readInt();
        if (length < 0 || length > MAX_TEXT_BYTES) {
            throw new IOException("not a snapshot: found a text of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
