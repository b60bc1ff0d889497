package io.datapunk.retry.dist;

import java.util.List;
import java.util.Optional;

/**
 * What is in the agent's jar, and where: the one place to change for a new library or a new kind of class. Stateless.
 * All names are internal names of classes, with slashes.
 *
 * <p>The classes that an application may see are entries of the jar. All others are in archives, by the moment that
 * needs them, and only the agent's isolated class loader reads these.
 */
final class Layout {

    private static final String OWN = "io/datapunk/retry/";
    private static final String AGENT = OWN + "agent/";
    private static final String SHADED = AGENT + "shaded/";

    private static final String OF_WEAVER = SHADED + "bytebuddy/";

    /** The libraries in the jar. Of each, those classes are packed that the agent's own classes reach. */
    static final List<Library> LIBRARIES = List.of(
            new Library("net/bytebuddy/", OF_WEAVER, List.of()),
            new Library("org/yaml/snakeyaml/", SHADED + "snakeyaml/", List.of()),
            new Library("picocli/", SHADED + "picocli/", List.of("picocli/AutoComplete")));

    /** Classes that the isolated class loader never defines: they need a library of the application. */
    private static final List<String> BESIDE_APPLICATION =
            List.of(AGENT + "async/", AGENT + "report/micrometer/bridge/", OWN + "micrometer/");

    private Layout() {}

    /**
     * Whether a class is the project's own. All of these are packed: custom code of users may use what the agent does
     * not.
     */
    static boolean isOwn(String name) {
        return (name.startsWith(OWN) && !name.startsWith(OWN + "dist/")) || name.startsWith("java/lang/");
    }

    /** Whether a class is of the command line, which no application loads. */
    static boolean isOfCommands(String name) {
        return name.startsWith(AGENT + "cli/");
    }

    /** Whether the application's class loaders may see a class, since the JVM asks them for it. */
    static boolean isVisible(String name) {
        return name.startsWith(AGENT + "DatapunkRetry") || name.startsWith(AGENT + "boot/");
    }

    /** Whether a class is defined by the isolated class loader, of the agent's own and not of a library. */
    static boolean isIsolated(String name) {
        if (!isOwn(name) || name.startsWith(SHADED)) {
            return false;
        }
        boolean isOfAsync = name.startsWith(AGENT + "async/");
        return isOfAsync
                ? name.indexOf('/', (AGENT + "async/").length()) < 0
                : BESIDE_APPLICATION.stream().noneMatch(name::startsWith);
    }

    /** Whether a class is of the library that weaves. */
    static boolean isOfWeaver(String name) {
        return name.startsWith(OF_WEAVER);
    }

    /** The library that a class belongs to, where one may pack it. */
    static Optional<Library> libraryOf(String name) {
        return LIBRARIES.stream().filter(library -> library.packs(name)).findFirst();
    }
}
