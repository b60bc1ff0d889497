package io.datapunk.retry.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another user has taken the place of the folder, or of a file in it. */
class PrivateFolderTest {

    @TempDir
    private Path shared;

    private Path path;

    @BeforeEach
    void make() throws IOException {
        path = Files.createTempDirectory(shared, "private");
    }

    @Test
    void filesAreForTheOwnerAlone() throws IOException {
        try (PrivateFolder folder = PrivateFolder.open(path.toFile())) {
            write(folder, "next");
            folder.touch("alive");
            folder.rename("next", "current");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("current"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("alive"))))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingIsWrittenToAFolderOfTheSameName() throws IOException {
        try (PrivateFolder folder = PrivateFolder.open(path.toFile())) {
            write(folder, "next");
            folder.delete("next");
            Files.delete(path);
            Files.createDirectory(path);
            Files.writeString(path.resolve("alive"), "of another");

            assertThatThrownBy(() -> folder.create("next")).isInstanceOf(IOException.class);
            assertThat(folder.touch("alive")).isFalse();
            assertThat(folder.lastModified("alive")).isZero();
            assertThat(folder.read("alive")).isNull();
            folder.delete("alive");
            assertThatThrownBy(folder::delete).hasMessage(path + " is not the folder that was opened");
        }
        assertThat(path.resolve("next")).doesNotExist();
        assertThat(path.resolve("alive")).hasContent("of another");
    }

    @Test
    void noLinkInItsPlaceIsFollowed() throws IOException {
        Path home = Files.createDirectory(shared.resolve("home"));
        try (PrivateFolder folder = PrivateFolder.open(path.toFile())) {
            Files.move(path, shared.resolve("moved"));
            Files.createSymbolicLink(path, home);

            write(folder, "next");
            assertThatThrownBy(folder::delete).hasMessageContaining("is not the folder that was opened");
        }
        assertThat(home).isEmptyDirectory();
        assertThat(Files.isSymbolicLink(path)).isTrue();
        assertThat(shared.resolve("moved/next")).exists();
    }

    @Test
    void noLinkInItIsFollowed() throws IOException {
        Path precious = Files.writeString(shared.resolve("precious"), "precious");
        Files.setLastModifiedTime(precious, FileTime.fromMillis(1_000));
        try (PrivateFolder folder = PrivateFolder.open(path.toFile())) {
            for (String name : new String[] {"next", "alive"}) {
                Files.createSymbolicLink(path.resolve(name), precious);
            }
            assertThatThrownBy(() -> folder.create("next")).isInstanceOf(FileAlreadyExistsException.class);
            touchMayFail(folder);
            assertThatThrownBy(() -> folder.read("next")).isInstanceOf(IOException.class);
            folder.delete("next");
            write(folder, "next");
        }
        assertThat(precious).hasContent("precious");
        assertThat(Files.getLastModifiedTime(precious).toMillis()).isEqualTo(1_000);
        assertThat(Files.isRegularFile(path.resolve("next"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void aFolderThatOthersMayUseIsRefused() throws IOException {
        for (String permissions : new String[] {"rwxrwx---", "rwx---r--", "rwx-----x", "rwxrwxrwx"}) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
            assertThatThrownBy(() -> PrivateFolder.open(path.toFile()))
                    .hasMessage(path + " may be used by others than its owner: " + permissions);
        }
    }

    @Test
    void aLinkToAFolderIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(shared.resolve("link"), path);
        assertThatThrownBy(() -> PrivateFolder.open(link.toFile()))
                .hasMessage(link + " is not the folder that was opened");
        assertThatThrownBy(() -> PrivateFolder.open(shared.resolve("none").toFile()))
                .isInstanceOf(IOException.class);
    }

    /** What systems without descriptors of folders get. */
    @Test
    void byNameAloneAFolderOfTheSameNameIsFoundOut() throws IOException {
        NamedEntries entries = new NamedEntries(path);
        entries.delete(Files.createFile(path.resolve("one")).getFileName().toString());
        Files.move(path, shared.resolve("moved"));
        Files.createDirectory(path);
        Files.createFile(path.resolve("one"));

        assertThatThrownBy(() -> entries.delete("one")).hasMessage(path + " is not the folder that was opened");
        Files.delete(path.resolve("one"));
        Files.delete(path);
        Files.createSymbolicLink(path, shared.resolve("moved"));
        assertThatThrownBy(() -> entries.delete("one")).hasMessage(path + " is not the folder that was opened");
    }

    /** The time is the link's own, or cannot be set. */
    private static void touchMayFail(PrivateFolder folder) {
        try {
            folder.touch("alive");
        } catch (IOException e) {
            assertThat(e).isInstanceOf(FileSystemException.class);
        }
    }

    private static void write(PrivateFolder folder, String name) throws IOException {
        try (OutputStream out = folder.create(name)) {
            out.write(1);
        }
        try (SeekableByteChannel read = folder.read(name)) {
            assertThat(read.size()).isEqualTo(1);
        }
    }
}
