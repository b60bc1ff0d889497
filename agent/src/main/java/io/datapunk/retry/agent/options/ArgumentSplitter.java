package io.datapunk.retry.agent.options;

import java.util.ArrayList;
import java.util.List;

/** Splits {@code key=value,key="a,b"} at the commas that stand outside quotes, and takes the quotes away. Stateless. */
final class ArgumentSplitter {

    private ArgumentSplitter() {}

    static List<String> split(String arguments, List<String> problems) {
        List<String> options = new ArrayList<>();
        StringBuilder option = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                add(option, options);
            } else {
                option.append(c);
            }
        }
        if (quoted) {
            problems.add("agent options: found an opening \" without a closing one in " + arguments);
        }
        add(option, options);
        return options;
    }

    private static void add(StringBuilder option, List<String> options) {
        String text = option.toString().trim();
        option.setLength(0);
        if (!text.isEmpty()) {
            options.add(text);
        }
    }
}
