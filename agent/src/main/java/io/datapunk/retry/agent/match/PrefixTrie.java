package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.rules.Glob;
import java.util.Arrays;

/**
 * Patterns by the text that they begin with (or end with, where names are turned around): a class name is walked once
 * from its start, and only the patterns on its way are tried. Immutable and thread-safe once built.
 *
 * <p>Arrays alone, no collections and no boxed characters: it runs inside class loading, where a class of the JDK that
 * it would need may be the very one that is being loaded.
 */
final class PrefixTrie {

    private final Node root = new Node();

    void add(String prefix, Glob glob, int position) {
        Node node = root;
        for (int i = 0; i < prefix.length(); i++) {
            node = node.childOrNew(prefix.charAt(i));
        }
        node.add(glob, position);
    }

    boolean isEmpty() {
        return root.next.length == 0 && root.globs.length == 0;
    }

    /**
     * {@code found} and the positions of the patterns that match; {@code found} itself where none does.
     *
     * @param key the name as it was turned for the keys of this trie
     */
    int[] collect(String key, String internalName, int[] found) {
        int[] positions = found;
        String binaryName = null;
        Node node = root;
        for (int i = 0; node != null; i++) {
            for (int p = 0; p < node.globs.length; p++) {
                if (binaryName == null) {
                    binaryName = internalName.replace('/', '.');
                }
                if (node.globs[p].matches(binaryName)) {
                    positions = ClassIndex.append(positions, node.positions[p]);
                }
            }
            node = i < key.length() ? node.child(key.charAt(i)) : null;
        }
        return positions;
    }

    private static final class Node {
        private char[] next = new char[0]; // sorted; children in the same order
        private Node[] children = new Node[0];
        private Glob[] globs = new Glob[0];
        private int[] positions = new int[0];

        Node child(char c) {
            int at = Arrays.binarySearch(next, c);
            return at < 0 ? null : children[at];
        }

        Node childOrNew(char c) {
            int at = Arrays.binarySearch(next, c);
            if (at >= 0) {
                return children[at];
            }
            int place = -at - 1;
            char[] moreNext = Arrays.copyOf(next, next.length + 1);
            Node[] moreChildren = Arrays.copyOf(children, next.length + 1);
            System.arraycopy(next, place, moreNext, place + 1, next.length - place);
            System.arraycopy(children, place, moreChildren, place + 1, next.length - place);
            moreNext[place] = c;
            moreChildren[place] = new Node();
            next = moreNext;
            children = moreChildren;
            return moreChildren[place];
        }

        void add(Glob glob, int position) {
            globs = Arrays.copyOf(globs, globs.length + 1);
            globs[globs.length - 1] = glob;
            positions = ClassIndex.append(positions, position);
        }
    }
}
