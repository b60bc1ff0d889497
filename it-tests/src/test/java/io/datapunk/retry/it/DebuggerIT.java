package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** In a woven method a debugger stops once per attempt, and shows what it shows without the agent. */
class DebuggerIT {
    private static final String CATALOGUE = "com.acme.legacy.beside.Catalogue";

    @TempDir
    private Path temp;

    @OnEachJdk
    void showsArgumentsAndVariablesOfEachAttempt(TestJdk jdk) throws Exception {
        LibraryApp library = new LibraryApp(temp);
        List<Debugger.Hit> expected = new ArrayList<>();
        for (int call = 0; call < LibraryApp.CALLS; call++) {
            for (int attempt = 0; attempt < LibraryApp.ATTEMPTS_OF_EACH; attempt++) {
                expected.add(hit(call == 0 ? "Dune" : "Emma", call + 1));
            }
        }

        List<Debugger.Hit> hits =
                debug(library.failing(ForkedJvm.on(jdk).jvm(Debugger.OPTION).agent(library.agentOptions())));

        assertThat(hits).isEqualTo(expected);
        library.retriedEach(LibraryApp.CALLS);
        Matrix.holds(
                "jvm",
                "Debugger: stops at a breakpoint in 2 calls of 3 attempts each, with arguments and variables",
                jdk,
                Integer.toString(hits.size()));
    }

    private static List<Debugger.Hit> debug(ForkedJvm jvm) throws Exception {
        try (RunningJvm application = jvm.start(LibraryApp.MAIN)) {
            List<Debugger.Hit> hits = Debugger.attach(application.await(Debugger.LISTENING), CATALOGUE, "find");
            ProcessResult ended = application.end().succeeded().keptStandardErrorEmpty();
            assertThat(ended.out()).endsWith(LibraryApp.OUTPUT);
            return hits;
        }
    }

    /** The title has been trimmed by then; what the method was called with is still there. */
    private static Debugger.Hit hit(String title, int copies) {
        String number = Integer.toString(copies);
        return new Debugger.Hit(
                List.of("title", "copies"),
                List.of('"' + title + " \"", number),
                Map.of("title", '"' + title + '"', "copies", number, "call", "\"find\""),
                CATALOGUE);
    }
}
