package io.datapunk.retry.agent.weave;

/**
 * What must have been done before the agent goes on with a class. Each answer waits for it, for a bounded
 * time; a class for which it is {@code false} may be transformed again once it is done. Thread-safe.
 */
public interface Preparation {

    /** Nothing has to be done. */
    Preparation NONE = new Preparation() {
        @Override
        public boolean mayMatch(String className) {
            return true;
        }

        @Override
        public boolean mayWeave(String className) {
            return true;
        }

        @Override
        public boolean mayWeaveAsync(String className) {
            return true;
        }
    };

    /** Whether the class may be looked into. */
    boolean mayMatch(String className);

    /** Whether methods of the class may be woven. */
    boolean mayWeave(String className);

    /** Whether methods of the class that return a future or a stream may be woven. */
    boolean mayWeaveAsync(String className);
}
