package io.datapunk.retry.agent.match;

/**
 * The name of the jar that a class comes from, taken from its code source: {@code payment-1.2.jar}, also where the jar
 * lies inside another one (Spring Boot's fat jars); the folder's name for classes in a folder; the module's name for those
 * of the JDK. Stateless.
 */
public final class JarNames {

    private JarNames() {}

    /** The name for a location such as {@code file:/app/lib/payment-1.2.jar}; empty for {@code null}. */
    public static String of(String location) {
        if (location == null) {
            return "";
        }
        String path = location;
        while (path.endsWith("/") || path.endsWith("!")) {
            path = path.substring(0, path.length() - 1);
        }
        int start = Math.max(path.lastIndexOf('/'), path.lastIndexOf('!'));
        return path.substring(start + 1).replace("%20", " ");
    }
}
