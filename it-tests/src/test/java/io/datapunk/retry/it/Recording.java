package io.datapunk.retry.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The agent's events in a recording of Flight Recorder. */
record Recording(List<RecordedEvent> events) {

    static Recording read(Path file) throws IOException {
        return new Recording(RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("io.datapunk.retry."))
                .toList());
    }

    /** Retries of a method, each with a wait and a failure. */
    long retries(String method) {
        return of("Retry", method)
                .filter(event -> event.getInt("attempt") >= 1
                        && !event.getDuration("delay").isZero()
                        && event.getString("failure").equals("java.io.IOException")
                        && event.getStackTrace() == null)
                .count();
    }

    /** Calls of a method that ended so. */
    long failed(String method, String outcome) {
        return of("CallFailed", method)
                .filter(event -> event.getString("outcome").equals(outcome) && event.getString("reason") != null)
                .count();
    }

    /** Calls of a method, by the counters in the last chunk. */
    long lastCalls(String method) {
        return of("MethodMetrics", method)
                .mapToLong(event -> event.getLong("calls"))
                .max()
                .orElse(-1);
    }

    List<String> stateChanges() {
        return ofType("CircuitStateChange")
                .map(event -> event.getString("name") + " " + event.getString("from") + " " + event.getString("to"))
                .toList();
    }

    private Stream<RecordedEvent> of(String type, String method) {
        return ofType(type)
                .filter(event -> event.getString("method").equals(method)
                        && event.getString("className").equals("com.acme.legacy.seen.Load"));
    }

    private Stream<RecordedEvent> ofType(String type) {
        return events.stream().filter(event -> event.getEventType().getName().equals("io.datapunk.retry." + type));
    }
}
