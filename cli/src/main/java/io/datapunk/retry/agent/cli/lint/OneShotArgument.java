package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.WarningId;
import java.util.List;
import java.util.Set;

/**
 * Parameters whose objects an attempt uses up: the next one gets the same object, and finds what the last one has left.
 */
final class OneShotArgument implements MethodLint {

    /** Types that are read once. */
    private static final String[] READ_ONCE = {
        "java.io.InputStream",
        "java.io.Reader",
        "java.io.DataInput",
        "java.lang.Readable",
        "java.net.http.HttpRequest$BodyPublisher",
        "java.nio.Buffer",
        "java.nio.channels.ReadableByteChannel",
        "java.nio.channels.SeekableByteChannel",
        "java.nio.file.DirectoryStream",
        "java.sql.ResultSet",
        "java.util.Enumeration",
        "java.util.Iterator",
        "java.util.Spliterator",
        "java.util.concurrent.Flow$Publisher",
        "java.util.stream.BaseStream",
        "javax.xml.stream.XMLEventReader",
        "javax.xml.stream.XMLStreamReader",
        "javax.xml.transform.stream.StreamSource",
        "org.xml.sax.InputSource",
        "javax.servlet.ServletRequest",
        "jakarta.servlet.ServletRequest",
        "com.fasterxml.jackson.core.JsonParser",
        "org.reactivestreams.Publisher",
        "okio.Source",
        "com.google.protobuf.CodedInputStream",
        "io.netty.buffer.ByteBuf",
        "org.springframework.core.io.InputStreamResource",
        "org.springframework.core.io.buffer.DataBuffer"
    };

    /** Bodies of requests: some can be sent again, those made of a stream cannot. */
    private static final String[] BODIES = {
        "org.apache.http.HttpEntity",
        "org.apache.hc.core5.http.HttpEntity",
        "org.apache.hc.core5.http.nio.AsyncEntityProducer",
        "org.apache.commons.httpclient.methods.RequestEntity",
        "okhttp3.RequestBody",
        "com.squareup.okhttp.RequestBody",
        "com.google.api.client.http.HttpContent",
        "org.asynchttpclient.request.body.generator.BodyGenerator",
        "software.amazon.awssdk.core.sync.RequestBody"
    };

    /** Types that keep what was written into them. */
    private static final String[] WRITTEN = {
        "java.io.OutputStream",
        "java.io.Writer",
        "java.io.DataOutput",
        "java.nio.channels.WritableByteChannel",
        "javax.servlet.ServletResponse",
        "jakarta.servlet.ServletResponse",
        "okio.Sink"
    };

    @Override
    public WarningId id() {
        return WarningId.ONE_SHOT_ARGUMENT;
    }

    @Override
    public String look(MatchedMethod method) {
        List<String> parameters = method.method().parameterTypes();
        for (int i = 0; i < parameters.size(); i++) {
            String type = parameters.get(i).replace("[]", "");
            if (type.startsWith("java.lang.") && !type.equals("java.lang.Readable")) {
                continue;
            }
            String why = why(method.classes().supertypes(type));
            if (why != null) {
                return method + " has an argument (arg" + i + ", " + parameters.get(i) + ") " + why;
            }
        }
        return null;
    }

    private static String why(Set<String> types) {
        if (isAny(types, READ_ONCE)) {
            return "that the first attempt uses up: the next one reads on where that one stopped, and may find "
                    + "nothing; put"
                    + " the rule on the method that makes it";
        }
        if (isAny(types, BODIES)) {
            return "that is used up by the first attempt if it was made of a stream: make it repeatable, or put "
                    + "the rule on"
                    + " the method that makes it";
        }
        return isAny(types, WRITTEN)
                ? "that keeps what a failed attempt has written into it, and the next one writes it again behind "
                        + "that; put"
                        + " the rule on the method that makes it"
                : null;
    }

    private static boolean isAny(Set<String> types, String[] known) {
        for (String type : known) {
            if (types.contains(type)) {
                return true;
            }
        }
        return false;
    }
}
