package io.datapunk.retry.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.ObjectName;

/** The counters of one woven method, by name. */
record MethodMetrics(String rule, String method, Map<String, Long> counters) {
    private static final List<String> COUNTERS = List.of(
            "Calls", "FirstTrySuccesses", "RetriedSuccesses", "NotRetryable", "Exhausted", "Retries", "WaitMillis");

    private static final Set<String> RULES = Set.of("orders-http", "order-client");
    private static final int SECONDS_TO_WAIT = 30;

    /** The methods of both rules, read from that JVM. */
    static List<MethodMetrics> of(long pid) throws Exception {
        List<MethodMetrics> methods = new ArrayList<>();
        try (JmxReader jmx = JmxReader.of(pid)) {
            Set<ObjectName> names = jmx.await(
                    "io.datapunk.retry:type=Method,*",
                    found -> found.stream()
                            .map(MethodMetrics::rule)
                            .collect(Collectors.toSet())
                            .containsAll(RULES),
                    SECONDS_TO_WAIT);
            for (ObjectName name : new TreeSet<>(names)) {
                Map<String, Long> counters = new LinkedHashMap<>();
                for (String counter : COUNTERS) {
                    counters.put(counter, jmx.number(name, counter));
                }
                methods.add(new MethodMetrics(rule(name), method(name), counters));
            }
        }
        return methods;
    }

    long get(String counter) {
        return counters.get(counter);
    }

    private static String rule(ObjectName name) {
        return unquoted(name, "rule");
    }

    /** {@code HttpClient.executeMethod(HttpMethod)}: short enough for a table. */
    private static String method(ObjectName name) {
        String signature = unquoted(name, "method");
        String parameters = signature.substring(signature.indexOf('(') + 1, signature.lastIndexOf(')'));
        String shortParameters =
                Arrays.stream(parameters.split(", ")).map(MethodMetrics::simple).collect(Collectors.joining(", "));
        return simple(unquoted(name, "class")) + "." + signature.substring(0, signature.indexOf('(') + 1)
                + shortParameters + ")";
    }

    private static String unquoted(ObjectName name, String key) {
        String value = name.getKeyProperty(key);
        return value.startsWith("\"") ? ObjectName.unquote(value) : value;
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
