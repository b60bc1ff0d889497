package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.WarningId;
import java.util.Set;

/** Methods that run on a thread which serves many: a wait between two attempts holds all of them up. */
final class EventLoop implements MethodLint {

    private static final String[] ON_AN_EVENT_LOOP = {
        "io.netty.channel.ChannelHandler",
        "io.vertx.core.Verticle",
        "java.awt.event.ActionListener",
        "javax.swing.Action",
        "javafx.event.EventHandler",
        "org.apache.mina.core.service.IoHandler",
        "org.jboss.netty.channel.ChannelHandler",
        "org.java_websocket.WebSocketListener"
    };

    @Override
    public WarningId id() {
        return WarningId.EVENT_LOOP;
    }

    @Override
    public String look(MatchedMethod method) {
        if (method.isAsynchronous()) {
            return null;
        }
        Set<String> supertypes = method.supertypes();
        for (String type : ON_AN_EVENT_LOOP) {
            if (supertypes.contains(type)) {
                return method + " is of a " + type + ", which runs on an event loop: a wait between two attempts stops"
                        + " all that the loop serves; name a method that another thread runs";
            }
        }
        return null;
    }
}
