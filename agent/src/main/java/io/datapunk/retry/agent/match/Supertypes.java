package io.datapunk.retry.agent.match;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The types above a class, read from class files and remembered. A type that cannot be found ends its branch: it is no
 * error. Thread-safe; one for each class loader, since a name may mean different types in different loaders.
 */
public final class Supertypes {

    private final ClassSource source;

    /** Internal names, by the internal name of the type that names them. */
    private final Map<String, List<String>> direct = new ConcurrentHashMap<>();

    /** Binary names of a type and all above it, by its internal name; of those that have been met above another. */
    private final Map<String, Set<String>> closures = new ConcurrentHashMap<>();

    /** Supertypes of the classes of a source. */
    public Supertypes(ClassSource source) {
        this.source = source;
    }

    /** Binary names of a class and of all that it extends or implements, at any depth. */
    public Set<String> of(ClassFile classFile) {
        Set<String> all = new HashSet<>();
        all.add(binaryName(classFile.name()));
        for (Set<String> above : above(classFile)) {
            all.addAll(above);
        }
        return all;
    }

    /** Binary names of a type and of all that it extends or implements, as far as they can be found. */
    Set<String> of(String binaryName) {
        return closure(binaryName.replace('.', '/'), new HashSet<String>());
    }

    /** What {@link #of} gives, without the class itself, and as it is shared between classes: a set for each type that it names. */
    List<Set<String>> above(ClassFile classFile) {
        List<String> types = remember(classFile);
        List<Set<String>> above = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            Set<String> known = closures.get(types.get(i));
            above.add(known == null ? closure(types.get(i), new HashSet<String>()) : known);
        }
        return above;
    }

    /** Whether {@link #above} has its answer without reading a class file. */
    boolean isKnownAbove(ClassFile classFile) {
        for (int i = 0; i < classFile.interfaces().size(); i++) {
            if (!closures.containsKey(classFile.interfaces().get(i))) {
                return false;
            }
        }
        return classFile.superName() == null || closures.containsKey(classFile.superName());
    }

    /**
     * A type and all above it.
     *
     * @param open the types below it that are being looked at: class files may contradict each other, and name a circle
     */
    private Set<String> closure(String name, Set<String> open) {
        Set<String> known = closures.get(name);
        if (known != null) {
            return known;
        }
        Set<String> all = new HashSet<>();
        all.add(binaryName(name));
        if (open.add(name)) {
            for (String above : directOf(name)) {
                all.addAll(closure(above, open));
            }
            open.remove(name);
            closures.put(name, all);
        }
        return all;
    }

    private static String binaryName(String internalName) {
        return internalName.replace('/', '.');
    }

    private List<String> directOf(String name) {
        List<String> known = direct.get(name);
        if (known != null || name.equals("java/lang/Object")) {
            return known == null ? Collections.<String>emptyList() : known;
        }
        byte[] bytes = source.read(name);
        try {
            return bytes == null ? ofLoaded(name) : remember(ClassFile.open(bytes));
        } catch (IllegalArgumentException e) {
            return ofLoaded(name); // not a class file, as where a loader encrypts them
        }
    }

    private List<String> ofLoaded(String name) {
        Class<?> loaded = source.loaded(name);
        List<String> types = new ArrayList<>();
        if (loaded != null) {
            for (Class<?> above : loaded.getInterfaces()) {
                types.add(above.getName().replace('.', '/'));
            }
            if (loaded.getSuperclass() != null) {
                types.add(loaded.getSuperclass().getName().replace('.', '/'));
            }
        }
        direct.put(name, types);
        return types;
    }

    private List<String> remember(ClassFile classFile) {
        List<String> types = new ArrayList<>(classFile.interfaces());
        if (classFile.superName() != null) {
            types.add(classFile.superName());
        }
        direct.put(classFile.name(), types);
        return types;
    }
}
