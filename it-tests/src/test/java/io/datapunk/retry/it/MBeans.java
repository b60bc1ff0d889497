package io.datapunk.retry.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** All MBeans of the agent with all attributes, as the fixture {@code Watched} wrote them down. */
record MBeans(Map<ObjectName, Map<String, String>> attributes, Map<String, String> descriptions) {

    static MBeans read(Path file) throws IOException, MalformedObjectNameException {
        Map<ObjectName, Map<String, String>> attributes = new LinkedHashMap<>();
        Map<String, String> descriptions = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split("\t", -1);
            ObjectName name = new ObjectName(fields[0]);
            attributes.computeIfAbsent(name, key -> new LinkedHashMap<>()).put(fields[1], fields[2]);
            descriptions.put(name.getKeyProperty("type") + "." + fields[1], fields[3]);
            if (!fields[4].equals("false")) {
                throw new IllegalStateException("can be written: " + line);
            }
        }
        return new MBeans(attributes, descriptions);
    }

    /** The attributes of each method, with the method itself as {@code method}. */
    List<Map<String, String>> methods() {
        return attributes.entrySet().stream()
                .filter(bean -> "Method".equals(bean.getKey().getKeyProperty("type")))
                .map(bean -> {
                    Map<String, String> all = new LinkedHashMap<>(bean.getValue());
                    all.put("method", ObjectName.unquote(bean.getKey().getKeyProperty("method")));
                    return all;
                })
                .toList();
    }

    /** A value of an attribute, {@code TYPE.NAME}, of any MBean of its type. */
    String anyValue(String attribute) {
        String[] parts = attribute.split("\\.", -1);
        return attributes.entrySet().stream()
                .filter(bean -> parts[0].equals(bean.getKey().getKeyProperty("type")))
                .map(bean -> bean.getValue().get(parts[1]))
                .findFirst()
                .orElseThrow();
    }

    /** Of all methods. */
    long sum(String counter) {
        return methods().stream()
                .mapToLong(method -> Long.parseLong(method.get(counter)))
                .sum();
    }
}
