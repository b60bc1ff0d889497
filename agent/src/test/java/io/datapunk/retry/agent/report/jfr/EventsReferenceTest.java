package io.datapunk.retry.agent.report.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.MarkdownPage;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Name;
import org.junit.jupiter.api.Test;

/** The reference page of metrics and the events of Flight Recorder: the same names and fields. */
class EventsReferenceTest {

    private static final List<Class<?>> EVENTS =
            List.of(RetryEvent.class, CallFailedEvent.class, CircuitStateChangeEvent.class, MethodMetricsEvent.class);

    @Test
    void eachEventHasARowWithItsFields() throws IOException {
        MarkdownPage page = MarkdownPage.read("docs/reference/metrics.md");
        Stream<String> rows = page.table("Flight Recorder", 1).stream()
                .map(row -> MarkdownPage.codes(row.get(0)) + " " + MarkdownPage.codes(row.get(1)));

        assertThat(rows)
                .containsExactlyElementsOf(EVENTS.stream()
                        .map(event -> List.of(nameOf(event)) + " " + fieldsOf(event))
                        .toList());
        assertThat(page.keys("Flight Recorder", 0))
                .containsExactlyElementsOf(
                        EVENTS.stream().map(EventsReferenceTest::nameOf).toList());
    }

    private static String nameOf(Class<?> event) {
        return event.getAnnotation(Name.class).value();
    }

    private static List<String> fieldsOf(Class<?> event) {
        return Arrays.stream(event.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .map(Field::getName)
                .toList();
    }
}
