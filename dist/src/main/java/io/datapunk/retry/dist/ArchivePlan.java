package io.datapunk.retry.dist;

import java.util.Set;

/**
 * Decides which archive a class is put into. A list that is wrong costs time at a start, and nothing else: the isolated
 * class loader looks into each archive. Immutable.
 */
final class ArchivePlan {

    private final Set<String> startClasses;
    private final Set<String> weaveClasses;

    /**
     * By two recorded lists of internal names, as classes are called in the jar.
     *
     * @param startClasses those that a start loads
     * @param weaveClasses those that the first woven class loads besides
     */
    ArchivePlan(Set<String> startClasses, Set<String> weaveClasses) {
        this.startClasses = Set.copyOf(startClasses);
        this.weaveClasses = Set.copyOf(weaveClasses);
    }

    /**
     * The archive of a class.
     *
     * @param name its name in the jar
     * @param isUsedByAgent whether more than the command line reaches it
     */
    Archive archiveOf(String name, boolean isUsedByAgent) {
        if (!isUsedByAgent) {
            return Archive.COMMANDS;
        }
        if (startClasses.contains(name)) {
            return Archive.START;
        }
        if (weaveClasses.contains(name) || Layout.isIsolated(name)) {
            return Archive.WEAVE;
        }
        return Layout.isOfWeaver(name) ? Archive.REST : Archive.MORE;
    }
}
