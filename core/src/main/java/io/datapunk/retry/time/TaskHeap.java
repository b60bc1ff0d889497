package io.datapunk.retry.time;

/**
 * Tasks, the one that is due first on top: a pairing heap (Fredman, Sedgewick, Sleator, Tarjan: The Pairing Heap, 1986), whose
 * nodes are the tasks. Nothing is allocated, so no want of memory can leave it half-changed.
 *
 * <p>A task that is cancelled stays until it comes to the top, or until the heap is {@linkplain #add swept}: it never holds more
 * than twice as many tasks as were alive at the last time, and {@value #SLACK}. Not thread-safe.
 */
final class TaskHeap {

    /** A sweep is not worth its while for fewer. */
    static final int SLACK = 1024;

    private ScheduledTask top;
    private int size;
    private int sweepAt = SLACK;

    /** Adds a task; at times it also drops all those that are cancelled, which costs each addition O(1) in the long run. */
    void add(ScheduledTask task) {
        top = merge(top, task);
        size++;
        if (size > sweepAt) {
            sweep();
            sweepAt = 2 * size + SLACK;
        }
    }

    /** The task that is due first; {@code null}: none. */
    ScheduledTask first() {
        return top;
    }

    /** Takes out the task that is due first. */
    void removeFirst() {
        ScheduledTask children = top.child;
        top.child = null;
        top = mergeAll(children);
        size--;
    }

    int size() {
        return size;
    }

    /** The two passes: siblings are merged in pairs, and then the pairs with each other from the last on. */
    private static ScheduledTask mergeAll(ScheduledTask siblings) {
        ScheduledTask pairs = null;
        ScheduledTask next = siblings;
        while (next != null) {
            ScheduledTask one = next;
            ScheduledTask other = one.sibling;
            next = other == null ? null : other.sibling;
            one.sibling = null;
            if (other != null) {
                other.sibling = null;
            }
            ScheduledTask pair = merge(one, other);
            pair.sibling = pairs;
            pairs = pair;
        }
        ScheduledTask merged = null;
        while (pairs != null) {
            ScheduledTask pair = pairs;
            pairs = pair.sibling;
            pair.sibling = null;
            merged = merge(merged, pair);
        }
        return merged;
    }

    /** Of two without siblings; the second may be {@code null}, as may the first. */
    private static ScheduledTask merge(ScheduledTask one, ScheduledTask other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        boolean oneIsFirst = one.comesBefore(other);
        ScheduledTask above = oneIsFirst ? one : other;
        ScheduledTask below = oneIsFirst ? other : one;
        below.sibling = above.child;
        above.child = below;
        return above;
    }

    /** Takes the heap apart and puts together what is still alive. */
    private void sweep() {
        ScheduledTask left = top;
        ScheduledTask alive = null;
        size = 0;
        while (left != null) {
            ScheduledTask task = left;
            left = task.sibling;
            task.sibling = null;
            ScheduledTask child = task.child;
            task.child = null;
            while (child != null) {
                ScheduledTask next = child.sibling;
                child.sibling = left;
                left = child;
                child = next;
            }
            if (!task.isCancelled()) {
                task.sibling = alive;
                alive = task;
                size++;
            }
        }
        top = mergeAll(alive);
    }
}
