package io.datapunk.retry.it;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares long lists of lines, for assertions whose message is to be short. */
final class Differences {

    private Differences() {}

    /**
     * The lines that one list has more often than the other, whatever their order, and how often more; empty where none
     * are.
     */
    static Map<String, Integer> between(List<String> plain, List<String> woven) {
        Map<String, Integer> counts = new HashMap<>();
        plain.forEach(line -> counts.merge(line, -1, Integer::sum));
        woven.forEach(line -> counts.merge(line, 1, Integer::sum));
        counts.values().removeIf(count -> count == 0);
        Map<String, Integer> different = new TreeMap<>();
        counts.forEach((line, count) -> different.put((count > 0 ? "woven: " : "plain: ") + line, Math.abs(count)));
        return different;
    }
}
