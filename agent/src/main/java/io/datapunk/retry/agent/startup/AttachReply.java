package io.datapunk.retry.agent.startup;

/**
 * Answers the command that attaches the agent, by system properties of this JVM. An application that was started with
 * the agent sees none of them. Stateless but for these.
 */
final class AttachReply {

    /** Says that the agent runs. */
    private static final String STATE_PROPERTY = "io.datapunk.retry.agent.state";

    /** Says why it does not. */
    private static final String PROBLEM_PROPERTY = "io.datapunk.retry.agent.problem";

    private final boolean attached;

    /**
     * To the command, if there is one.
     *
     * @param attached whether the agent was attached; otherwise nobody is answered
     */
    AttachReply(boolean attached) {
        this.attached = attached;
    }

    void state(String state) {
        if (attached) {
            System.clearProperty(PROBLEM_PROPERTY);
            System.setProperty(STATE_PROPERTY, state);
        }
    }

    void problem(String problem) {
        if (attached) {
            System.setProperty(PROBLEM_PROPERTY, problem);
        }
    }
}
