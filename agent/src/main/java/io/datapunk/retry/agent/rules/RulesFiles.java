package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.files.InputStreams;
import io.datapunk.retry.agent.files.RegularFiles;
import io.datapunk.retry.agent.rules.syntax.FileText;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds rules files and reads them: one file, or those of a directory in name order. Stateless. */
public final class RulesFiles {

    /** What a folder of rules may have; more is a folder that is meant for something else. */
    static final int MAX_FILES = 1_000;

    /** All files of a folder together; each stays in memory, to be compared at the next look. */
    static final int MAX_TOTAL_BYTES = 16 * 1024 * 1024;

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
            RegularFiles.require(file);
            files.put(path, bytes(file, FileText.MAX_BYTES));
            return files;
        }
        String[] names = file.list();
        if (names == null) {
            throw new IOException("the directory cannot be listed");
        }
        Arrays.sort(names);
        int left = MAX_TOTAL_BYTES;
        for (String name : names) {
            // As in a shell, * stands for no dot at the beginning: editors keep their lock files there.
            if (!name.startsWith(".") && (name.endsWith(".yml") || name.endsWith(".yaml"))) {
                if (files.size() == MAX_FILES) {
                    throw new IOException("the directory has more than " + MAX_FILES
                            + " *.yml and *.yaml; put the rules into fewer files, or name another directory");
                }
                byte[] bytes = bytes(file, name, left);
                left -= bytes.length;
                files.put(path + File.separator + name, bytes);
            }
        }
        if (files.isEmpty()) {
            throw new IOException("the directory has no *.yml or *.yaml");
        }
        return files;
    }

    private static byte[] bytes(File folder, String name, int left) throws IOException {
        File file = new File(folder, name);
        try {
            RegularFiles.require(file);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        byte[] bytes = bytes(file, Math.min(left, FileText.MAX_BYTES));
        if (bytes.length > left) {
            throw new IOException("the *.yml and *.yaml of the directory have more than " + MAX_TOTAL_BYTES
                    + " bytes together; name another directory, or move what is not rules out of it");
        }
        return bytes;
    }

    /** Of a file that is larger than {@code most}, some bytes more than that. */
    private static byte[] bytes(File file, int most) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            return InputStreams.readAtMost(in, most);
        }
    }
}
