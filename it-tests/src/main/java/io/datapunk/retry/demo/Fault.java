package io.datapunk.retry.demo;

/** What {@link FlakyServer} does to one request. */
public enum Fault {
    /** Nothing: the order is sent. */
    NONE,
    /** The connection is reset before a byte of the answer. */
    RESET,
    /** 503. */
    UNAVAILABLE,
    /** 429, to be asked again after one second. */
    TOO_MANY_REQUESTS,
    /** No answer for as long as the client waits. */
    SLOW,
    /** A good status, and half of the answer. */
    CUT_SHORT,
    /** 404: nothing that a further attempt could change. */
    NOT_FOUND
}
