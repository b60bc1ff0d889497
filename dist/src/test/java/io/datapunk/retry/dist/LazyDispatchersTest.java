package io.datapunk.retry.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Byte Buddy as it comes from its makers, with its dispatchers made lazy. */
class LazyDispatchersTest {

    private static final String EXECUTABLE = "net.bytebuddy.description.method.ParameterList$ForLoadedExecutable";

    private static final String SUFFIX = "$LazyDispatcher";

    private static SortedMap<String, byte[]> original;
    private static SortedMap<String, byte[]> changed;

    @BeforeAll
    static void readLibrary() throws IOException {
        original =
                ClassFiles.read(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .map(Path::of)
                        .filter(path -> path.toString().contains("byte-buddy")
                                || path.toString().contains("agent"))
                        .toList());
        changed = LazyDispatchers.addTo(original);
    }

    @Test
    void eachDispatcherHasAnImplementation() throws Exception {
        ClassLoader loader = new Loader(changed);
        int found = 0;
        for (String name : changed.keySet()) {
            if (name.endsWith(SUFFIX)) {
                String dispatcherName = name.substring(0, name.length() - SUFFIX.length());
                Class<?> lazy = loader.loadClass(name.replace('/', '.'));
                Class<?> dispatcher = loader.loadClass(dispatcherName.replace('/', '.'));
                assertThat(dispatcher).isAssignableFrom(lazy);
                assertThat(lazy.getDeclaredMethods()).hasSameSizeAs(dispatcher.getDeclaredMethods());
                found++;
            }
        }
        assertThat(found).isEqualTo(LazyDispatchers.CALLS);
    }

    /** The library's own dispatcher answers. */
    @Test
    void aDispatcherIsAskedAsBefore() throws Exception {
        assertThat(nameOfModule(new Loader(changed)))
                .isEqualTo(nameOfModule(new Loader(original)))
                .isEqualTo("java.base");
    }

    /** Plain calls stand for the one dispatcher that weaving asks. */
    @Test
    void parametersAreThoseOfTheLibrary() throws Exception {
        assertThat(parameters(new Loader(changed)))
                .isEqualTo(parameters(new Loader(original)))
                .contains("java.lang.String");
    }

    @Test
    void anotherNumberOfCallsEndsTheBuild() {
        SortedMap<String, byte[]> less = new TreeMap<>(original);
        less.remove(EXECUTABLE.replace('.', '/'));

        assertThatThrownBy(() -> LazyDispatchers.addTo(less))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("JavaDispatcher.of 64 times, and 65 are expected");
    }

    private static Object nameOfModule(ClassLoader loader) throws Exception {
        Object module = loader.loadClass("net.bytebuddy.utility.JavaModule")
                .getMethod("ofType", Class.class)
                .invoke(null, String.class);
        return module.getClass().getMethod("getActualName").invoke(module);
    }

    private static String parameters(ClassLoader loader) throws Exception {
        Class<?> method = loader.loadClass("net.bytebuddy.description.method.MethodDescription$ForLoadedMethod");
        Object described = method.getConstructor(java.lang.reflect.Method.class)
                .newInstance(String.class.getMethod("concat", String.class));
        return method.getMethod("getParameters").invoke(described).toString();
    }

    /** Of exactly these classes and the JDK's. */
    private static final class Loader extends ClassLoader {

        private final Map<String, byte[]> classFiles;

        Loader(Map<String, byte[]> classFiles) {
            super(ClassLoader.getPlatformClassLoader());
            this.classFiles = classFiles;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classFiles.get(name.replace('.', '/'));
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
