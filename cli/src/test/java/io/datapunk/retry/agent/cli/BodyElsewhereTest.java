package io.datapunk.retry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.rules.RulesReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check says of a method whose body is in another class than the one that a rule names. */
class BodyElsewhereTest {

    private static final String HERE = BodyElsewhereTest.class.getName() + "$";

    @TempDir
    private Path temp;

    private final ClassScan scan = new ClassScan(8);

    @BeforeEach
    void someClasses() throws IOException {
        for (Class<?> each : new Class<?>[] {Echo.class, Impl.class, Base.class, Client.class, Lambdas.class}) {
            Path file = temp.resolve(each.getName().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            try (InputStream in =
                    each.getResourceAsStream(each.getName().substring(HERE.lastIndexOf('.') + 1) + ".class")) {
                Files.copy(in, file);
            }
        }
        scan.add(temp.toString());
    }

    @Test
    void anInterfaceHasNone() throws Exception {
        assertThat(reportOf("Echo", "echo").notes)
                .singleElement()
                .asString()
                .contains(HERE + "Echo is an interface")
                .contains("these have a body: " + HERE + "Impl (subtype-of: " + HERE + "Echo matches them)");
    }

    @Test
    void anAbstractMethodHasNone() throws Exception {
        assertThat(warningOf("Base", "open")).contains("Base.open has no body; these have a body: " + HERE + "Client");
    }

    @Test
    void aSubclassInheritsIt() throws Exception {
        assertThat(warningOf("Client", "connect"))
                .contains("Client inherits connect from " + HERE + "Base: name that class");
    }

    @Test
    void aDefaultMethodIsTheInterfaces() throws Exception {
        assertThat(warningOf("Impl", "usual"))
                .contains("usual is a default method of " + HERE + "Echo: name that class");
    }

    @Test
    void aLambdaIsNeverMatched() throws Exception {
        assertThat(warningOf("Lambdas", "lambda$*")).contains(" is synthetic, made by a compiler, and never matched");
    }

    @Test
    void whatIsNowhereIsNoneOfThese() throws Exception {
        assertThat(warningOf("Client", "conect")).contains("no method conect");
    }

    private String warningOf(String aClass, String method) throws Exception {
        return reportOf(aClass, method).warnings.all("r").get(0).message();
    }

    private RuleReport reportOf(String aClass, String method) throws Exception {
        String rules = "version: 1\nrules:\n  - {name: r, match: {class: '" + HERE + aClass + "', method: '" + method
                + "'}}\n";
        return JarCheck.of(RulesReader.read("test", Map.of("f.yml", rules)), scan)
                .get(0);
    }

    interface Echo {
        String echo(String text);

        default String usual() {
            return echo("");
        }
    }

    static class Impl implements Echo {
        @Override
        public String echo(String text) {
            return text;
        }
    }

    abstract static class Base {
        void connect() {}

        abstract void open();
    }

    static class Client extends Base {
        @Override
        void open() {}
    }

    static class Lambdas {
        Runnable make(String text) {
            return () -> System.out.println(text);
        }
    }
}
