package io.datapunk.retry.agent.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Set;

/** By the folder's path, whose identity is compared before each step: for systems that have nothing better. */
final class NamedEntries implements FolderEntries {

    private final Path folder;
    private final Object identity;
    private final UserPrincipal owner;

    NamedEntries(Path folder) throws IOException {
        this.folder = folder;
        this.identity = folder().fileKey();
        this.owner = owner();
    }

    @Override
    public BasicFileAttributes folder() throws IOException {
        PosixFileAttributeView posix =
                Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return posix == null
                ? Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : posix.readAttributes();
    }

    private UserPrincipal owner() throws IOException {
        return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
    }

    private Path checked(String name) throws IOException {
        BasicFileAttributes now = folder();
        if (!now.isDirectory() || !Objects.equals(identity, now.fileKey()) || !owner.equals(owner())) {
            throw new IOException(folder + " is not the folder that was opened");
        }
        return folder.resolve(name);
    }

    @Override
    public SeekableByteChannel open(String name, Set<OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return Files.newByteChannel(checked(name), options, attributes);
    }

    @Override
    public <V extends BasicFileAttributeView> V view(String name, Class<V> type) throws IOException {
        return Files.getFileAttributeView(checked(name), type, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void rename(String name, String next) throws IOException {
        Files.move(checked(name), folder.resolve(next), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(checked(name));
    }
}
