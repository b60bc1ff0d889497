package io.datapunk.retry.outcome;

import java.util.List;

/**
 * Reads SQL states of {@code java.sql.SQLException}s, those chained by {@code getNextException} included; by
 * reflection, since a JVM may lack the module. Stateless.
 */
final class SqlStates {

    private static final int MAX_CHAIN = 32;
    private static final PropertyPath STATE = PropertyPath.parse("getSQLState()");
    private static final PropertyPath NEXT = PropertyPath.parse("getNextException()");

    private SqlStates() {}

    static boolean anyMatches(Throwable failure, List<String> patterns) {
        Object link = failure;
        for (int i = 0; i < MAX_CHAIN && link instanceof Throwable; i++) {
            if (!TypeNames.isOrExtends(link.getClass(), "java.sql.SQLException")) {
                return false;
            }
            if (matches(STATE.readFrom(link), patterns)) {
                return true;
            }
            link = NEXT.readFrom(link);
        }
        return false;
    }

    private static boolean matches(Object state, List<String> patterns) {
        if (!(state instanceof String)) {
            return false;
        }
        for (String pattern : patterns) {
            boolean prefix = pattern.endsWith("*");
            String text = prefix ? pattern.substring(0, pattern.length() - 1) : pattern;
            if (prefix ? ((String) state).startsWith(text) : state.equals(text)) {
                return true;
            }
        }
        return false;
    }
}
