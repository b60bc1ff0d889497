package io.datapunk.retry.agent.match;

import java.util.List;
import java.util.Set;

/**
 * A class that rules are held against, and where it comes from. Not thread-safe: the types above the class are looked up when
 * the first rule asks for them, once for all rules.
 */
public final class Subject {

    private final ClassFile classFile;
    private final Supertypes supertypes;
    private final String jar;
    private final boolean ofJdk;
    private List<Set<String>> above;

    /**
     * A class.
     *
     * @param supertypes of the loader, or the jars, that it comes from
     * @param jar file name of its jar, as {@link JarNames} has it; empty where it has none
     * @param ofJdk whether the class is one of the JDK, which only rules that name its package get
     */
    public Subject(ClassFile classFile, Supertypes supertypes, String jar, boolean ofJdk) {
        this.classFile = classFile;
        this.supertypes = supertypes;
        this.jar = jar;
        this.ofJdk = ofJdk;
    }

    /** The class. */
    public ClassFile classFile() {
        return classFile;
    }

    /** Its binary name. */
    public String className() {
        return classFile.name().replace('/', '.');
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
        return binaryName.equals(className());
    }

    Supertypes supertypes() {
        return supertypes;
    }

    String jar() {
        return jar;
    }

    boolean ofJdk() {
        return ofJdk;
    }
}
