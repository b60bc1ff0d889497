package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.WarningId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The warnings about one rule: of each kind so many, and the number of all. A rule may have hundreds of thousands of
 * methods. Not thread-safe.
 */
public final class RuleWarnings {

    /** Of one kind that are kept. */
    static final int MAX_KEPT = 1_000;

    private final List<Warning> kept = new ArrayList<>();
    private final Map<WarningId, Integer> counts = new EnumMap<>(WarningId.class);

    void add(Warning warning) {
        Integer before = counts.get(warning.id());
        int count = before == null ? 1 : before + 1;
        counts.put(warning.id(), count);
        if (count <= MAX_KEPT) {
            kept.add(warning);
        }
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return kept.isEmpty();
    }

    /** All that were kept, in the order in which they were found, and at the end a line for each kind that has more. */
    public List<Warning> all(String rule) {
        return first(MAX_KEPT, "", rule);
    }

    /** The first few of each kind, for people, and at the end a line for each kind that has more. */
    public List<Warning> first(int most, String whereAre, String rule) {
        Map<WarningId, Integer> seen = new EnumMap<>(WarningId.class);
        List<Warning> first = new ArrayList<>();
        for (Warning warning : kept) {
            Integer before = seen.get(warning.id());
            int count = before == null ? 1 : before + 1;
            seen.put(warning.id(), count);
            if (count <= most) {
                first.add(warning);
            }
        }
        for (Map.Entry<WarningId, Integer> kind : counts.entrySet()) {
            if (kind.getValue() > most) {
                String more = "and of " + (kind.getValue() - most) + " more methods" + whereAre;
                first.add(new Warning(kind.getKey(), rule, null, more));
            }
        }
        return first;
    }
}
