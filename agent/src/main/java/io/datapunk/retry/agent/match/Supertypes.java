package io.datapunk.retry.agent.match;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
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
    private final Map<String, List<String>> direct = new ConcurrentHashMap<>();

    /** Supertypes of the classes of a source. */
    public Supertypes(ClassSource source) {
        this.source = source;
    }

    /** Binary names of a class and of all that it extends or implements, at any depth. */
    public Set<String> of(ClassFile classFile) {
        remember(classFile);
        return above(classFile.name());
    }

    /** Binary names of a type and of all that it extends or implements, as far as they can be found. */
    Set<String> of(String binaryName) {
        return above(binaryName.replace('.', '/'));
    }

    private Set<String> above(String internalName) {
        Set<String> binaryNames = new HashSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(internalName);
        while (!open.isEmpty()) {
            String name = open.poll();
            if (!seen.add(name)) {
                continue;
            }
            binaryNames.add(name.replace('/', '.'));
            open.addAll(directOf(name));
        }
        return binaryNames;
    }

    private List<String> directOf(String name) {
        List<String> known = direct.get(name);
        if (known != null || name.equals("java/lang/Object")) {
            return known == null ? Collections.<String>emptyList() : known;
        }
        byte[] bytes = source.read(name);
        try {
            return bytes == null ? none(name) : remember(ClassFile.read(bytes));
        } catch (IllegalArgumentException e) {
            return none(name); // not a class file: the JVM will say so to whoever needs it
        }
    }

    private List<String> none(String name) {
        direct.put(name, Collections.<String>emptyList());
        return Collections.emptyList();
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
