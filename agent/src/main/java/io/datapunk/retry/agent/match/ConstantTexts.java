package io.datapunk.retry.agent.match;

import java.nio.charset.StandardCharsets;

/**
 * Numbers by texts of class files, looked up by their bytes. Immutable and thread-safe once built.
 *
 * <p>Arrays alone, as in {@link PrefixTrie}, and no text is made of what is looked up.
 */
final class ConstantTexts {

    private static final int FEWEST_SLOTS = 16;
    private static final int GLANCE_BITS = 14;

    /** A hash table with open addresses, no more than half full; its length is a power of two. */
    private byte[][] texts = new byte[FEWEST_SLOTS][];

    private int[][] positions = new int[FEWEST_SLOTS][];
    private int count;

    /** Bit {@link #glance} of each text is set: a look at three numbers tells nearly every constant from them. */
    private final long[] glances = new long[1 << (GLANCE_BITS - 6)];

    /** Adds a text of ASCII characters, which has a byte for each in class files. */
    void add(String text, int position) {
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

    /** The numbers of the text that these bytes are; {@code null}: it is none of these. */
    int[] positionsOf(byte[] bytes, int start, int length) {
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
