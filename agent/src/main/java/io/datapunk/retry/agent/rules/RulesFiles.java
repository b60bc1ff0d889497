package io.datapunk.retry.agent.rules;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds rules files and reads their text: one file, or those of a directory in name order. Stateless. */
public final class RulesFiles {

    /** A rules file is a few kilobytes; what is larger than this is something else. */
    private static final int MAX_BYTES = 10 * 1024 * 1024;

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
        File file = new File(path);
        Map<String, String> texts = new LinkedHashMap<>();
        if (!file.isDirectory()) {
            texts.put(path, text(file));
            return RulesReader.read(absolute(path), texts);
        }
        String[] names = file.list();
        if (names == null) {
            throw new IOException("the directory cannot be listed");
        }
        Arrays.sort(names);
        for (String name : names) {
            if (name.endsWith(".yml") || name.endsWith(".yaml")) {
                texts.put(path + File.separator + name, text(new File(file, name)));
            }
        }
        if (texts.isEmpty()) {
            throw new IOException("the directory has no *.yml or *.yaml");
        }
        return RulesReader.read(absolute(path), texts);
    }

    private static String text(File file) throws IOException {
        byte[] bytes = bytes(file);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8 text", e);
        }
    }

    private static byte[] bytes(File file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.write(buffer, 0, read);
                if (bytes.size() > MAX_BYTES) {
                    throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
                }
            }
            return bytes.toByteArray();
        }
    }
}
