package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The queries of the alert rules and of the dashboard that are shipped, held against what a scrape had. */
final class Queries {

    private static final Pattern METRIC = Pattern.compile("\\bdatapunk_[a-z_]+");
    private static final Pattern MATCHERS = Pattern.compile("(datapunk_[a-z_]+)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

    /** Given by Prometheus itself. */
    private static final Set<String> OF_THE_TARGET = Set.of("job", "instance");

    private Queries() {}

    /** Each query names only metrics, labels and outcomes that the scrape had, and there is no lack of queries. */
    static void nameWhatIsThere(Scrape scrape) throws IOException {
        List<String> queries = new ArrayList<>();
        collect(new Yaml().load(Files.readString(docs("prometheus/alerts.yml"))), queries);
        int alerts = queries.size();
        collect(new Yaml().load(Files.readString(docs("grafana/datapunk-retry.json"))), queries);
        assertThat(alerts).isGreaterThanOrEqualTo(4);
        assertThat(queries).hasSizeGreaterThan(alerts + 15);
        for (String query : queries) {
            Set<String> names =
                    METRIC.matcher(query).results().map(match -> match.group()).collect(Collectors.toSet());
            assertThat(names).as(query).isNotEmpty().allMatch(scrape::has, "was scraped");
            assertThat(query.chars().filter(c -> c == '(').count())
                    .as(query)
                    .isEqualTo(query.chars().filter(c -> c == ')').count());
            labels(query, scrape, names);
        }
    }

    private static void labels(String query, Scrape scrape, Set<String> names) {
        for (Matcher matchers = MATCHERS.matcher(query); matchers.find(); ) {
            String metric = matchers.group(1);
            for (Matcher matcher = MATCHER.matcher(matchers.group(2)); matcher.find(); ) {
                String label = matcher.group(1);
                if (OF_THE_TARGET.contains(label)) {
                    continue;
                }
                assertThat(scrape.labels(metric)).as(query).contains(label);
                if (label.equals("outcome")) {
                    for (String value : matcher.group(3).split("\\|", -1)) {
                        assertThat(scrape.has(metric, label, value))
                                .as(value + " in " + query)
                                .isTrue();
                    }
                }
            }
        }
        for (Matcher grouping = GROUPING.matcher(query); grouping.find(); ) {
            Set<String> known =
                    names.stream().flatMap(name -> scrape.labels(name).stream()).collect(Collectors.toSet());
            assertThat(Stream.of(grouping.group(1).split(", ", -1)).filter(label -> !OF_THE_TARGET.contains(label)))
                    .as(query)
                    .allMatch(known::contains);
        }
    }

    private static Path docs(String path) {
        return BuildArtifacts.ROOT.resolve("docs").resolve(path);
    }

    private static void collect(Object node, List<String> queries) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                boolean isQuery = key.equals("expr") || key.equals("definition");
                if (isQuery && value instanceof String query) {
                    queries.add(query);
                } else {
                    collect(value, queries);
                }
            });
        } else if (node instanceof List<?> list) {
            list.forEach(item -> collect(item, queries));
        }
    }
}
