package io.datapunk.retry.outcome;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * The usual HTTP responses, and the exceptions that stand for them: where each has its status and its Retry-After, and
 * how its connection is given back. One line a type, known by name; the first line that fits counts. A path may have an
 * alternative behind {@code |}. The status of other types is where {@link UsualStatus} finds it.
 *
 * <p>Stateless; what is found is remembered in the class of the response itself.
 */
final class HttpResponses {

    private static final String GET_HEADER = "getHeader(\"Retry-After\")";

    private static final String FEIGN_HEADER = "responseHeaders.get(\"Retry-After\")";

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
        {"feign.RetryableException", "status", "retryAfter|" + FEIGN_HEADER, ""},
        {"feign.FeignException", "status", FEIGN_HEADER, ""},
        {"feign.Response", "status", "headers.get(\"Retry-After\")", "close"},
        {"org.asynchttpclient.Response", "getStatusCode", GET_HEADER, ""},
        {"com.ning.http.client.Response", "getStatusCode", GET_HEADER, ""},
        {"io.vertx.ext.web.client.HttpResponse", "statusCode", GET_HEADER, ""},
        {"io.vertx.core.http.HttpClientResponse", "statusCode", GET_HEADER, ""},
        {"org.eclipse.jetty.client.api.Response", "getStatus", "getHeaders.get(\"Retry-After\")", ""},
        {"org.eclipse.jetty.client.Response", "getStatus", "getHeaders.get(\"Retry-After\")", ""},
        {"com.google.api.client.http.HttpResponse", "getStatusCode", "getHeaders.getRetryAfter", "disconnect"},
        {"com.google.api.client.http.HttpResponseException", "getStatusCode", "getHeaders.getRetryAfter", ""},
        {"com.amazonaws.AmazonServiceException", "getStatusCode", "getHttpHeaders.get(\"Retry-After\")", ""},
        {
            "software.amazon.awssdk.awscore.exception.AwsServiceException",
            "statusCode",
            "awsErrorDetails.sdkHttpResponse.firstMatchingHeader(\"Retry-After\")",
            ""
        },
        {
            "com.azure.core.exception.HttpResponseException",
            "getResponse.getStatusCode",
            "getResponse.getHeaderValue(\"Retry-After\")",
            ""
        },
        {
            "org.elasticsearch.client.ResponseException",
            "getResponse.getStatusLine.getStatusCode",
            "getResponse.getHeader(\"Retry-After\")",
            ""
        },
        {"org.elasticsearch.ElasticsearchException", "status.getStatus", "", ""},
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

    private static final ClassValue<UsualStatus> OF_OTHER_CLASS = new ClassValue<UsualStatus>() {
        @Override
        protected UsualStatus computeValue(final Class<?> type) {
            // Found by the agent: an application that a security manager does not trust may not look.
            return AccessController.doPrivileged(new PrivilegedAction<UsualStatus>() {
                @Override
                public UsualStatus run() {
                    return new UsualStatus(type);
                }
            });
        }
    };

    private HttpResponses() {}

    /**
     * The status code of a response; of a whole number itself; {@code null} where the object is {@code null} or has
     * none now.
     *
     * @throws UnreadablePropertyException where nobody knows where objects of its class have their status
     */
    static Integer statusOf(Object response) {
        if (response == null || response instanceof Number) {
            return response == null ? null : whole((Number) response);
        }
        PropertyPath path = OF_CLASS.get(response.getClass()).status;
        if (path != null) {
            Object status = path.readFrom(response);
            return status instanceof Number ? whole((Number) status) : UsualStatus.ofValue(status);
        }
        UsualStatus usual = OF_OTHER_CLASS.get(response.getClass());
        if (!usual.isKnown()) {
            throw UnreadablePropertyException.missing(statusNotKnownOf(response));
        }
        return usual.of(response);
    }

    /** Whether {@link #statusOf} knows where to look. */
    static boolean knowsStatusOf(Object response) {
        return response instanceof Number
                || OF_CLASS.get(response.getClass()).status != null
                || OF_OTHER_CLASS.get(response.getClass()).isKnown();
    }

    /** Says that {@link #statusOf} does not know where to look. */
    static String statusNotKnownOf(Object response) {
        return "the status of " + response.getClass().getName() + " is not known: give property with it";
    }

    static Integer whole(Number number) {
        int code = number.intValue();
        return number.doubleValue() == code ? (Integer) code : null;
    }

    /** What the response says of when to come again, as its library gives it; {@code null} where it says nothing. */
    static Object retryAfterOf(Object outcome) {
        PropertyPath[] paths = outcome == null ? UNKNOWN.retryAfter : OF_CLASS.get(outcome.getClass()).retryAfter;
        Object wish = null;
        for (int i = 0; wish == null && i < paths.length; i++) {
            wish = paths[i].readFrom(outcome);
        }
        return wish;
    }

    /** When the response says that it was made, as its library gives it; {@code null} where it does not say. */
    static Object dateOf(Object outcome) {
        PropertyPath path = outcome == null ? null : OF_CLASS.get(outcome.getClass()).date;
        return path == null ? null : path.readFrom(outcome);
    }

    /** Path to what gives the connection back; {@code null} where none is known. */
    static PropertyPath discardOf(Object response) {
        return OF_CLASS.get(response.getClass()).discard;
    }

    private static final class Known {
        final String typeName;
        final PropertyPath status;
        final PropertyPath[] retryAfter;
        final PropertyPath date;
        final PropertyPath discard;

        Known(String[] row) {
            typeName = row[0];
            status = path(row[1]);
            retryAfter = alternatives(row[2]);
            date = retryAfter.length == 0 ? null : retryAfter[retryAfter.length - 1].toDateHeader();
            discard = path(row[3]);
        }

        private static PropertyPath[] alternatives(String text) {
            if (text.isEmpty()) {
                return new PropertyPath[0];
            }
            int bar = text.indexOf('|');
            return bar < 0
                    ? new PropertyPath[] {path(text)}
                    : new PropertyPath[] {path(text.substring(0, bar)), path(text.substring(bar + 1))};
        }

        private static PropertyPath path(String text) {
            return text.isEmpty() ? null : PropertyPath.parse(text);
        }
    }
}
