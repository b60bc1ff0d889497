package io.datapunk.retry.agent.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** What a {@link PrivateFolder} does with names in it. Links are followed nowhere. */
interface FolderEntries {

    /** The folder's own attributes; with owner and permissions where the system has such. */
    BasicFileAttributes folder() throws IOException;

    SeekableByteChannel open(String name, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException;

    <V extends BasicFileAttributeView> V view(String name, Class<V> type) throws IOException;

    void rename(String name, String next) throws IOException;

    void delete(String name) throws IOException;
}
