package io.datapunk.retry.time;

/** What runs on a thread of the engine's own, and has another way to do what may not be left undone. */
public interface Task extends Runnable {

    /**
     * {@link #run()} has thrown, or is never going to be called.
     *
     * @param thrown what was thrown
     */
    void brokeOff(Throwable thrown);
}
