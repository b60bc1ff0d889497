package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.rules.Glob;
import io.datapunk.retry.agent.rules.RetryRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rules may match a class, by its name, and where a rule names no class by the constants of its class file. Exact
 * names are found by hash, patterns by the text that they begin with, so that thousands of rules cost a class as little
 * as ten.
 *
 * <p>Immutable and thread-safe once built.
 */
public final class ClassIndex {

    private static final int[] NONE = new int[0];
    static final int ASCII = 128;

    private final List<RetryRule> rules;
    private final Map<String, int[]> exact = new HashMap<>();

    /** The patterns that name a package, by what they begin with. */
    private final PrefixTrie patterns = new PrefixTrie();

    /** The patterns that begin with less than the name of a package: none of them is for a class of the JDK. */
    private final PrefixTrie vague = new PrefixTrie();

    /** As {@link #vague}, those that begin with a star, by what they end with, from its end. */
    private final PrefixTrie endings = new PrefixTrie();

    private final int[] withoutName;

    /**
     * Those of {@link #withoutName} that no constant of a class file speaks for; the others are in {@link #constants}.
     */
    private final int[] withoutConstant;

    private final ConstantIndex constants = new ConstantIndex();

    /** The characters with which exact names and prefixes begin: most classes are told from them by one look. */
    private final boolean[] begins = new boolean[ASCII];

    /** As {@link #begins}, of the names and patterns that may be for a class of the JDK. */
    private final boolean[] beginsOfJdk = new boolean[ASCII];

    /**
     * An index of these rules.
     *
     * @param rules in file order; the index answers with their positions
     */
    public ClassIndex(List<RetryRule> rules) {
        this.rules = rules;
        int[] unnamed = new int[rules.size()];
        int unnamedCount = 0;
        int[] silent = new int[rules.size()];
        int silentCount = 0;
        for (int position = 0; position < rules.size(); position++) {
            List<Glob> classes = rules.get(position).match().classes();
            for (Glob glob : classes) {
                add(glob, position);
            }
            if (classes.isEmpty()) {
                unnamed[unnamedCount++] = position;
                if (!constants.add(rules.get(position).match(), position)) {
                    silent[silentCount++] = position;
                }
            }
        }
        withoutName = Arrays.copyOf(unnamed, unnamedCount);
        withoutConstant = Arrays.copyOf(silent, silentCount);
    }

    private void add(Glob glob, int position) {
        if (!glob.isLiteral()) {
            String prefix = glob.literalPrefix().replace('.', '/');
            if (prefix.isEmpty()) {
                Arrays.fill(begins, true);
                endings.add(reversed(glob.literalSuffix()), glob, position);
            } else if (glob.namesPackage()) {
                beginsWith(prefix, begins);
                beginsWith(prefix, beginsOfJdk);
                patterns.add(prefix, glob, position);
            } else {
                beginsWith(prefix, begins);
                vague.add(prefix, glob, position);
            }
            return;
        }
        String name = glob.text().replace('.', '/');
        beginsWith(name, begins);
        beginsWith(name, beginsOfJdk);
        int[] before = exact.get(name);
        exact.put(name, append(before == null ? NONE : before, position));
    }

    private static void beginsWith(String name, boolean[] firstCharacters) {
        if (!name.isEmpty() && name.charAt(0) < ASCII) {
            firstCharacters[name.charAt(0)] = true;
        }
    }

    /** Whether there is no rule. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /**
     * Whether there may be {@link #candidates} for a class; {@code false} is certain, and is found at once.
     *
     * @param name with slashes or with dots
     */
    public boolean mayHaveCandidates(String name, boolean ofJdk) {
        return !ofJdk && withoutName.length > 0
                || name.isEmpty()
                || name.charAt(0) >= ASCII
                || (ofJdk ? beginsOfJdk : begins)[name.charAt(0)];
    }

    /**
     * The rules that may match a class, as far as its name says: whose {@code class} holds, and those that have none. A
     * class of the JDK is matched by those alone whose {@code class} names its package.
     *
     * @param internalName name with slashes, as the JVM gives it
     * @return in file order; {@code null} for none, which is what nearly every class gets
     */
    public List<RetryRule> candidates(String internalName, boolean ofJdk) {
        if (!mayHaveCandidates(internalName, ofJdk)) {
            return null;
        }
        int[] named = named(internalName, ofJdk);
        return rulesAt(ofJdk ? named : concat(named, withoutName));
    }

    /**
     * Of {@link #candidates(String, boolean)} those that may match this class file: one that has no {@code class}, and
     * asks for an annotation or for a method, needs its name among the constants.
     *
     * @throws IllegalArgumentException where the bytes had to be looked at and are no class file
     */
    public List<RetryRule> candidates(String internalName, boolean ofJdk, byte[] classFile) {
        if (!mayHaveCandidates(internalName, ofJdk)) {
            return null;
        }
        int[] positions = named(internalName, ofJdk);
        if (!ofJdk) {
            positions = concat(positions, withoutConstant);
            if (!constants.isEmpty()) {
                positions = constants.collect(classFile, positions);
            }
        }
        return rulesAt(positions);
    }

    /** Whether a rule comes before another; both are of this index. */
    boolean isBefore(RetryRule rule, RetryRule other) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i) == rule || rules.get(i) == other) {
                return rules.get(i) == rule && rule != other;
            }
        }
        return false;
    }

    private int[] named(String internalName, boolean ofJdk) {
        int[] literal = exact.get(internalName);
        int[] positions = patterns.collect(internalName, internalName, literal == null ? NONE : literal);
        if (ofJdk) {
            return positions;
        }
        positions = vague.collect(internalName, internalName, positions);
        return endings.isEmpty() ? positions : endings.collect(reversed(internalName), internalName, positions);
    }

    private List<RetryRule> rulesAt(int[] positions) {
        if (positions.length == 0) {
            return null;
        }
        int[] sorted = positions.clone(); // it may be the index's own
        Arrays.sort(sorted);
        List<RetryRule> found = new ArrayList<>(sorted.length);
        int last = -1;
        for (int position : sorted) {
            if (position != last) {
                found.add(rules.get(position));
            }
            last = position;
        }
        return found;
    }

    /** With slashes for dots, as in names that the JVM gives. */
    private static String reversed(String name) {
        char[] turned = new char[name.length()];
        for (int i = 0; i < turned.length; i++) {
            char c = name.charAt(turned.length - 1 - i);
            turned[i] = c == '.' ? '/' : c;
        }
        return new String(turned);
    }

    /** One of the arrays itself where the other is empty. */
    static int[] concat(int[] first, int[] second) {
        if (first.length == 0 || second.length == 0) {
            return first.length == 0 ? second : first;
        }
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static int[] append(int[] positions, int position) {
        int[] longer = Arrays.copyOf(positions, positions.length + 1);
        longer[positions.length] = position;
        return longer;
    }
}
