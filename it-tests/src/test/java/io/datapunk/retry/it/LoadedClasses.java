package io.datapunk.retry.it;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code -verbose:class} says. */
final class LoadedClasses {

    /** {@code [Loaded NAME from …]} on 8, {@code […][class,load] NAME source: …} after that. */
    private static final Pattern LOADED =
            Pattern.compile("^(?:\\[Loaded (\\S+) from|.*\\[class,load *] (\\S+) source:).*");

    private LoadedClasses() {}

    /** Whether the line is of {@code -verbose:class}, not of the program. */
    static boolean isLine(String line) {
        return LOADED.matcher(line).matches() || line.startsWith("[Opened ") || line.contains("[class,load");
    }

    static Set<String> of(Stream<String> lines) {
        Set<String> names = new TreeSet<>();
        lines.forEach(line -> {
            Matcher matcher = LOADED.matcher(line);
            if (matcher.matches()) {
                names.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
            }
        });
        return names;
    }

    /**
     * What must not be woken before main, by anybody but the application. Relocated or not, a library is known by the
     * rest of its name.
     */
    static boolean isHeavy(String name) {
        return name.contains(".shaded.")
                || name.startsWith("java.util.logging.")
                || name.startsWith("javax.management.")
                || name.startsWith("java.security.MessageDigest");
    }
}
