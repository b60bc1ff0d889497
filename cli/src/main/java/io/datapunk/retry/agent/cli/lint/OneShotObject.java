package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.WarningId;
import java.util.HashMap;
import java.util.Map;

/**
 * Objects that can be used once, or that a failure leaves unusable: their methods fail again when they are repeated.
 */
final class OneShotObject implements MethodLint {

    private static final String MAKE_ANEW = "name a method that makes the object and uses it";

    /** Types with their methods, each row with why. */
    private static final String[][] ROWS = {
        {
            "java.net.Socket connect",
            "closes its socket when it fails, and a repeated call only finds that",
            "name a method that makes the socket, such as createSocket of javax.net.DefaultSocketFactory"
        },
        {"java.nio.channels.SocketChannel connect finishConnect", "closes its channel when it fails", MAKE_ANEW},
        {"javax.net.ssl.SSLSocket startHandshake", "closes its socket when it fails", MAKE_ANEW},
        {
            "java.net.URLConnection connect getInputStream getOutputStream getContent",
            "remembers its failure, and throws it again",
            "name the method that calls openConnection"
        },
        {
            "java.net.HttpURLConnection getResponseCode getResponseMessage getErrorStream",
            "remembers its failure, and throws it again",
            "name the method that calls openConnection"
        },
        {"com.jcraft.jsch.Session connect", "leaves its session unusable when it fails", MAKE_ANEW},
        {"com.jcraft.jsch.Channel connect", "leaves its channel unusable when it fails", MAKE_ANEW},
        {
            "retrofit2.Call execute enqueue",
            "can be called once for each Call",
            "name a method that makes the Call, or clone it"
        },
        {"okhttp3.Call execute enqueue", "can be called once for each Call", "name a method that calls newCall"},
        {
            "com.squareup.okhttp.Call execute enqueue",
            "can be called once for each Call",
            "name a method that calls newCall"
        },
        {
            "com.google.api.client.http.HttpRequest execute",
            "sends its content once unless that can be repeated",
            MAKE_ANEW
        },
        {"java.lang.Thread start", "can be called once for each thread", MAKE_ANEW},
        {"java.util.concurrent.FutureTask run", "does its work once", MAKE_ANEW},
        {
            "java.util.concurrent.Future get join resultNow",
            "waits for an outcome that does not change any more",
            "name the method that begins the work"
        },
        {
            "java.util.concurrent.CompletionService take poll",
            "gives an outcome that does not change any more",
            "name the method that begins the work"
        },
        {
            "java.util.concurrent.ExecutorService submit execute invokeAll invokeAny",
            "refuses what it is given because it is shut down or full, and does not tell how the task fails",
            "name the task's own method"
        },
        {"java.util.Timer schedule scheduleAtFixedRate", "refuses a task that it had before", MAKE_ANEW},
        {"java.util.stream.BaseStream *", "uses its stream up", "name the method that makes the stream"},
        {"java.util.Iterator next", "has moved on when it fails", "name the method that makes the iterator"},
        {"java.util.Spliterator tryAdvance forEachRemaining", "has moved on when it fails", MAKE_ANEW},
        {"java.sql.ResultSet next", "has moved on when it fails", "name the method that makes the query"},
        {"java.io.InputStream read readAllBytes readNBytes skip", "has lost what it had read when it fails", MAKE_ANEW},
        {"java.io.Reader read readLine skip", "has lost what it had read when it fails", MAKE_ANEW},
        {"java.nio.channels.ReadableByteChannel read", "has lost what it had read when it fails", MAKE_ANEW},
        {"java.io.OutputStream write flush", "may have written a part when it fails", MAKE_ANEW},
        {"java.io.Writer write flush", "may have written a part when it fails", MAKE_ANEW},
        {"java.nio.channels.WritableByteChannel write", "may have written a part when it fails", MAKE_ANEW},
        {"io.grpc.ClientCall start sendMessage", "can be started once", "name a method of the stub"},
        {
            "com.rabbitmq.client.Channel basicPublish queueDeclare exchangeDeclare",
            "closes its channel at an error of the" + " protocol",
            MAKE_ANEW
        },
        {"javax.jms.Session createConsumer createProducer", "is of no use once its connection is lost", MAKE_ANEW}
    };

    private static final KnownMethods KNOWN;
    private static final Map<String, String[]> WHY = new HashMap<>();

    static {
        String[] methods = new String[ROWS.length];
        for (int i = 0; i < ROWS.length; i++) {
            methods[i] = ROWS[i][0];
            WHY.put(ROWS[i][0].substring(0, ROWS[i][0].indexOf(' ')), ROWS[i]);
        }
        KNOWN = KnownMethods.of(methods);
    }

    @Override
    public WarningId id() {
        return WarningId.ONE_SHOT_OBJECT;
    }

    @Override
    public String look(MatchedMethod method) {
        if (method.method().isStatic()) {
            return null;
        }
        String type = KNOWN.typeOf(method.supertypes(), method.method().name());
        if (type == null) {
            return null;
        }
        String[] row = WHY.get(type);
        return method + (type.equals(method.className()) ? "" : " (" + type + ")") + " " + row[1] + ": " + row[2];
    }
}
