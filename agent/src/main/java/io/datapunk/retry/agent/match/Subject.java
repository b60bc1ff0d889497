package io.datapunk.retry.agent.match;

/** A class that rules are held against, and where it comes from. Immutable. */
public final class Subject {

    private final ClassFile classFile;
    private final Supertypes supertypes;
    private final String jar;
    private final boolean ofJdk;

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
