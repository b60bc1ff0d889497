package io.datapunk.retry.call;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A call whose end could not be told, for want of memory or of stack; {@link LateEnds} tries again. A link of its
 * list.
 */
abstract class LateEnd {

    private final AtomicBoolean isListed = new AtomicBoolean();

    /** Of {@link LateEnds} alone. */
    LateEnd next;

    /** Whether it has not been listed before. */
    final boolean isFirstTime() {
        return isListed.compareAndSet(false, true);
    }

    /** Tells the end; {@code false}: it could not be told, and is to be tried again. Must not throw. */
    abstract boolean tellEnd();
}
