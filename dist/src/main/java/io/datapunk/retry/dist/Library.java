package io.datapunk.retry.dist;

import java.util.List;

/**
 * A library that is packed into the agent's jar under another name. Immutable. All names are internal names of classes,
 * with slashes.
 *
 * @param prefix what the names of its classes begin with
 * @param relocated what they begin with in the jar
 * @param leftOut beginnings of names of classes that are not packed, even where others refer to them
 */
record Library(String prefix, String relocated, List<String> leftOut) {

    /** Whether a class belongs to this library. */
    boolean contains(String name) {
        return name.startsWith(prefix);
    }

    /** Whether a class of this library may be packed. */
    boolean packs(String name) {
        return contains(name) && leftOut.stream().noneMatch(name::startsWith);
    }
}
