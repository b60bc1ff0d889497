package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Every class in the jar finds all that its code names, also what no other test runs. */
class JarIsWholeIT {
    private static final String LINK = "com.acme.legacy.linking.LinkAll";
    private static final String WEAVE = "com.acme.legacy.linking.WeaveAll";
    private static final int AT_LEAST = 1_000;

    @OnFewJdks
    void eachClassIsLinked(TestJdk jdk) throws Exception {
        ProcessResult result = ForkedJvm.on(jdk)
                .classPath(BuildArtifacts.FIXTURE, BuildArtifacts.AGENT)
                .within(5)
                .run(LINK, BuildArtifacts.AGENT.toString())
                .succeeded();

        List<String> lines = result.outLines();
        assertThat(lines.subList(0, lines.size() - 1)).as(result.toString()).allMatch(JarIsWholeIT::needsApplication);
        String last = lines.get(lines.size() - 1);
        assertThat(Integer.parseInt(last.substring("linked ".length()))).isGreaterThan(AT_LEAST);
    }

    /** Each dispatcher would cost the first woven class some milliseconds. */
    @OnEachJdk
    void weavingMakesNoDispatcher(TestJdk jdk) throws Exception {
        ProcessResult result = ForkedJvm.on(jdk)
                .classPath(BuildArtifacts.FIXTURE, BuildArtifacts.AGENT)
                .within(5)
                .run(WEAVE, BuildArtifacts.AGENT.toString())
                .succeeded();

        System.out.println("Byte Buddy's dispatchers on " + jdk + ": " + result.out());
        assertThat(result.outLines()).containsExactly("asked []");
    }

    /**
     * Adapters need the libraries of the application that they are for. Two classes of Byte Buddy, and those of its
     * agent library that attach without the JDK, need JNA. A class is for a later version of Java, and the hook's
     * implementation extends a class of
     * {@code java.lang} that a running agent has defined.
     */
    private static boolean needsApplication(String line) {
        return line.startsWith("not linked io.datapunk.retry.agent.async.")
                || line.startsWith("not linked io.datapunk.retry.agent.report.micrometer.bridge.")
                || line.startsWith("not linked io.datapunk.retry.micrometer.")
                || line.contains("bytebuddy.dynamic.loading.ClassInjector$UsingJna$Dispatcher$")
                || (line.contains("bytebuddy.agent.VirtualMachine$") && line.contains("com/sun/jna/"))
                || line.startsWith("not linked io.datapunk.retry.agent.hook.ModuleHookDefiner: "
                        + "java.lang.UnsupportedClassVersionError")
                || line.endsWith("java.lang.NoClassDefFoundError: java/lang/DatapunkRetryHook");
    }
}
