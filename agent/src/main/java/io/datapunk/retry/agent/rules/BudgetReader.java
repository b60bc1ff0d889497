package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Node;

/** Reads a retry budget. Stateless. */
final class BudgetReader {

    static final String[] KEYS = {"ratio", "min-per-second"};

    private static final double MAX_PER_SECOND = 1_000_000;

    private BudgetReader() {}

    /** The budget; {@code null} where the node is no map. */
    static BudgetSpec read(NodeValues values, Node node, String name) {
        Node.Mapping map = values.mapping(node, "a map with ratio and min-per-second", KEYS);
        if (map == null) {
            return null;
        }
        Double ratio = map.get("ratio") == null ? null : values.percentage(map.get("ratio"), 0, 100);
        Double floor = null;
        if (map.get("min-per-second") != null) {
            floor = values.number(map.get("min-per-second"), 0, "a number, 0 to 1000000");
            if (floor != null && floor > MAX_PER_SECOND) {
                values.problems().expected(map.get("min-per-second"), "a number, 0 to 1000000");
            }
        }
        double share = ratio == null ? BudgetSpec.DEFAULT_RATIO : ratio;
        double least = floor == null ? BudgetSpec.DEFAULT_MIN_PER_SECOND : floor;
        if (share == 0 && least == 0) {
            values.problems()
                    .wrong(
                            node,
                            "ratio 0% and min-per-second 0 allow no retry at all; use mode: off or max-attempts: 1");
        }
        return new BudgetSpec(name, share, least);
    }
}
