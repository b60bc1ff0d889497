package io.datapunk.retry.benchmarks;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Runs under the agent, for {@link RulesScale}: loads classes of a jar, then changes the rules. */
public final class RulesScaleProbe {

    private RulesScaleProbe() {}

    /**
     * Takes when the process was started, in epoch milliseconds; a jar; and the rules file, which it changes.
     */
    public static void main(String[] arguments) throws Exception {
        long atMain = System.currentTimeMillis() - Long.parseLong(arguments[0]);
        long loading = load(arguments[1]);
        if (arguments.length < 3) {
            System.out.println(atMain + " " + loading + " 0 0");
            return;
        }
        Path rules = Path.of(arguments[2]);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName agent = new ObjectName("io.datapunk.retry:type=Agent");
        long start = System.nanoTime();
        while (!server.isRegistered(agent)) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(30)) {
                throw new IllegalStateException("the agent is not there");
            }
            Thread.onSpinWait();
        }
        String text = Files.readString(rules);
        long values = reload(server, agent, rules, text.replace("max-attempts: 3", "max-attempts: 4"));
        long shape = reload(server, agent, rules, text.replace("class: com.acme", "class: org.acme"));
        System.out.println(atMain + " " + loading + " " + values + " " + shape);
    }

    private static long load(String jar) throws Exception {
        List<String> names;
        try (JarFile file = new JarFile(jar)) {
            names = file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.contains("-") && !name.startsWith("META-INF"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .toList();
        }
        URL[] path = {new File(jar).toURI().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, null)) {
            long start = System.nanoTime();
            for (String name : names) {
                try {
                    Class.forName(name, false, loader);
                } catch (ClassNotFoundException | LinkageError e) {
                    continue; // it needs what is not there
                }
            }
            return (System.nanoTime() - start) / 1_000_000;
        }
    }

    private static long reload(MBeanServer server, ObjectName agent, Path rules, String text) throws Exception {
        Files.writeString(rules, text);
        long start = System.nanoTime();
        Object refused = server.invoke(agent, "reload", null, null);
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (refused != null) {
            throw new IllegalStateException(refused.toString());
        }
        return millis;
    }
}
