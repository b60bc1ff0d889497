package io.datapunk.retry.agent.cli.jvm;

import io.datapunk.retry.agent.log.PlainText;

/** The process id that was given to a command. Stateless. */
final class Pid {

    /** No system has larger ones. */
    private static final long MOST = 0xffff_ffffL;

    private Pid() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException where it is none, with what was found and what was expected
     */
    static long parse(String text) {
        long pid = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            pid = c >= '0' && c <= '9' && pid <= MOST ? 10 * pid + c - '0' : MOST + 1;
        }
        if (pid < 1 || pid > MOST) {
            throw new IllegalArgumentException("found \"" + PlainText.of(text)
                    + "\", expected the process id of a JVM, a number from 1 to " + MOST + "; jps lists them");
        }
        return pid;
    }
}
