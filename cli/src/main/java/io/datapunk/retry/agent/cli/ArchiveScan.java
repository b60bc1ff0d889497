package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.cli.archive.Bytes;
import io.datapunk.retry.agent.cli.archive.ZipArchive;
import io.datapunk.retry.agent.cli.archive.ZipItem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** The classes of an archive and of those within it, as a JVM of one release finds them. Not thread-safe. */
final class ArchiveScan {

    private static final String CLASS = ".class";
    private static final String VERSIONS = "META-INF/versions/";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final byte[] CLASS_BEGIN = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe};
    private static final byte[] ZIP_BEGIN = {'P', 'K', 3, 4};

    /** Names of archives; what begins as one is taken for one as well. */
    private static final List<String> ENDINGS =
            Arrays.asList(".jar", ".war", ".ear", ".rar", ".zip", ".sar", ".har", ".par", ".wab", ".jmod");

    /** A web archive in an enterprise archive in another is four deep. */
    private static final int MAX_DEPTH = 10;

    private static final int MAX_CLASS_BYTES = 16 * 1024 * 1024;
    private static final int MAX_MANIFEST_BYTES = 1024 * 1024;

    /** An archive within another is held in memory while it is looked at. */
    private static final int MAX_NESTED_BYTES =
            (int) Math.min(256 * 1024 * 1024, Runtime.getRuntime().maxMemory() / 4);

    /** Of all that is unpacked, for one path: more is a bomb. */
    private static final long MAX_UNPACKED_BYTES = 4L * 1024 * 1024 * 1024;

    private final int release;
    private final ClassSink sink;
    private long unpacked;

    /**
     * A scan.
     *
     * @param release of the JVM whose view counts
     * @param sink gets the classes, and what cannot be looked at
     */
    ArchiveScan(int release, ClassSink sink) {
        this.release = release;
        this.sink = sink;
    }

    /** Whether a file or an entry of this name is an archive. */
    static boolean isNamedArchive(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : ENDINGS) {
            if (lower.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Looks at an archive.
     *
     * @param path as people are told of it
     * @param jarName as the rules name it
     * @throws IOException where it is none, or a damaged one
     */
    void add(Bytes archive, String path, String jarName) throws IOException {
        add(archive, path, jarName, 0);
    }

    private void add(Bytes bytes, String path, String jarName, int depth) throws IOException {
        ZipArchive archive = ZipArchive.read(bytes);
        Map<String, ZipItem> classes = new LinkedHashMap<>();
        Map<String, Integer> versions = new HashMap<>();
        List<ZipItem> others = new ArrayList<>();
        boolean hasReleases = isMultiRelease(archive);
        for (ZipItem item : archive.items()) {
            String name = item.name();
            int version = hasReleases ? versionOf(name) : 0;
            String plain = version > 0 ? name.substring(name.indexOf('/', VERSIONS.length()) + 1) : name;
            if (!plain.endsWith(CLASS)) {
                others.add(item);
            } else if (version <= release
                    && version >= versions.getOrDefault(plain, 0)
                    && !(classes.containsKey(plain) && version == versions.get(plain))) {
                classes.put(plain, item);
                versions.put(plain, version);
            }
        }
        for (Map.Entry<String, ZipItem> each : classes.entrySet()) {
            addClass(each.getKey(), each.getValue(), path, jarName);
        }
        for (ZipItem item : others) { // an archive's own classes stand before those of its libraries
            addNested(item, path, depth);
        }
    }

    private void addClass(String name, ZipItem item, String path, String jarName) throws TooMuchException {
        try {
            if (sink.wants(name)) {
                // What is no class, whatever its name says, is not unpacked.
                byte[] bytes =
                        item.beginsWith(CLASS_BEGIN) ? item.read(MAX_CLASS_BYTES) : item.first(CLASS_BEGIN.length);
                sink.add(name, count(bytes), jarName);
            }
        } catch (TooMuchException e) {
            throw e;
        } catch (IOException e) {
            sink.problem(path + "!/" + item.name(), e);
        }
    }

    private void addNested(ZipItem item, String path, int depth) throws IOException {
        String name = item.name();
        boolean isNamed = isNamedArchive(name);
        if (name.endsWith("/") || !isNamed && !item.beginsWith(ZIP_BEGIN)) {
            return;
        }
        String nestedPath = path + "!/" + name;
        try {
            if (depth == MAX_DEPTH) {
                throw new IOException("archives are nested more than " + MAX_DEPTH + " deep");
            }
            byte[] bytes = count(item.read(MAX_NESTED_BYTES));
            add(Bytes.of(bytes), nestedPath, name.substring(name.lastIndexOf('/') + 1), depth + 1);
        } catch (TooMuchException e) {
            throw e;
        } catch (IOException e) {
            if (isNamed) {
                sink.problem(nestedPath, e);
            }
        }
    }

    private byte[] count(byte[] bytes) throws TooMuchException {
        unpacked += bytes.length;
        if (unpacked > MAX_UNPACKED_BYTES) {
            throw new TooMuchException();
        }
        return bytes;
    }

    private static boolean isMultiRelease(ZipArchive archive) {
        for (ZipItem item : archive.items()) {
            if (item.name().equals(MANIFEST)) {
                try {
                    Attributes main =
                            new Manifest(new ByteArrayInputStream(item.read(MAX_MANIFEST_BYTES))).getMainAttributes();
                    return "true"
                            .equalsIgnoreCase(String.valueOf(main.getValue("Multi-Release"))
                                    .trim());
                } catch (IOException e) {
                    return false; // a JVM takes such a manifest for none
                }
            }
        }
        return false;
    }

    /** Of {@code META-INF/versions/11/com/acme/A.class} 11; 0 where the name says none that counts. */
    private static int versionOf(String name) {
        if (!name.startsWith(VERSIONS)) {
            return 0;
        }
        int slash = name.indexOf('/', VERSIONS.length());
        try {
            int version = slash < 0 ? 0 : Integer.parseInt(name.substring(VERSIONS.length(), slash));
            return version >= 9 ? version : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Nothing more of this path is looked at. */
    private static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuchException() {
            super("it has more than " + MAX_UNPACKED_BYTES + " bytes unpacked; the rest was not looked at");
        }
    }
}
