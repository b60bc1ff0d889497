package io.datapunk.retry.agent.options;

/** A value that somebody gave, and where, so that a complaint about it leads there. Immutable. */
final class GivenOption {

    final String value;

    /** For people, such as {@code agent options: log} or {@code environment variable DATAPUNK_RETRY_LOG}. */
    final String origin;

    GivenOption(String value, String origin) {
        this.value = value;
        this.origin = origin;
    }
}
