package io.datapunk.retry.call;

/**
 * Makes sure that a thread has as much stack left as the end of an attempt takes: where it has not, the
 * StackOverflowError comes here, before the attempt holds anything that its end must give back. Stateless.
 */
final class StackRoom {

    /**
     * The end of an attempt calls ten methods deep; a frame of the interpreter with so many variables is twice one of
     * theirs.
     */
    private static final int FRAMES = 12;

    private StackRoom() {}

    /**
     * Touches the stack.
     *
     * @return anything: it keeps the frames from being left out
     * @throws StackOverflowError where there is not enough
     */
    static long touch(long seed) {
        return touch(FRAMES, seed, seed + 1, seed + 2, seed + 3, seed + 4, seed + 5, seed + 6);
    }

    /** Each variable is needed after the call, so each frame holds it, compiled or not. */
    private static long touch(int left, long a, long b, long c, long d, long e, long f, long g) {
        if (left == 0) {
            return a;
        }
        long below = touch(left - 1, b, c, d, e, f, g, a);
        return below ^ a ^ b << 1 ^ c << 2 ^ d << 3 ^ e << 4 ^ f << 5 ^ g << 6;
    }
}
