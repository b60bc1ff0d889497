package io.datapunk.retry.outcome;

/** Is told what could not be read or closed; the call goes on without it. Thread-safe; must not throw. */
public interface ErrorReporter {

    /** Ignores everything. */
    ErrorReporter IGNORED = new ErrorReporter() {
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

    /**
     * A rule asks for something that objects of a type do not have; it does not match them. Nothing has failed, so that
     * this is no error of the agent's; who wrote the rule should know all the same. Reported like an error unless
     * overridden.
     *
     * @param what as in {@link #report}
     * @param why names the type and what it lacks
     */
    default void doesNotFit(String what, Throwable why) {
        report(what, why);
    }
}
