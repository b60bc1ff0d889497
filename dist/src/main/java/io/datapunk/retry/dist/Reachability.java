package io.datapunk.retry.dist;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the classes that others refer to, directly or through further classes. Stateless. */
final class Reachability {

    private Reachability() {}

    /**
     * These classes and all that they reach.
     *
     * @param references for each class that there is, the classes that it names; a name that is no key is passed over,
     *     as those of the JDK are
     */
    static Set<String> from(Collection<String> roots, Map<String, Set<String>> references) {
        Set<String> reached = new TreeSet<>();
        Deque<String> left = new ArrayDeque<>(roots);
        while (!left.isEmpty()) {
            String name = left.pop();
            Set<String> named = references.get(name);
            if (named != null && reached.add(name)) {
                left.addAll(named);
            }
        }
        return reached;
    }
}
