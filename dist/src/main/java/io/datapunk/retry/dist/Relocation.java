package io.datapunk.retry.dist;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Gives the packages of libraries other names, in everything that names them: types, descriptors, signatures, and
 * strings that begin with the name of such a package. Immutable.
 */
final class Relocation {

    private final List<Library> libraries;

    /** By the names that these libraries get. */
    Relocation(List<Library> libraries) {
        this.libraries = List.copyOf(libraries);
    }

    /** The new internal name of a class; its own where it is of none of the libraries. */
    String nameOf(String internalName) {
        for (Library library : libraries) {
            if (library.contains(internalName)) {
                return library.relocated()
                        + internalName.substring(library.prefix().length());
            }
        }
        return internalName;
    }

    /** Relocates what a class file names. */
    Relocated apply(byte[] classFile) {
        Names names = new Names();
        // Not given the reader: the constant pool is to be written anew, without the old names.
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(new ClassRemapper(writer, names), ClassReader.EXPAND_FRAMES);
        return new Relocated(names.isChanged ? writer.toByteArray() : classFile, names.seen);
    }

    private String textOf(String text) {
        for (Library library : libraries) {
            for (char separator : new char[] {'/', '.'}) {
                String prefix = library.prefix().replace('/', separator);
                int at = text.startsWith("L") ? 1 : 0;
                if (text.startsWith(prefix, at)) {
                    return text.substring(0, at)
                            + library.relocated().replace('/', separator)
                            + text.substring(at + prefix.length());
                }
            }
        }
        return text;
    }

    /** Collects the names of one class file while they are replaced. */
    private final class Names extends Remapper {
        private final Set<String> seen = new TreeSet<>();
        private boolean isChanged;

        Names() {
            super(Opcodes.ASM9);
        }

        @Override
        public String map(String internalName) {
            seen.add(internalName);
            String name = nameOf(internalName);
            isChanged |= !name.equals(internalName);
            return name;
        }

        @Override
        public Object mapValue(Object value) {
            if (!(value instanceof String text)) {
                return super.mapValue(value);
            }
            String relocated = textOf(text);
            isChanged |= !relocated.equals(text);
            return relocated;
        }
    }

    /** A class after its relocation. */
    static final class Relocated {
        private final byte[] bytes;
        private final Set<String> references;

        private Relocated(byte[] bytes, Set<String> references) {
            this.bytes = bytes;
            this.references = references;
        }

        /** Its class file; the one that was given, where nothing in it is relocated. */
        byte[] bytes() {
            return bytes;
        }

        /** The classes that it names, by their internal names before the relocation. */
        Set<String> references() {
            return references;
        }
    }
}
