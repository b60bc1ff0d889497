package io.datapunk.retry.outcome;

/**
 * The usual HTTP responses, and the exceptions that stand for them: where each has its status and its Retry-After, and how
 * its connection is given back. One line a type, known by name.
 *
 * <p>Stateless; what is found is remembered in the class of the response itself.
 */
final class HttpResponses {

    private static final String GET_HEADER_VALUE = "getFirstHeader(\"Retry-After\").getValue";

    /** Type, status, Retry-After, what to call or close when it is discarded ("" for what is AutoCloseable itself). */
    private static final String[][] TABLE = {
        {"java.net.http.HttpResponse", "statusCode", "headers.firstValue(\"Retry-After\")", "body.close"},
        {"java.net.HttpURLConnection", "getResponseCode", "getHeaderField(\"Retry-After\")", "disconnect"},
        {
            "org.apache.commons.httpclient.HttpMethod",
            "getStatusCode",
            "getResponseHeader(\"Retry-After\").getValue",
            "releaseConnection"
        },
        {"org.apache.http.HttpResponse", "getStatusLine.getStatusCode", GET_HEADER_VALUE, "getEntity.getContent.close"},
        {"org.apache.hc.core5.http.HttpResponse", "getCode", GET_HEADER_VALUE, "getEntity.getContent.close"},
        {"okhttp3.Response", "code", "header(\"Retry-After\")", "close"},
        {"com.squareup.okhttp.Response", "code", "header(\"Retry-After\")", "body.close"},
        {"retrofit2.Response", "code", "headers.get(\"Retry-After\")", "errorBody.close"},
        {"javax.ws.rs.core.Response", "getStatus", "getHeaderString(\"Retry-After\")", "close"},
        {"jakarta.ws.rs.core.Response", "getStatus", "getHeaderString(\"Retry-After\")", "close"},
        {
            "org.springframework.http.ResponseEntity",
            "getStatusCode.value",
            "getHeaders.getFirst(\"Retry-After\")",
            "getBody.close"
        },
        {
            "org.springframework.http.client.ClientHttpResponse",
            "getStatusCode.value",
            "getHeaders.getFirst(\"Retry-After\")",
            "close"
        },
        {
            "org.springframework.web.client.RestClientResponseException",
            "getStatusCode.value",
            "getResponseHeaders.getFirst(\"Retry-After\")",
            ""
        },
        {
            "org.springframework.web.reactive.function.client.WebClientResponseException",
            "getStatusCode.value",
            "getHeaders.getFirst(\"Retry-After\")",
            ""
        },
        {"org.apache.http.client.HttpResponseException", "getStatusCode", "", ""},
        {"org.apache.hc.client5.http.HttpResponseException", "getStatusCode", "", ""},
        {
            "javax.ws.rs.WebApplicationException",
            "getResponse.getStatus",
            "getResponse.getHeaderString(\"Retry-After\")",
            ""
        },
        {
            "jakarta.ws.rs.WebApplicationException",
            "getResponse.getStatus",
            "getResponse.getHeaderString(\"Retry-After\")",
            ""
        },
        {"retrofit2.HttpException", "code", "response.headers.get(\"Retry-After\")", ""},
        {"feign.FeignException", "status", "", ""},
    };

    private static final Known[] KNOWN = new Known[TABLE.length];

    private static final Known UNKNOWN = new Known(new String[] {"", "", "", ""});

    static {
        for (int i = 0; i < KNOWN.length; i++) {
            KNOWN[i] = new Known(TABLE[i]);
        }
    }

    private static final ClassValue<Known> OF_CLASS = new ClassValue<Known>() {
        @Override
        protected Known computeValue(Class<?> type) {
            for (Known known : KNOWN) {
                if (TypeNames.isOrExtends(type, known.typeName)) {
                    return known;
                }
            }
            return UNKNOWN;
        }
    };

    private HttpResponses() {}

    /** The status of a whole number is itself; {@code null} where the object is nothing that has one. */
    static Integer statusOf(Object outcome) {
        if (outcome instanceof Number) {
            return whole((Number) outcome);
        }
        Object status = read(outcome, outcome == null ? null : OF_CLASS.get(outcome.getClass()).status);
        return status instanceof Number ? whole((Number) status) : null;
    }

    private static Integer whole(Number number) {
        int code = number.intValue();
        return number.doubleValue() == code ? (Integer) code : null;
    }

    /** The text of the header; {@code null} where there is none. */
    static Object retryAfterOf(Object outcome) {
        return read(outcome, outcome == null ? null : OF_CLASS.get(outcome.getClass()).retryAfter);
    }

    /** Path to what gives the connection back; {@code null} where none is known. */
    static PropertyPath discardOf(Object response) {
        return OF_CLASS.get(response.getClass()).discard;
    }

    private static Object read(Object outcome, PropertyPath path) {
        return path == null ? null : path.readFrom(outcome);
    }

    private static final class Known {
        final String typeName;
        final PropertyPath status;
        final PropertyPath retryAfter;
        final PropertyPath discard;

        Known(String[] row) {
            typeName = row[0];
            status = path(row[1]);
            retryAfter = path(row[2]);
            discard = path(row[3]);
        }

        private static PropertyPath path(String text) {
            return text.isEmpty() ? null : PropertyPath.parse(text);
        }
    }
}
