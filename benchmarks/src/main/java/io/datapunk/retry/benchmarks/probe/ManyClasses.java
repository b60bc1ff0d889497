package io.datapunk.retry.benchmarks.probe;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** Classes of a few jars, in a loader of their own; they stay loaded. */
final class ManyClasses {
    /** Else the loader is collected before the program ends. */
    private static final List<URLClassLoader> LOADERS = new ArrayList<>();

    private final List<String> names = new ArrayList<>();
    private final URLClassLoader loader;

    /** Takes jars as a class path. */
    ManyClasses(String jars) throws IOException {
        List<URL> path = new ArrayList<>();
        for (String jar : jars.split(File.pathSeparator)) {
            path.add(new File(jar).toURI().toURL());
            try (JarFile file = new JarFile(jar)) {
                file.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.endsWith(".class") && !name.contains("-"))
                        .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                        .forEach(names::add);
            }
        }
        loader = new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        LOADERS.add(loader);
    }

    /** One of them. */
    Class<?> loaded(String name) throws ClassNotFoundException {
        return Class.forName(name, false, loader);
    }

    /** Loads, and does not initialise, so many of them that can be loaded; returns how many they were. */
    int load(int limit) {
        int loaded = 0;
        for (String name : names) {
            try {
                Class.forName(name, false, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                continue; // it needs what is not there
            }
            if (++loaded == limit) {
                break;
            }
        }
        return loaded;
    }
}
