package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.FileText;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds rules files and reads them: one file, or those of a directory in name order. Stateless. */
public final class RulesFiles {

    private RulesFiles() {}

    /** Whether there is a file or directory of this path. */
    public static boolean exists(String path) {
        return new File(path).exists();
    }

    /** The path as operators can find it from anywhere. */
    public static String absolute(String path) {
        return new File(path).getAbsolutePath();
    }

    /**
     * Reads a file, or {@code *.yml} and {@code *.yaml} of a directory.
     *
     * @throws IOException where one cannot be read
     * @throws RulesException where something in one is wrong
     */
    public static RuleSet read(String path) throws IOException, RulesException {
        return read(path, contents(path));
    }

    /**
     * Reads what {@link #contents} gave.
     *
     * @throws RulesException where something in one is wrong
     */
    public static RuleSet read(String path, Map<String, byte[]> contents) throws RulesException {
        return RulesReader.readBytes(absolute(path), contents);
    }

    /**
     * The bytes of a file, or of those of a directory, by name and in name order.
     *
     * @throws IOException where one cannot be read
     */
    public static Map<String, byte[]> contents(String path) throws IOException {
        File file = new File(path);
        Map<String, byte[]> files = new LinkedHashMap<>();
        if (!file.isDirectory()) {
            files.put(path, bytes(file));
            return files;
        }
        String[] names = file.list();
        if (names == null) {
            throw new IOException("the directory cannot be listed");
        }
        Arrays.sort(names);
        for (String name : names) {
            // As in a shell, * stands for no dot at the beginning: editors keep their lock files there.
            if (!name.startsWith(".") && (name.endsWith(".yml") || name.endsWith(".yaml"))) {
                files.put(path + File.separator + name, bytes(new File(file, name)));
            }
        }
        if (files.isEmpty()) {
            throw new IOException("the directory has no *.yml or *.yaml");
        }
        return files;
    }

    private static byte[] bytes(File file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.write(buffer, 0, read);
                if (bytes.size() > FileText.MAX_BYTES) {
                    break; // enough to tell that it is too large
                }
            }
            return bytes.toByteArray();
        }
    }
}
