package io.datapunk.retry.benchmarks.probe;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/**
 * Loads all classes of some jars and prints how many methods are woven, the bytes of the heap, and those outside of it.
 */
public final class WovenMemory {

    private WovenMemory() {}

    /** Takes the jars as a class path. */
    public static void main(String[] arguments) throws Exception {
        new ManyClasses(arguments[0]).load(Integer.MAX_VALUE);
        AgentInJmx agent = new AgentInJmx();
        int woven = agent.wovenMethodsWithMBeans();
        for (int i = 0; i < 4; i++) {
            System.gc(); // what is freed by one collection frees more in the next
        }
        System.out.println(woven + " " + used(MemoryType.HEAP, "") + " " + used(MemoryType.NON_HEAP, "Metaspace"));
    }

    private static long used(MemoryType type, String name) {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == type && pool.getName().contains(name))
                .mapToLong((MemoryPoolMXBean pool) -> pool.getUsage().getUsed())
                .sum();
    }
}
