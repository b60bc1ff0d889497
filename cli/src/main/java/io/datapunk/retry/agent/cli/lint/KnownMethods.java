package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.cli.lint.ClassCode.Call;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Methods by the type that declares them, for tables that are written by hand. Immutable. */
final class KnownMethods {

    private final Map<String, Set<String>> names = new HashMap<>();

    private KnownMethods() {}

    /**
     * A table.
     *
     * @param rows each a binary name and the names of methods after it, separated by spaces; {@code *} for all
     */
    static KnownMethods of(String... rows) {
        KnownMethods known = new KnownMethods();
        for (String row : rows) {
            String[] words = row.split(" ", -1);
            Set<String> methods = known.names.get(words[0]);
            if (methods == null) {
                methods = new HashSet<>();
                known.names.put(words[0], methods);
            }
            for (int i = 1; i < words.length; i++) {
                methods.add(words[i]);
            }
        }
        return known;
    }

    /** The type whose method it is; {@code null}: it is none of these. */
    String typeOf(Collection<String> types, String method) {
        for (String type : types) {
            Set<String> methods = names.get(type);
            if (methods != null && (methods.contains(method) || methods.contains("*"))) {
                return type;
            }
        }
        return null;
    }

    /** The first call of one of these methods, as people write it; {@code null}: there is none. */
    String firstOf(List<Call> calls, CheckedClasses classes) {
        for (Call call : calls) {
            String owner = call.owner().replace('/', '.');
            if (typeOf(Collections.singleton(owner), call.name()) != null
                    || isAnyName(call.name()) && typeOf(classes.supertypes(owner), call.name()) != null) {
                return owner.substring(owner.lastIndexOf('.') + 1) + "." + call.name();
            }
        }
        return null;
    }

    /** Asked before supertypes are looked for, which takes longer. */
    private boolean isAnyName(String method) {
        for (Set<String> methods : names.values()) {
            if (methods.contains(method)) {
                return true;
            }
        }
        return false;
    }
}
