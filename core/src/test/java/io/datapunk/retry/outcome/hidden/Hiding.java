package io.datapunk.retry.outcome.hidden;

/** Hands out objects whose classes nobody outside can name. */
public final class Hiding {

    private Hiding() {}

    /** What is public of one. */
    public interface HasStatus {
        int getStatus();
    }

    private static final class Implementation implements HasStatus {
        @Override
        public int getStatus() {
            return 503;
        }
    }

    /** What is public of another; its accessor comes from a hidden class above it. */
    public static final class Public extends Base {}

    abstract static class Base {
        public int getStatus() {
            return 503;
        }
    }

    public static Object behindAnInterface() {
        return new Implementation();
    }

    public static Object behindAClass() {
        return new Public();
    }
}
