package io.datapunk.retry.agent.weave;

/**
 * What {@link WeaverRehearsal} weaves: the kinds of values and of code that make the weaver use other classes of its
 * own. As small as possible: the JVM still interprets the weaver at that time, and the application waits. Never called.
 */
final class RehearsedBodies {

    private long total;

    void nothing() {}

    /** All kinds of numbers, a branch and a handler, which have stack map frames. */
    int total(boolean more, char c, byte b, short s, int i, long l, float f, double d) {
        try {
            total += more ? c + b + s : l;
        } catch (RuntimeException e) {
            return 0;
        }
        return i + (int) (f + d);
    }

    /** An array, and a reference that is returned. */
    Object later(Object[] of) {
        return of;
    }

    /** Assigns to its parameter. */
    String assigned(String given) {
        given = given + total;
        return given;
    }
}
