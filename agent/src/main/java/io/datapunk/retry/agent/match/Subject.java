package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.classfile.ClassFile;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A class that rules are held against, and where it comes from. Not thread-safe: the types above the class, and the
 * jar, are looked up when the first rule asks for them, once for all rules.
 */
public final class Subject {

    private final ClassFile classFile;
    private final Supertypes supertypes;
    private final Supplier<String> jar;
    private final boolean ofJdk;
    private final String className;
    private List<Set<String>> above;
    private String jarName;

    /**
     * A class.
     *
     * @param supertypes of the loader, or the jars, that it comes from
     * @param jar gives the file name of its jar, as {@link JarNames} has it; empty where it has none; few rules ask
     * @param ofJdk whether the class is one of the JDK, which only rules that name its package get
     */
    public Subject(ClassFile classFile, Supertypes supertypes, Supplier<String> jar, boolean ofJdk) {
        this.classFile = classFile;
        this.supertypes = supertypes;
        this.jar = jar;
        this.ofJdk = ofJdk;
        this.className = classFile.name().replace('/', '.');
    }

    /** The class. */
    public ClassFile classFile() {
        return classFile;
    }

    /** Its binary name. */
    public String className() {
        return className;
    }

    /** Whether {@link #isSubtypeOf} can be answered without reading another class file. */
    boolean isKnownAbove() {
        return above != null || supertypes.isKnownAbove(classFile);
    }

    /** Whether it is, extends or implements one of these types, at any depth. */
    boolean isSubtypeOf(List<String> binaryNames) {
        if (above == null) {
            above = supertypes.above(classFile);
        }
        for (int i = 0; i < binaryNames.size(); i++) {
            if (isSubtypeOf(binaryNames.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isSubtypeOf(String binaryName) {
        for (int i = 0; i < above.size(); i++) {
            if (above.get(i).contains(binaryName)) {
                return true;
            }
        }
        return binaryName.equals(className);
    }

    /** A type above this class, as if it came from the same jar. */
    Subject above(ClassFile type, boolean isOfJdk) {
        return new Subject(type, supertypes, jar, isOfJdk);
    }

    Supertypes supertypes() {
        return supertypes;
    }

    String jar() {
        if (jarName == null) {
            jarName = jar.get();
        }
        return jarName;
    }

    boolean ofJdk() {
        return ofJdk;
    }
}
