package io.datapunk.retry.agent.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;

/** By an open descriptor of the folder: openat(2) and its kin. */
final class OpenEntries implements FolderEntries {

    private final Path path;
    private final SecureDirectoryStream<Path> folder;

    OpenEntries(Path path, SecureDirectoryStream<Path> folder) {
        this.path = path;
        this.folder = folder;
    }

    private Path relative(String name) {
        return path.getFileSystem().getPath(name);
    }

    @Override
    public BasicFileAttributes folder() throws IOException {
        return folder.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
    }

    @Override
    public SeekableByteChannel open(String name, Set<OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return folder.newByteChannel(relative(name), options, attributes);
    }

    @Override
    public <V extends BasicFileAttributeView> V view(String name, Class<V> type) {
        return folder.getFileAttributeView(relative(name), type, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void rename(String name, String next) throws IOException {
        folder.move(relative(name), folder, relative(next));
    }

    @Override
    public void delete(String name) throws IOException {
        folder.deleteFile(relative(name));
    }
}
