package io.datapunk.retry.agent.files;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * A folder in a place where other users may make files too, such as {@code /tmp}, which was made for this user alone.
 * It stays the folder that it was when it was opened, whatever becomes of its path: another user who makes a folder of
 * the same name, once this one is gone, gets nothing written there. Files are made new, for this user alone, and no
 * link is followed.
 *
 * <p>Where the system has it (Linux, macOS), all names are looked up from an open descriptor of the folder; elsewhere
 * the folder's identity is compared before each step. Not thread-safe.
 */
public final class PrivateFolder implements Closeable {

    private static final Set<PosixFilePermission> FOR_OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path path;
    private final DirectoryStream<Path> opened;
    private final FolderEntries entries;
    private final Object identity;
    private final UserPrincipal owner;
    private boolean isOwn;

    @SuppressWarnings("StreamResourceLeak") // open for as long as this is
    private PrivateFolder(Path path) throws IOException {
        this.path = path;
        this.opened = Files.newDirectoryStream(path);
        boolean isGood = false;
        try {
            this.entries = opened instanceof SecureDirectoryStream
                    ? new OpenEntries(path, (SecureDirectoryStream<Path>) opened)
                    : new NamedEntries(path);
            BasicFileAttributes attributes = entries.folder();
            this.identity = attributes.fileKey();
            this.owner = attributes instanceof PosixFileAttributes ? ((PosixFileAttributes) attributes).owner() : null;
            checkIsPath();
            checkIsForOwner(attributes);
            isGood = true;
        } finally {
            if (!isGood) {
                opened.close();
            }
        }
    }

    /**
     * Opens a folder that this user has made.
     *
     * @throws IOException where there is none, where others may use it, or where the path leads there by a link
     */
    public static PrivateFolder open(File folder) throws IOException {
        return new PrivateFolder(folder.getAbsoluteFile().toPath());
    }

    /** That it was opened by its own name, and not by a link which somebody has put there. */
    private void checkIsPath() throws IOException {
        BasicFileAttributes named = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!named.isDirectory() || identity != null && !identity.equals(named.fileKey())) {
            throw new IOException(path + " is not the folder that was opened");
        }
    }

    private void checkIsForOwner(BasicFileAttributes attributes) throws IOException {
        if (attributes instanceof PosixFileAttributes) {
            Set<PosixFilePermission> others = EnumSet.copyOf(Arrays.asList(PosixFilePermission.values()));
            others.removeAll(EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE));
            others.retainAll(((PosixFileAttributes) attributes).permissions());
            if (!others.isEmpty()) {
                throw new IOException(path + " may be used by others than its owner: "
                        + PosixFilePermissions.toString(((PosixFileAttributes) attributes).permissions()));
            }
        }
    }

    /** Its path, as long as it has one. */
    public Path path() {
        return path;
    }

    /**
     * Makes a new file, for its owner alone.
     *
     * @throws FileAlreadyExistsException where there is one of this name
     * @throws IOException where it cannot be made, or where the folder is not of the user who runs this JVM
     */
    public OutputStream create(String name) throws IOException {
        Set<OpenOption> options = new HashSet<>(Arrays.<OpenOption>asList(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        SeekableByteChannel channel = entries.open(name, options, attributes());
        try {
            checkIsOwn(name);
            return Channels.newOutputStream(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private FileAttribute<?>[] attributes() {
        return owner == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FOR_OWNER)};
    }

    /** A file that was made just now shows who this user is. */
    private void checkIsOwn(String name) throws IOException {
        if (owner == null || isOwn) {
            return;
        }
        PosixFileAttributeView view = entries.view(name, PosixFileAttributeView.class);
        UserPrincipal user = view.readAttributes().owner();
        if (!user.equals(owner)) {
            entries.delete(name);
            throw new IOException(path + " is of " + owner + ", and this JVM runs as " + user);
        }
        isOwn = true;
    }

    /** Gives a file another name, in the place of one that may have it. */
    public void rename(String name, String next) throws IOException {
        entries.rename(name, next);
    }

    /** The bytes of a file from its beginning; {@code null} where there is none of this name. */
    public SeekableByteChannel read(String name) throws IOException {
        try {
            Set<OpenOption> options =
                    new HashSet<>(Arrays.<OpenOption>asList(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            return entries.open(name, options);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** When a file was changed or touched last, in milliseconds since 1970 UTC; 0 where there is none of this name. */
    public long lastModified(String name) throws IOException {
        try {
            return entries.view(name, BasicFileAttributeView.class)
                    .readAttributes()
                    .lastModifiedTime()
                    .toMillis();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Makes an empty file, or changes its time to now; gives whether the folder is still there to do so. */
    public boolean touch(String name) throws IOException {
        try {
            entries.view(name, BasicFileAttributeView.class)
                    .setTimes(FileTime.fromMillis(System.currentTimeMillis()), null, null);
            return true;
        } catch (NoSuchFileException e) {
            try {
                create(name).close();
                return true;
            } catch (NoSuchFileException gone) {
                return false;
            }
        }
    }

    /** Takes a file away, if it is there. */
    public void delete(String name) throws IOException {
        try {
            entries.delete(name);
        } catch (NoSuchFileException e) {
            return; // as it was to be
        }
    }

    /** Takes the folder away, where it is empty, and what its path leads to is still this folder. */
    public void delete() throws IOException {
        try {
            checkIsPath();
            Files.delete(path);
        } catch (NoSuchFileException e) {
            return; // somebody was faster
        }
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
