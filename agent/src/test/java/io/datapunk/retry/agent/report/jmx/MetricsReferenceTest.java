package io.datapunk.retry.agent.report.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.MarkdownPage;
import io.datapunk.retry.call.CallOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference page of metrics, the configuration of jmx_exporter, and the outcomes: one set of names. */
class MetricsReferenceTest {

    private static final String PAGE = "docs/reference/metrics.md";
    private static final Path EXPORTER = Path.of("../docs/prometheus/jmx-exporter.yml");
    private static final Pattern METRIC =
            Pattern.compile("name: (datapunk_\\w+)\\n(?:    (?!labels|- ).*\\n)*(?:    labels: \\{(.*)\\})?");

    @Test
    void eachMetricOfTheExporterHasARowWithItsLabels() throws IOException {
        List<String> exported = METRIC.matcher(Files.readString(EXPORTER))
                .results()
                .map(metric -> metric.group(1) + " " + labels(metric.group(2)))
                .distinct()
                .toList();

        assertThat(MarkdownPage.read(PAGE).table("Prometheus").stream()
                        .map(row -> MarkdownPage.codes(row.get(0)).get(0) + " " + MarkdownPage.codes(row.get(1))))
                .containsExactlyInAnyOrderElementsOf(exported);
    }

    /** The names of the labels, but for the one that only a second class loader brings. */
    private static List<String> labels(String written) {
        return written == null
                ? List.of()
                : Arrays.stream(written.split(", "))
                        .map(label -> label.substring(0, label.indexOf(':')))
                        .filter(label -> !label.equals("loader"))
                        .collect(Collectors.toList());
    }

    @Test
    void eachOutcomeHasARowWithItsAttribute() throws IOException {
        assertThat(MarkdownPage.read(PAGE).table("Outcomes").stream().map(row -> row.get(0) + " " + row.get(1)))
                .containsExactlyElementsOf(Arrays.stream(CallOutcome.values())
                        .map(outcome -> "`" + outcome.name().toLowerCase(Locale.ROOT) + "` `" + outcome.metric() + "`")
                        .toList());
    }
}
