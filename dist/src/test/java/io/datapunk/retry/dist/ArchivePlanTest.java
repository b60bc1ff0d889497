package io.datapunk.retry.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchivePlanTest {
    private static final String SHADED = "io/datapunk/retry/agent/shaded/";

    private final ArchivePlan plan =
            new ArchivePlan(Set.of("io/datapunk/retry/agent/startup/First"), Set.of(SHADED + "lib/Weaving"));

    @Test
    void listedClassesAreInTheArchiveOfTheirList() {
        assertThat(plan.archiveOf("io/datapunk/retry/agent/startup/First", true))
                .isEqualTo(Archive.START);
        assertThat(plan.archiveOf(SHADED + "lib/Weaving", true)).isEqualTo(Archive.WEAVE);
    }

    @Test
    void ownClassInNoListIsInTheSecondArchive() {
        assertThat(plan.archiveOf("io/datapunk/retry/call/Added", true)).isEqualTo(Archive.WEAVE);
        assertThat(plan.archiveOf("io/datapunk/retry/agent/async/Adapters", true))
                .isEqualTo(Archive.WEAVE);
    }

    @Test
    void furtherClassesOfLibrariesAndAdaptersAreInTheThird() {
        assertThat(plan.archiveOf(SHADED + "lib/Seldom", true)).isEqualTo(Archive.MORE);
        assertThat(plan.archiveOf("io/datapunk/retry/agent/async/guava/GuavaAdapters", true))
                .isEqualTo(Archive.MORE);
        assertThat(plan.archiveOf("io/datapunk/retry/micrometer/RetryMeters", true))
                .isEqualTo(Archive.MORE);
    }

    @Test
    void classThatOnlyCommandsUseIsApart() {
        assertThat(plan.archiveOf(SHADED + "lib/Seldom", false)).isEqualTo(Archive.COMMANDS);
    }
}
