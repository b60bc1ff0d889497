package io.datapunk.retry.benchmarks.probe;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads all classes of some jars, then changes the rules: other values, other classes that are not there, and classes
 * that are. Prints how many classes there are, how many methods were woven by the last change and, for each of the
 * three, when it began, in milliseconds of the JVM's uptime, and how many milliseconds it took.
 */
public final class Reloading {

    private Reloading() {}

    /** Takes the jars as a class path, the rules file, which it changes, and the class pattern for the last change. */
    public static void main(String[] arguments) throws Exception {
        new ManyClasses(arguments[0]).load(Integer.MAX_VALUE);
        Path rules = Path.of(arguments[1]);
        AgentInJmx agent = new AgentInJmx();
        String text = Files.readString(rules);
        StringBuilder line = new StringBuilder();
        line.append(reload(agent, rules, text.replace("max-attempts: 3", "max-attempts: 4")));
        line.append(reload(agent, rules, text.replace("class: com.acme", "class: org.acme")));
        line.append(reload(
                agent, rules, text + "  - {name: there, match: {class: '" + arguments[2] + "'}, max-attempts: 2}\n"));
        System.out.println(
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount() + " " + agent.wovenMethods() + line);
    }

    private static String reload(AgentInJmx agent, Path rules, String text) throws Exception {
        Files.writeString(rules, text);
        long begin = ManagementFactory.getRuntimeMXBean().getUptime();
        long start = System.nanoTime();
        agent.reload();
        return " " + begin + " " + (System.nanoTime() - start) / 1e6;
    }
}
