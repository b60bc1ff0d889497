package io.datapunk.retry.agent.cli.top;

import io.datapunk.retry.agent.log.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A snapshot for a terminal: names in it may have any character. Stateless. */
final class PlainSnapshot {

    private PlainSnapshot() {}

    /** The same with all texts as {@link PlainText}. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> of(Map<String, Object> snapshot) {
        return (Map<String, Object>) plain(snapshot);
    }

    private static Object plain(Object value) {
        if (value instanceof Map) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                map.put(entry.getKey().toString(), plain(entry.getValue()));
            }
            return map;
        }
        if (value instanceof List) {
            List<Object> list = new ArrayList<>();
            for (Object item : (List<?>) value) {
                list.add(plain(item));
            }
            return list;
        }
        return value instanceof String ? PlainText.of((String) value) : value;
    }
}
