package io.datapunk.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the sentence "Uses: …" of each {@code package-info.java} with the names in the sources of its package.
 *
 * <p>The sentence lists, in alphabetical order, all other packages whose classes the sources name, in an import or
 * anywhere else. A package of this project is listed relative to {@code io.datapunk.retry}, for example
 * {@code guard} or {@code agent.log}; that package itself is {@code retry}. A package of anybody else is listed by its
 * first two segments, for example {@code io.micrometer}. {@code java.*} is free to use and is not listed. A package
 * that uses nothing else says "Uses: the JDK alone."
 *
 * <p>Stateless. The agent's tests use it as well: it is all that the test jar of this module has.
 */
public final class PackageUses {

    private static final String PROJECT = "io.datapunk.retry";
    private static final String NOTHING = "the JDK alone";

    private static final Pattern SENTENCE = Pattern.compile("\\bUses: ([^:;]+?)\\.(?:\\s|$)");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+);");
    private static final Pattern QUALIFIED = Pattern.compile("\\b(" + PROJECT + "(?:\\.[a-z]\\w*)*)\\.[A-Z]\\w*");

    private PackageUses() {}

    /**
     * The packages whose sentence is not what their sources name.
     *
     * @param sources root of a source tree
     * @return for people, one line a package; empty: each sentence is right
     */
    public static List<String> differences(Path sources) throws IOException {
        List<String> differences = new ArrayList<>();
        for (Path folder : foldersWithSources(sources)) {
            String name =
                    sources.relativize(folder).toString().replace('\\', '/').replace('/', '.');
            if (!name.startsWith(PROJECT)) {
                continue; // the hook, which is of java.lang
            }
            String used = join(usedBy(name, folder));
            String stated = sentenceOf(folder);
            if (!used.equals(stated)) {
                differences.add(
                        name + ": package-info says \"Uses: " + stated + ".\", the sources use \"" + used + "\"");
            }
        }
        return differences;
    }

    private static Set<Path> foldersWithSources(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(PackageUses::isSource)
                    .map(Path::getParent)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isSource(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".java") && !name.equals("package-info.java");
    }

    private static String sentenceOf(Path folder) throws IOException {
        Path info = folder.resolve("package-info.java");
        if (!Files.exists(info)) {
            return "(there is no package-info)";
        }
        String text = Files.readString(info).replaceAll("\\s*\\n \\*\\s*", " ");
        Matcher sentence = SENTENCE.matcher(text);
        return sentence.find() ? sentence.group(1) : "(there is no such sentence)";
    }

    private static Set<String> usedBy(String name, Path folder) throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(PackageUses::isSource).forEach(file -> addUsed(read(file), used));
        }
        used.remove(shortened(name));
        return used;
    }

    private static void addUsed(String source, Set<String> used) {
        Matcher imported = IMPORT.matcher(source);
        while (imported.find()) {
            String name = imported.group(1);
            if (!name.startsWith("java.") && !name.startsWith(PROJECT + ".")) {
                used.add(shortened(packageOf(name)));
            }
        }
        Matcher qualified = QUALIFIED.matcher(source);
        while (qualified.find()) {
            used.add(shortened(qualified.group(1)));
        }
    }

    private static String packageOf(String className) {
        Matcher firstClass = Pattern.compile("\\.[A-Z]").matcher(className);
        return firstClass.find() ? className.substring(0, firstClass.start()) : className;
    }

    private static String shortened(String packageName) {
        if (packageName.equals(PROJECT)) {
            return "retry";
        }
        if (packageName.startsWith(PROJECT + ".")) {
            return packageName.substring(PROJECT.length() + 1);
        }
        String[] segments = packageName.split("\\.", 3);
        return segments.length == 1 ? segments[0] : segments[0] + "." + segments[1];
    }

    private static String join(Set<String> names) {
        return names.isEmpty() ? NOTHING : String.join(", ", names);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
