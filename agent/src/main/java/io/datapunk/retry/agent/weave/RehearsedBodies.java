package io.datapunk.retry.agent.weave;

/**
 * What {@link WeaverRehearsal} weaves: a method for each kind of value that code can return or receive, and the instructions
 * that the weaver treats in different ways. Small, since the JVM interprets the weaver at that time. Never called.
 */
final class RehearsedBodies {

    private long total;

    void nothing() {}

    static int numbers(int i, long l, float f, double d) {
        return i + (int) (l + f + d);
    }

    long total(boolean more, char c, byte b, short s) {
        try {
            return total += more ? c : b + s;
        } catch (RuntimeException e) {
            return 0;
        }
    }

    float half(float of) {
        return of / 2;
    }

    double half(double of) {
        return of / 2;
    }

    boolean isMany(int count) {
        int left = count;
        while (left > 10) {
            left -= 10;
        }
        return left > 2;
    }

    byte first(byte[] of) {
        return of[0];
    }

    char first(char[] of) {
        return of[0];
    }

    short first(short[][] of) {
        return of[0][0];
    }

    Object later(Object of) {
        return of;
    }

    /** Assigns to its parameter. */
    String assigned(String given) {
        given = given + total;
        synchronized (this) {
            return given;
        }
    }
}
