package io.datapunk.retry.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

    @Test
    void followsReferencesThroughCyclesAndPassesOverUnknownNames() {
        Map<String, Set<String>> references = Map.of(
                "a", Set.of("b", "java/lang/Object"),
                "b", Set.of("a", "c"),
                "c", Set.of(),
                "d", Set.of("a"));

        assertThat(Reachability.from(List.of("a"), references)).containsExactly("a", "b", "c");
    }
}
