package io.datapunk.retry.agent.rules;

/**
 * A pattern of names: {@code *} stands for any characters but {@code .}, {@code **} for any; in one of file names
 * {@code *} stands for any, too. Matched in one pass with at most one step back for each kind of star, so no pattern is
 * slow. Immutable.
 */
public final class Glob {

    private final String text;
    private final int firstStar;
    private final boolean ofFiles;

    /** A pattern of names with dots between their parts; any text is one. */
    public Glob(String text) {
        this(text, false);
    }

    private Glob(String text, boolean ofFiles) {
        this.text = text;
        this.firstStar = text.indexOf('*');
        this.ofFiles = ofFiles;
    }

    /**
     * A pattern of file names, where a dot is a character like any: {@code payment-*.jar} has {@code payment-1.2.jar}.
     */
    public static Glob ofFiles(String text) {
        return new Glob(text, true);
    }

    /** The pattern as it is written. */
    public String text() {
        return text;
    }

    /** Whether it matches exactly one name, itself. */
    public boolean isLiteral() {
        return firstStar < 0;
    }

    /** What every name that it matches begins with. */
    public String literalPrefix() {
        return firstStar < 0 ? text : text.substring(0, firstStar);
    }

    /**
     * Whether the name of a package, or at least of the topmost, stands before the first star, as in {@code java.**}.
     */
    public boolean namesPackage() {
        return literalPrefix().indexOf('.') >= 0;
    }

    /** What every name that it matches ends with. */
    public String literalSuffix() {
        return text.substring(text.lastIndexOf('*') + 1);
    }

    /** Whether it matches the whole of a name. */
    public boolean matches(String name) {
        if (firstStar < 0) {
            return text.equals(name);
        }
        int p = 0;
        int n = 0;
        int starP = -1; // after the last single star, and where in the name it was tried
        int starN = -1;
        int deepP = -1; // the same for the last double star
        int deepN = -1;
        while (n < name.length()) {
            if (isDeep(p)) {
                p = afterStars(p);
                deepP = p;
                deepN = n;
                starP = -1;
            } else if (isStar(p)) {
                starP = ++p;
                starN = n;
            } else if (p < text.length() && text.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (starP >= 0 && name.charAt(starN) != '.') {
                n = ++starN;
                p = starP;
            } else if (deepP >= 0) {
                n = ++deepN;
                p = deepP;
                starP = -1;
            } else {
                return false;
            }
        }
        while (isStar(p)) {
            p++;
        }
        return p == text.length();
    }

    private boolean isStar(int at) {
        return at < text.length() && text.charAt(at) == '*';
    }

    private boolean isDeep(int at) {
        return isStar(at) && (ofFiles || isStar(at + 1));
    }

    private int afterStars(int at) {
        int after = at;
        while (isStar(after)) {
            after++;
        }
        return after;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob && text.equals(((Glob) other).text) && ofFiles == ((Glob) other).ofFiles;
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
