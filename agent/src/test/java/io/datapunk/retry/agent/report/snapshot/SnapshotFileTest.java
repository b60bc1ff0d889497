package io.datapunk.retry.agent.report.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

    @TempDir
    private File folder;

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

        SnapshotFile.write(folder, snapshot);
        SnapshotFile.write(folder, snapshot);

        assertThat(SnapshotFile.read(folder)).isEqualTo(snapshot);
    }

    @Test
    void thereIsNoneBeforeTheFirst() throws IOException {
        assertThat(SnapshotFile.read(folder)).isNull();
        assertThat(SnapshotFile.isRefused(folder)).isFalse();
        SnapshotFile.refuse(folder);
        assertThat(SnapshotFile.isRefused(folder)).isTrue();
    }

    @Test
    void whatIsNoSnapshotIsRefused() throws IOException {
        Files.write(folder.toPath().resolve("snapshot"), new byte[] {'?', 1, 2});
        assertThatThrownBy(() -> SnapshotFile.read(folder)).hasMessageContaining("not a snapshot");
    }

    @Test
    void leavesNothingBehind() throws IOException {
        SnapshotFile.write(folder, Collections.<String, Object>emptyMap());
        SnapshotFile.refuse(folder);
        SnapshotFile.delete(folder);
        assertThat(folder).doesNotExist();
    }
}
