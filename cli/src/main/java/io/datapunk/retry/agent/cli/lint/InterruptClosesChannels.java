package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.WarningId;
import io.datapunk.retry.policy.RetryPolicy;

/**
 * Attempts that {@code attempt-timeout} interrupts while they use NIO channels: an interrupt closes the channel, for
 * all others who share it.
 */
final class InterruptClosesChannels implements MethodLint {

    /** Channels that an interrupt closes, as names of classes and within descriptors. */
    private static final String[] CHANNELS = {
        "java/nio/channels/FileChannel",
        "java/nio/channels/SeekableByteChannel",
        "java/nio/channels/SocketChannel",
        "java/nio/channels/DatagramChannel",
        "java/nio/channels/InterruptibleChannel",
        "java/nio/channels/spi/AbstractInterruptibleChannel"
    };

    /** Databases, indexes and queues within the process, which keep their files open by such channels or handles. */
    private static final String[] EMBEDDED = {
        "org/h2/",
        "org/apache/derby/",
        "org/hsqldb/",
        "org/sqlite/",
        "org/mapdb/",
        "org/rocksdb/",
        "org/apache/lucene/",
        "org/neo4j/",
        "com/sleepycat/je/",
        "jetbrains/exodus/",
        "net/openhft/chronicle/",
        "org/apache/activemq/store/",
        "org/dizitart/no2/",
        "org/lmdbjava/"
    };

    private static final String[] URLS = {
        "jdbc:h2:file",
        "jdbc:h2:./",
        "jdbc:h2:~",
        "jdbc:h2:/",
        "jdbc:h2:mem",
        "jdbc:derby:",
        "jdbc:hsqldb:",
        "jdbc:sqlite:"
    };

    @Override
    public WarningId id() {
        return WarningId.INTERRUPT_CLOSES_CHANNELS;
    }

    @Override
    public String look(MatchedMethod method) {
        RetryPolicy policy = method.rule().policy();
        if (policy.attemptTimeoutNanos() == 0 || !policy.interruptsAttempts() || method.isAsynchronous()) {
            return null;
        }
        String used = used(method);
        return used == null
                ? null
                : method + " uses " + used + ", and attempt-timeout interrupts it: an interrupt closes the channel"
                        + " under it, for all others who share it; give it as {after: …, interrupt: false}, or "
                        + "use a timeout"
                        + " of the client";
    }

    private static String used(MatchedMethod method) {
        for (String embedded : EMBEDDED) {
            if (method.type().name().startsWith(embedded)) {
                return "an embedded database";
            }
        }
        ClassCode code = method.code();
        if (code == null) {
            return null;
        }
        for (String text : code.texts()) {
            for (String channel : CHANNELS) {
                if (text.equals(channel) || text.contains("L" + channel + ";")) {
                    return channel.replace('/', '.');
                }
            }
            for (String embedded : EMBEDDED) {
                if (text.startsWith(embedded) || text.contains("L" + embedded)) {
                    return "an embedded database (" + embedded.replace('/', '.') + "*)";
                }
            }
            for (String url : URLS) {
                if (text.startsWith(url)) {
                    return "an embedded database (" + url + ")";
                }
            }
        }
        return null;
    }
}
