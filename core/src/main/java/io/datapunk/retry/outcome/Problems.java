package io.datapunk.retry.outcome;

/** Hears of what could not be read or closed; the call goes on without it. Thread-safe; must not throw. */
public interface Problems {

    /** For whoever does not want to know. */
    Problems IGNORED = new Problems() {
        @Override
        public void report(String what, Throwable error) {
            // nobody wants to know
        }
    };

    /**
     * Something could not be done.
     *
     * @param what what, and what happens instead; the same text for the same problem, so that it can be said once
     * @param error why; its message may hold what the application works with, and is not for a log
     */
    void report(String what, Throwable error);
}
