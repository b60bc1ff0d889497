package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.ClassSource;
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

    /**
     * As {@link #closures}, of the types that methods return and that have a type above them that could not be found.
     */
    private final Map<String, Set<String>> fragments = new ConcurrentHashMap<>();

    /** Made when a method is first matched, which most starts never come to. */
    private volatile UnfollowedTypes unfollowed;

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

    /**
     * Binary names of a type and of all that it extends or implements, as far as they could be found when it was first
     * asked for: a type that a method returns may never be there.
     */
    public Set<String> of(String binaryName) {
        Set<String> known = fragments.get(binaryName);
        if (known != null) {
            return known;
        }
        String name = binaryName.replace('.', '/');
        Set<String> closure = closure(name);
        if (!closures.containsKey(name)) {
            fragments.put(binaryName, closure);
        }
        return closure;
    }

    /**
     * What {@link #of} gives, without the class itself, and as it is shared between classes: a set for each type that
     * it names.
     */
    List<Set<String>> above(ClassFile classFile) {
        List<String> types = remember(classFile);
        List<Set<String>> above = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            above.add(closure(types.get(i)));
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
     * A type and all above it; remembered once all of them are found. One that is not is looked for again: a class that
     * is generated may be defined a moment later.
     */
    private Set<String> closure(String name) {
        Set<String> known = closures.get(name);
        if (known != null) {
            return known;
        }
        boolean complete = true;
        Set<String> all = new HashSet<>();
        List<String> open = new ArrayList<>();
        open.add(name);
        while (!open.isEmpty()) {
            String type = open.remove(open.size() - 1);
            Set<String> closure = closures.get(type);
            if (closure != null) {
                all.addAll(closure);
            } else if (all.add(binaryName(type))) { // class files may contradict each other, and name a circle
                List<String> above = directOf(type);
                complete &= above != null;
                open.addAll(above == null ? Collections.<String>emptyList() : above);
            }
        }
        if (complete) {
            closures.put(name, all);
        }
        return all;
    }

    /** Takes in a class whose methods are matched: where others name it as a type, its class file is not read again. */
    void note(ClassFile classFile) {
        remember(classFile);
        unfollowed().note(classFile);
    }

    /** The types of the same source that are not followed. */
    UnfollowedTypes unfollowed() {
        UnfollowedTypes known = unfollowed;
        if (known == null) { // made twice, the one or the other remembers less
            known = new UnfollowedTypes(this);
            unfollowed = known;
        }
        return known;
    }

    private static String binaryName(String internalName) {
        return internalName.replace('/', '.');
    }

    /** The class file of a type; {@code null} where there is none that can be read. */
    ClassFile classFile(String internalName) {
        byte[] bytes = source.read(internalName);
        try {
            return bytes == null ? null : ClassFile.read(bytes);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Internal name of the superclass of a class that may have no class file; {@code null} where nobody knows it. */
    String superclassOf(String internalName) {
        List<String> above = directOf(internalName);
        return above == null || above.isEmpty() ? null : above.get(above.size() - 1);
    }

    /** {@code null} where the type cannot be found. */
    private List<String> directOf(String name) {
        List<String> known = direct.get(name);
        if (known != null || name.equals("java/lang/Object")) {
            return known == null ? Collections.<String>emptyList() : known;
        }
        byte[] bytes = source.read(name);
        if (bytes != null) {
            try {
                ClassFile read = ClassFile.open(bytes);
                UnfollowedTypes asked = unfollowed;
                if (asked != null) {
                    asked.note(read);
                }
                return remember(read);
            } catch (IllegalArgumentException e) {
                // no class file, as where a loader encrypts them
            }
        }
        Class<?> loaded = source.loaded(name);
        return loaded == null ? null : remember(loaded);
    }

    private List<String> remember(ClassFile classFile) {
        List<String> types = new ArrayList<>(classFile.interfaces());
        if (classFile.superName() != null) {
            types.add(classFile.superName());
        }
        direct.put(classFile.name(), types);
        return types;
    }

    /** With all that is above it: they are loaded, too, and the loader that is asked need not know them. */
    private List<String> remember(Class<?> loaded) {
        List<String> types = new ArrayList<>(4);
        for (Class<?> above : loaded.getInterfaces()) {
            types.add(internalName(above));
            remember(above);
        }
        if (loaded.getSuperclass() != null) {
            types.add(internalName(loaded.getSuperclass()));
            remember(loaded.getSuperclass());
        }
        direct.put(internalName(loaded), types);
        return types;
    }

    private static String internalName(Class<?> loaded) {
        return loaded.getName().replace('.', '/');
    }
}
