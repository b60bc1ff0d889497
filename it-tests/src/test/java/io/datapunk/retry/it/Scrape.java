package io.datapunk.retry.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Prometheus would have read: each sample by its name and labels. */
record Scrape(Map<Sample, Double> samples) {

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** A name with its labels. */
    record Sample(String name, Map<String, String> labels) {}

    static Scrape of(URI address) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(address + " answers " + response.statusCode() + " " + response.body());
        }
        return parse(response.body());
    }

    /** As {@link #of}, once there is a sample of this name. */
    static Scrape await(URI address, String name) throws Exception {
        AtomicReference<Scrape> scrape = new AtomicReference<>();
        Poll.until(address + " has " + name, () -> {
            scrape.set(of(address));
            return scrape.get().has(name);
        });
        return scrape.get();
    }

    static Scrape parse(String text) {
        Map<Sample, Double> samples = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a sample: " + line);
            }
            Map<String, String> labels = new TreeMap<>();
            if (matcher.group(2) != null) {
                LABEL.matcher(matcher.group(2))
                        .results()
                        .forEach(label ->
                                labels.put(label.group(1), label.group(2).replace("\\\"", "\"")));
            }
            samples.put(
                    new Sample(matcher.group(1), labels),
                    Double.valueOf(matcher.group(3).replace("+Inf", "Infinity")));
        });
        return new Scrape(samples);
    }

    /** Those of this name whose labels include these, name and value in turn; summed up. */
    double sum(String name, String... labels) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().name().equals(name) && has(sample.getKey(), labels))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Whether there is one. */
    boolean has(String name, String... labels) {
        return samples.keySet().stream().anyMatch(sample -> sample.name().equals(name) && has(sample, labels));
    }

    /** The names of the labels that samples of this name have. */
    Set<String> labels(String name) {
        return samples.keySet().stream()
                .filter(sample -> sample.name().equals(name))
                .flatMap(sample -> sample.labels().keySet().stream())
                .collect(Collectors.toSet());
    }

    private static boolean has(Sample sample, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
                return false;
            }
        }
        return true;
    }
}
