package io.datapunk.retry.agent.match;

import java.nio.charset.StandardCharsets;

/**
 * The name of the jar that a class comes from, taken from its code source: {@code payment-1.2.jar}, also where the jar
 * lies inside another one (Spring Boot's fat jars); the folder's name for classes in a folder; the module's name for
 * those of the JDK. Stateless.
 */
public final class JarNames {

    /** Folders inside a jar that are the root of its own classes: these come from the jar itself. */
    private static final String[] CLASS_FOLDERS = {"BOOT-INF/classes", "WEB-INF/classes"};

    private JarNames() {}

    /** The name for a location such as {@code file:/app/lib/payment-1.2.jar}; empty for {@code null}. */
    public static String of(String location) {
        if (location == null) {
            return "";
        }
        String path = withoutEnd(location);
        for (String folder : CLASS_FOLDERS) {
            if (path.endsWith("!/" + folder) || path.endsWith("!" + folder)) {
                path = withoutEnd(path.substring(0, path.length() - folder.length()));
            }
        }
        return decoded(lastPart(path));
    }

    /** The name of a file or folder that is given by its path, and not by a location. */
    public static String ofPath(String path) {
        return lastPart(withoutEnd(path));
    }

    private static String lastPart(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1);
    }

    /**
     * A name whose escapes are undone, as the JDK writes them into locations: bytes of UTF-8 (RFC 3986, 2.1). A name
     * that has one that is none, from a loader that escapes nothing, stays as it is.
     */
    private static String decoded(String name) {
        if (name.indexOf('%') < 0) {
            return name;
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
                if (low < 0) {
                    return name;
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[length++] = bytes[i];
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static String withoutEnd(String location) {
        int end = location.length();
        while (end > 0 && (location.charAt(end - 1) == '/' || location.charAt(end - 1) == '!')) {
            end--;
        }
        return location.substring(0, end);
    }
}
