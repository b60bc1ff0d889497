package io.datapunk.retry.agent.classfile;

/** Where class files come from. Never loads a class. */
public interface ClassSource {

    /**
     * The bytes of a class file.
     *
     * @param internalName name with slashes
     * @return {@code null} where there is no such class file, which is no error
     */
    byte[] read(String internalName);

    /**
     * The class of that name where it is loaded already: asked where there is no class file, as of classes that were
     * generated.
     *
     * @return {@code null} where it is not loaded, or that cannot be known
     */
    default Class<?> loaded(String internalName) {
        return null;
    }
}
