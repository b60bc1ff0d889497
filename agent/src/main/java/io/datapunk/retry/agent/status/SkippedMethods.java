package io.datapunk.retry.agent.status;

import io.datapunk.retry.agent.log.AgentLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The methods that rules name and that are left alone, with the reasons; and how many lines of them the log gets. A
 * rule that names thousands of methods has a few lines with their number. Thread-safe.
 */
final class SkippedMethods {

    /** Kept in all, and told apart from those that were logged before. */
    private static final int MAX_KEPT = AgentStatus.MAX_KEPT;

    /**
     * Methods of one rule that the log names: of a rule that names packages or methods, and of one that names neither.
     */
    static final int LINES_OF_A_RULE = 20;

    static final int LINES_OF_A_CATCH_ALL = 1;

    /** From one line with the number of methods to the next, the number is so many times as high. */
    private static final int GROWTH = 20;

    private final AgentLog log;
    private final Set<String> logged = new HashSet<>();
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final Map<String, Count> counts = new HashMap<>();

    SkippedMethods(AgentLog log) {
        this.log = log;
    }

    /**
     * A method is left alone.
     *
     * @param isCatchAll whether the rule names neither packages nor methods
     */
    void add(String className, String method, String rule, String reason, boolean isCatchAll) {
        String key = className + "." + method;
        String line = key + " is left alone although the rule " + rule + " names it: " + reason;
        String told;
        synchronized (this) {
            if (lines.size() < MAX_KEPT) {
                lines.put(key, line);
            }
            if (logged.size() == MAX_KEPT || !logged.add(line)) {
                return;
            }
            told = countOf(rule, isCatchAll).tell(line, rule, logged.size() == MAX_KEPT);
        }
        if (told != null) {
            log.warn(told);
        }
        if (!line.equals(told)) {
            log.debug(line);
        }
    }

    private Count countOf(String rule, boolean isCatchAll) {
        Count count = counts.get(rule);
        if (count == null) {
            count = new Count(isCatchAll ? LINES_OF_A_CATCH_ALL : LINES_OF_A_RULE);
            counts.put(rule, count);
        }
        return count;
    }

    /** The methods of a class are looked at anew. */
    synchronized void forget(String className) {
        for (Iterator<String> keys = lines.keySet().iterator(); keys.hasNext(); ) {
            String key = keys.next();
            if (key.startsWith(className + ".") && key.lastIndexOf('.', key.indexOf('(')) == className.length()) {
                keys.remove();
            }
        }
    }

    /** One line each; at most 1,000. */
    synchronized List<String> lines() {
        return new ArrayList<>(lines.values());
    }

    /** Of one rule, under the lock. */
    private static final class Count {
        private final int named;
        private int methods;
        private int next = LINES_OF_A_RULE + 1;

        Count(int named) {
            this.named = named;
        }

        /** What the log says of one method more; {@code null}: nothing. */
        String tell(String line, String rule, boolean isLast) {
            methods++;
            if (methods <= named) {
                return line;
            }
            if (methods < next && !isLast) {
                return null;
            }
            next = (next - 1) * GROWTH;
            return "the rule " + rule + " names " + methods + (isLast ? " methods or more" : " methods so far")
                    + " that are left alone; the log no longer names each, SkippedMethods of the MBean "
                    + "type=Agent does, up to "
                    + MAX_KEPT;
        }
    }
}
