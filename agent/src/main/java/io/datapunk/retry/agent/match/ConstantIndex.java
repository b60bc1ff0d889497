package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.rules.MatchSpec;
import io.datapunk.retry.agent.rules.MethodPattern;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Rules without a {@code class}, by a text that a class file must have among its constants for them to match it: the
 * descriptor of an annotation, or else the name of a method. Most classes are told from such rules by this alone, and
 * neither their methods nor the types above them need be read. Immutable and thread-safe once built.
 *
 * <p>Arrays alone, as in {@link PrefixTrie}, and no text is made of a constant.
 */
final class ConstantIndex {

    private static final int FEWEST_SLOTS = 16;

    /** A hash table with open addresses, no more than half full; its length is a power of two. */
    private byte[][] texts = new byte[FEWEST_SLOTS][];

    private int[][] positions = new int[FEWEST_SLOTS][];
    private int count;

    /** Bit {@link #glance} of each text is set: a look at three numbers tells nearly every constant from them. */
    private final long[] glances = new long[1 << (GLANCE_BITS - 6)];

    private static final int GLANCE_BITS = 14;

    /**
     * Adds a rule.
     *
     * @return whether it could be added; else it may match a class whatever its constants are
     */
    boolean add(MatchSpec match, int position) {
        if (!isAscii(match.annotatedWith()) || match.annotatedWith().isEmpty() && !hasNames(match.methods())) {
            return false;
        }
        for (String annotation : match.annotatedWith()) {
            add('L' + annotation.replace('.', '/') + ';', position);
        }
        if (match.annotatedWith().isEmpty()) {
            for (MethodPattern method : match.methods()) {
                add(method.name().text(), position);
            }
        }
        return true;
    }

    private static boolean hasNames(List<MethodPattern> methods) {
        for (MethodPattern method : methods) {
            if (!method.name().isLiteral() || !isAscii(method.name().text())) {
                return false;
            }
        }
        return !methods.isEmpty();
    }

    private static boolean isAscii(List<String> texts) {
        for (String text : texts) {
            if (!isAscii(text)) {
                return false;
            }
        }
        return true;
    }

    /** Other texts have an encoding of their own in class files. */
    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0 || text.charAt(i) >= ClassIndex.ASCII) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private void add(String text, int position) {
        if (2 * (count + 1) > texts.length) {
            grow();
        }
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int slot = slotOf(bytes, 0, bytes.length);
        if (texts[slot] == null) {
            texts[slot] = bytes;
            positions[slot] = new int[0];
            count++;
            int glance = glance(bytes, 0, bytes.length);
            glances[glance >> 6] |= 1L << glance;
        }
        positions[slot] = ClassIndex.append(positions[slot], position);
    }

    private void grow() {
        byte[][] oldTexts = texts;
        int[][] oldPositions = positions;
        texts = new byte[2 * oldTexts.length][];
        positions = new int[texts.length][];
        for (int i = 0; i < oldTexts.length; i++) {
            if (oldTexts[i] != null) {
                int slot = slotOf(oldTexts[i], 0, oldTexts[i].length);
                texts[slot] = oldTexts[i];
                positions[slot] = oldPositions[i];
            }
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** {@code found} and the positions of the rules of which a text is among the constants; they may come more than once. */
    int[] collect(byte[] classFile, int[] found) {
        int[] collected = found;
        int left = ConstantPool.count(classFile) - 1;
        int at = ConstantPool.START;
        while (left > 0) {
            int tag = classFile[at];
            int end = ConstantPool.after(classFile, at);
            if (tag == ConstantPool.UTF8) {
                int start = at + 3;
                int[] ofText = positionsOf(classFile, start, end - start);
                collected = ofText == null ? collected : ClassIndex.concat(collected, ofText);
            }
            left -= ConstantPool.places(tag);
            at = end;
        }
        return collected;
    }

    private int[] positionsOf(byte[] bytes, int start, int length) {
        if (length == 0) {
            return null;
        }
        int glance = glance(bytes, start, length);
        return (glances[glance >> 6] & 1L << glance) == 0 ? null : positions[slotOf(bytes, start, length)];
    }

    /** Length, first byte and the last but one: what annotations end with is the same in all of them. */
    private static int glance(byte[] bytes, int start, int length) {
        int mixed = (length * 31 + bytes[start]) * 31 + bytes[start + Math.max(0, length - 2)];
        return mixed & (1 << GLANCE_BITS) - 1;
    }

    /** Where a text is, or would be. */
    private int slotOf(byte[] bytes, int start, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[start + i];
        }
        int slot = (hash ^ hash >>> 16) & texts.length - 1;
        while (texts[slot] != null && !isSame(texts[slot], bytes, start, length)) {
            slot = slot + 1 & texts.length - 1;
        }
        return slot;
    }

    private static boolean isSame(byte[] text, byte[] bytes, int start, int length) {
        if (text.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text[i] != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }
}
