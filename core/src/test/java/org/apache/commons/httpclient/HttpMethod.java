package org.apache.commons.httpclient;

/** Looks like the interface of that name, for tests of what is known by name alone. */
public interface HttpMethod {

    /** The status. */
    int getStatusCode();

    /** Gives the connection back. */
    void releaseConnection();
}
