package io.datapunk.retry.agent.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;

class UsedByCallsTest {

    /** The build runs a module's tests in the module's folder. */
    private static final Path CORE = Path.of("../core/target/classes/io/datapunk/retry");

    private static final Path AGENT = Path.of("target/classes/io/datapunk/retry/agent");

    private static final List<String> OF_CORE = List.of("", "call", "guard", "outcome", "policy", "backoff", "time");
    private static final List<String> OF_AGENT =
            List.of("hook", "proxy", "woven", "binding", "asynctype", "inforce", "status", "log", "async");

    /** For backoffs of the operator's own, which are looked up once. */
    private static final Set<String> ONCE =
            Set.of("java/io/File", "java/net/URI", "java/net/URL", "java/net/URLClassLoader");

    @Test
    void theJdksClassesThatTheEngineNamesAreAllAmongThem() throws Exception {
        Set<String> named = new TreeSet<>();
        for (String each : OF_CORE) {
            addNamed(CORE.resolve(each), named);
        }
        for (String each : OF_AGENT) {
            addNamed(AGENT.resolve(each), named);
        }
        addNamed(AGENT.resolve("../../../../java/lang"), named);
        named.removeAll(ONCE);

        assertThat(named).hasSizeGreaterThan(80).contains("java/util/concurrent/atomic/AtomicLong");
        assertThat(named).filteredOn(name -> doesSomething(name)).allMatch(UsedByCalls::has);
    }

    @Test
    void whatTheyExtendIsAmongThem() throws Exception {
        for (String name :
                List.of("java.util.EnumMap", "java.util.concurrent.atomic.LongAdder", "java.lang.StringBuilder")) {
            for (Class<?> type = Class.forName(name); type != null; type = type.getSuperclass()) {
                assertThat(UsedByCalls.has(type.getName())).as(type.getName()).isTrue();
            }
        }
    }

    @Test
    void whatMayFailAndPassIsNot() {
        assertThat(List.of(
                        "java.net.Socket",
                        "java.net.InetAddress",
                        "java.sql.DriverManager",
                        "java.util.concurrent.ThreadPoolExecutor",
                        "java.util.concurrent.Semaphore",
                        "java.io.FileInputStream",
                        "java.lang.ProcessBuilder",
                        "java.util.zip.Inflater"))
                .noneMatch(UsedByCalls::has);
    }

    /** Methods of failures, and those that an interface declares, are the method of the class that has them. */
    private static boolean doesSomething(String name) {
        try {
            Class<?> type = Class.forName(name.replace('/', '.'), false, null);
            return !type.isInterface()
                    && !Exception.class.isAssignableFrom(type)
                    && !Error.class.isAssignableFrom(type);
        } catch (ClassNotFoundException e) {
            return false; // not of the JDK's base: the hook
        }
    }

    private static void addNamed(Path folder, Set<String> names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(
                            each -> isUsedByCalls(each.getFileName().toString()))
                    .toList()) {
                addNamed(new ClassReader(Files.readAllBytes(file)), names);
            }
        }
    }

    /** The hook's definition runs once, at the start. */
    private static boolean isUsedByCalls(String fileName) {
        return fileName.endsWith(".class") && !fileName.endsWith("HookDefiner.class");
    }

    private static void addNamed(ClassReader reader, Set<String> names) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int at = reader.getItem(i);
            if (at > 0 && reader.readByte(at - 1) == 7) {
                Type type = Type.getObjectType(reader.readUTF8(at, buffer));
                String name = (type.getSort() == Type.ARRAY ? type.getElementType() : type).getInternalName();
                if (name.startsWith("java/")) {
                    names.add(name);
                }
            }
        }
    }
}
