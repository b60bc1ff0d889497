package io.datapunk.retry.agent.cli;

/** What an {@link ArchiveScan} gives its findings to. */
interface ClassSink {

    /** Whether a class of this entry name is to be read. */
    boolean wants(String entryName);

    /** A class file. */
    void add(String entryName, byte[] bytes, String jarName);

    /** Something cannot be looked at. */
    void problem(String path, Throwable why);
}
