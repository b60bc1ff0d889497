package io.datapunk.retry.time;

/**
 * Tasks, the one that is due first on top: a pairing heap whose nodes are the tasks (Fredman, Sedgewick, Sleator,
 * Tarjan: The Pairing Heap, 1986; the children of a node are merged by the variant that takes several passes).
 *
 * <p>A task that is lost is a caller who waits for ever. So nothing is allocated, and no other method is called while
 * the links are changed: what is thrown at the entry of a method leaves the heap as it was.
 *
 * <p>A task that is cancelled stays until it comes to the top, or until the heap is swept: it never holds more than
 * twice as many tasks as were alive at the last time, and {@value #SLACK}. Not thread-safe.
 */
final class TaskHeap {

    /** A sweep is not worth its while for fewer. */
    static final int SLACK = 1024;

    private ScheduledTask top;

    /** Trees that are to be merged to one, linked as siblings; the heap has no top as long as there are any. */
    private ScheduledTask loose;

    private int size;
    private int sweepAt = SLACK;

    /**
     * Adds a task; at times it also drops all those that are cancelled, which costs each addition O(1) in the long run.
     */
    void add(ScheduledTask task) {
        if (loose == null) {
            loose = top;
            top = null;
        }
        if (size >= sweepAt) {
            dropCancelled();
        }
        task.sibling = loose;
        loose = task;
        size++;
    }

    /** The task that is due first; {@code null}: none. */
    ScheduledTask first() {
        if (loose != null) {
            mergeLoose();
        }
        return top;
    }

    /** Takes out what {@link #first} gave, before anything is added. */
    void removeFirst() {
        loose = top.child;
        top.child = null;
        top = null;
        size--;
    }

    int size() {
        return size;
    }

    /** Merges two trees at a time, and puts the pair behind the others, until one is left. */
    private void mergeLoose() {
        ScheduledTask head = loose;
        ScheduledTask tail = head;
        while (tail.sibling != null) {
            tail = tail.sibling;
        }
        while (head != tail) {
            ScheduledTask one = head;
            ScheduledTask other = one.sibling;
            head = other.sibling;
            long later = one.dueNanos - other.dueNanos; // may overflow, as the clock may
            boolean oneIsFirst = later < 0 || later == 0 && one.number < other.number;
            ScheduledTask above = oneIsFirst ? one : other;
            ScheduledTask below = oneIsFirst ? other : one;
            below.sibling = above.child;
            above.child = below;
            above.sibling = null;
            if (head == null) {
                head = above;
            } else {
                tail.sibling = above;
            }
            tail = above;
        }
        top = head;
        loose = null;
    }

    /** Takes the heap apart; what is still alive is merged anew. */
    private void dropCancelled() {
        ScheduledTask left = loose;
        ScheduledTask alive = null;
        int count = 0;
        while (left != null) {
            ScheduledTask task = left;
            left = task.sibling;
            ScheduledTask child = task.child;
            task.child = null;
            while (child != null) {
                ScheduledTask next = child.sibling;
                child.sibling = left;
                left = child;
                child = next;
            }
            if (task.get() != null) {
                task.sibling = alive;
                alive = task;
                count++;
            }
        }
        loose = alive;
        size = count;
        sweepAt = 2 * count + SLACK;
    }
}
