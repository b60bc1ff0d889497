package io.datapunk.retry.agent.match;

/** Where class files come from. Never loads a class. */
public interface ClassSource {

    /**
     * The bytes of a class file.
     *
     * @param internalName name with slashes
     * @return {@code null} where there is no such class file, which is no error
     */
    byte[] read(String internalName);
}
