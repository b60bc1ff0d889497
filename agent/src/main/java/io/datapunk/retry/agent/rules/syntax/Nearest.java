package io.datapunk.retry.agent.rules.syntax;

/** Finds the word that somebody meant. Stateless. */
public final class Nearest {

    private Nearest() {}

    /** {@code ; did you mean "x"?} where one of the words is near enough; else an empty text. */
    public static String hint(String word, Iterable<String> candidates) {
        String nearest = of(word, candidates);
        return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
    }

    /** The word at the least distance; {@code null} where none is near enough. */
    public static String of(String word, Iterable<String> candidates) {
        String nearest = null;
        int least = 1 + Math.max(1, Math.min(3, word.length() / 3));
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Damerau's and Levenshtein's (optimal string alignment): what two neighbours swapped cost is one. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 3) {
            return Integer.MAX_VALUE;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
