package io.datapunk.retry.agent.report.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datapunk.retry.agent.files.PrivateFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

    @TempDir
    private File folder;

    private PrivateFolder opened;

    @BeforeEach
    void open() throws IOException {
        opened = PrivateFolder.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        opened.close();
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("text", "Grüße, \u2028 \ud83d\ude00");
        inner.put("nothing", null);
        Map<String, Object> snapshot = new LinkedHashMap<>();
        snapshot.put("whole", Long.MIN_VALUE);
        snapshot.put("fraction", 0.1);
        snapshot.put("truth", true);
        snapshot.put("list", Arrays.asList(1L, inner, Collections.emptyList()));
        String longText = new String(new char[100_000]).replace('\0', 'x');
        snapshot.put("long", longText);

        SnapshotFile.write(opened, snapshot);
        SnapshotFile.write(opened, snapshot);

        assertThat(SnapshotFile.read(opened)).isEqualTo(snapshot);
    }

    @Test
    void thereIsNoneBeforeTheFirst() throws IOException {
        assertThat(SnapshotFile.read(opened)).isNull();
        assertThat(SnapshotFile.isRefused(opened)).isFalse();
        SnapshotFile.refuse(folder);
        assertThat(SnapshotFile.isRefused(opened)).isTrue();
    }

    @Test
    void whatIsNoSnapshotIsRefused() throws IOException {
        Files.write(folder.toPath().resolve("snapshot"), new byte[] {'?', 1, 2});
        assertThatThrownBy(() -> SnapshotFile.read(opened)).hasMessageContaining("not a snapshot");
    }

    @Test
    void leavesNothingBehind() throws IOException {
        SnapshotFile.write(opened, Collections.<String, Object>emptyMap());
        SnapshotFile.refuse(folder);
        SnapshotFile.delete(opened);
        assertThat(folder).doesNotExist();
    }
}
