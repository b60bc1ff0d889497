package io.datapunk.retry.agent.match;

/**
 * The name of the jar that a class comes from, taken from its code source: {@code payment-1.2.jar}, also where the jar
 * lies inside another one (Spring Boot's fat jars); the folder's name for classes in a folder; the module's name for those
 * of the JDK. Stateless.
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
        int start = Math.max(path.lastIndexOf('/'), path.lastIndexOf('!'));
        return path.substring(start + 1).replace("%20", " ");
    }

    private static String withoutEnd(String location) {
        int end = location.length();
        while (end > 0 && (location.charAt(end - 1) == '/' || location.charAt(end - 1) == '!')) {
            end--;
        }
        return location.substring(0, end);
    }
}
