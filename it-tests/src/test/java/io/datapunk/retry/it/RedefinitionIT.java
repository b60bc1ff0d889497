package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Classes that other tools change while they run, and class files that are newer than the agent or than their JVM's
 * format.
 */
class RedefinitionIT {
    private static final String REDEFINING = "com.acme.legacy.beside.Redefining";
    private static final int REDEFINING_CALLS = 3;
    private static final String CATALOGUE = "com/acme/legacy/beside/Catalogue.class";
    private static final int VERSION_OF_JAVA_8 = 52;

    /** Since then class files can be flagged as using what is not final. */
    private static final int FIRST_WITH_PREVIEWS = 12;

    @TempDir
    private Path temp;

    private LibraryApp library;

    @BeforeEach
    void makeLibrary() {
        library = new LibraryApp(temp);
    }

    @OnEachJdk
    void aBodyThatAnotherToolGivesIsRetried(TestJdk jdk) throws IOException {
        for (boolean otherFirst : new boolean[] {true, false}) {
            ProcessResult ended = redefine(jdk, otherFirst, "");

            assertThat(ended.outLines())
                    .contains("as loaded 1, edition of 2025", "redefined 2, edition of 2027")
                    .anyMatch(line -> line.startsWith("transformed again 3, edition of "));
            library.retriedEach(REDEFINING_CALLS);
        }
        Matrix.holds(
                "jvm", "Class redefined by another tool: the new body holds, calls that a retry saved, of 3", jdk, "3");
    }

    @OnEachJdk
    void anotherAgentsTransformationIsRetried(TestJdk jdk) throws IOException {
        for (boolean otherFirst : new boolean[] {true, false}) {
            ProcessResult ended = redefine(jdk, otherFirst, "edition=2026");

            assertThat(ended.outLines())
                    .contains("as loaded 1, edition of 2026", "redefined 2, edition of 2027")
                    .anyMatch(line -> line.startsWith("transformed again 3, edition of "));
            library.retriedEach(REDEFINING_CALLS);
        }
        Matrix.holds(
                "jvm",
                "Class transformed by another agent, before or after ours: both hold, calls that a retry saved, of 3",
                jdk,
                "3");
    }

    /** Another agent shows ours a class file of a later version, and a third one gives the JVM the true one. */
    @OnEachJdk
    void aClassFileNewerThanTheAgentIsLeftAlone(TestJdk jdk) throws IOException {
        ProcessResult ended = ForkedJvm.on(jdk)
                .agent(library.otherAgent(), "major=99")
                .agent(library.agentOptions())
                .agent(library.otherAgent(), "major=" + VERSION_OF_JAVA_8)
                .classPath(BuildArtifacts.FIXTURE)
                .run(LibraryApp.MAIN)
                .succeeded();

        assertThat(ended.out()).isEqualTo(LibraryApp.OUTPUT);
        assertThat(ended.err().lines()).singleElement().asString().contains("WARN", "Catalogue.find", "version 99");
        Matrix.holds("jvm", "Class file newer than the agent: left alone, lines in the log", jdk, "1");
    }

    @OnEachJdk
    void aClassFileWithPreviewFeaturesIsRetried(TestJdk jdk) throws IOException {
        if (jdk.version() < FIRST_WITH_PREVIEWS) {
            return;
        }
        Files.createDirectories(temp.resolve(CATALOGUE).getParent());
        Files.write(temp.resolve(CATALOGUE), preview(jdk.version()));

        ProcessResult ended = library.failing(
                        ForkedJvm.on(jdk).jvm("--enable-preview").agent(library.agentOptions()))
                .classPath(temp, BuildArtifacts.FIXTURE)
                .run(LibraryApp.MAIN)
                .succeeded()
                .keptStandardErrorEmpty();

        assertThat(ended.out()).isEqualTo(LibraryApp.OUTPUT);
        library.retriedEach(LibraryApp.CALLS);
        Matrix.holds("jvm", "Class file of that JDK flagged as preview: calls that a retry saved, of 2", jdk, "2");
    }

    private ProcessResult redefine(TestJdk jdk, boolean otherFirst, String argument) throws IOException {
        ForkedJvm jvm = ForkedJvm.on(jdk);
        Path other = library.otherAgent();
        jvm = otherFirst
                ? jvm.agent(other, argument).agent(library.agentOptions())
                : jvm.agent(library.agentOptions()).agent(other, argument);
        return library.failing(jvm).run(REDEFINING).succeeded().keptStandardErrorEmpty();
    }

    /** The fixture's class as javac of that JDK would flag it. */
    private static byte[] preview(int jdk) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarFile jar = new JarFile(BuildArtifacts.FIXTURE.toFile())) {
            jar.getInputStream(jar.getEntry(CATALOGUE)).transferTo(bytes);
        }
        byte[] classFile = bytes.toByteArray();
        classFile[4] = (byte) 0xFF;
        classFile[5] = (byte) 0xFF;
        classFile[7] = (byte) (VERSION_OF_JAVA_8 - 8 + jdk);
        return classFile;
    }
}
