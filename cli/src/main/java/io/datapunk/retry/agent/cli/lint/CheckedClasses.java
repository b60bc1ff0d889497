package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.ClassSource;
import io.datapunk.retry.agent.match.Supertypes;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;

/** The class files that {@code check} was given, and those of the JDK that runs it. Not thread-safe. */
public final class CheckedClasses {

    private final ClassSource source;
    private final Supertypes supertypes;
    private final Collection<String> names;

    /** The class whose code was asked for last: methods are looked at class by class. */
    private String lastName;

    private ClassCode lastCode;

    /**
     * Class files.
     *
     * @param source of those that were given, and of the JDK
     * @param names internal names of those that were given
     */
    public CheckedClasses(ClassSource source, Supertypes supertypes, Collection<String> names) {
        this.source = source;
        this.supertypes = supertypes;
        this.names = names;
    }

    /** Internal names of the classes that were given; those of the JDK are not among them. */
    public Collection<String> names() {
        return Collections.unmodifiableCollection(names);
    }

    /** Binary names of a type and of all above it, as far as their class files are there. */
    Set<String> supertypes(String binaryName) {
        return supertypes.of(binaryName);
    }

    /** The class file of a type, by its binary name; {@code null}: it is not there, or is none. */
    ClassFile file(String binaryName) {
        byte[] bytes = source.read(binaryName.replace('.', '/'));
        try {
            return bytes == null ? null : ClassFile.read(bytes);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What the code of a class names, by its internal name; {@code null}: it cannot be read. */
    ClassCode code(String internalName) {
        if (!internalName.equals(lastName)) {
            byte[] bytes = source.read(internalName);
            lastName = internalName;
            try {
                lastCode = bytes == null ? null : ClassCode.of(bytes);
            } catch (IllegalArgumentException e) {
                lastCode = null; // newer than what can be read: the agent would leave it alone
            }
        }
        return lastCode;
    }
}
