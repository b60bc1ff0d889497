package io.datapunk.retry.agent.weave;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import io.datapunk.retry.agent.files.InputStreams;
import io.datapunk.retry.agent.match.ClassIndex;
import io.datapunk.retry.agent.match.MethodMatcher;
import io.datapunk.retry.agent.match.Subject;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.weave.MethodAdvice.Advised;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Weaves a class of the agent's own in every way, and throws the result away: afterwards there is nothing left that the
 * weaver would load or initialise on the stack of an application.
 */
public final class WeaverRehearsal {

    private static final String SAMPLE =
            RehearsedBodies.class.getName().replace('.', '/').concat(".class");

    /** In a class file: the lower byte of its version. */
    private static final int VERSION = 7;

    private WeaverRehearsal() {}

    /**
     * Matches and weaves.
     *
     * @param rules to be held against the class
     * @throws IOException where the agent's own classes cannot be read
     */
    public static void run(Instrumentation instrumentation, List<RetryRule> rules) throws IOException {
        ClassLoader own = WeaverRehearsal.class.getClassLoader();
        byte[] bytes = read(own);
        new ClassIndex(rules).candidates("datapunk/retry/NoSuchClass", false, bytes);
        Subject subject = new Subject(
                ClassFile.open(bytes), new LoaderSupertypes(instrumentation).supertypesOf(own), new NoJar(), false);
        MethodMatcher.match(subject, rules);
        ClassFile.read(Weaver.weave(bytes, methods(bytes, Advised.OUTCOME, "")));
        Weaver.weave(bytes, methods(bytes, Advised.FAILURE, "total"));
        bytes[VERSION] = OldClassFileBody.LAST_VERSION;
        Weaver.weave(bytes, methods(bytes, Advised.FAILURE, "total"));
    }

    /** Weaves a method that returns a future or a stream. */
    public static void runAsync() throws IOException {
        byte[] bytes = read(WeaverRehearsal.class.getClassLoader());
        Weaver.weave(bytes, methods(bytes, Advised.ASYNC, "later"));
    }

    /** The methods whose names begin so. */
    private static Map<String, MethodAdvice> methods(byte[] bytes, Advised advised, String beginning) {
        Map<String, MethodAdvice> methods = new HashMap<>();
        for (MethodInfo method : ClassFile.read(bytes).methods()) {
            if (method.name().startsWith(beginning) && !method.name().startsWith("<")) {
                methods.put(method.name() + method.descriptor(), new MethodAdvice(0, advised));
            }
        }
        return methods;
    }

    private static byte[] read(ClassLoader own) throws IOException {
        try (InputStream in = own.getResourceAsStream(SAMPLE)) {
            if (in == null) {
                throw new IOException(SAMPLE + " is missing from the agent's jar");
            }
            return InputStreams.readFully(in);
        }
    }

    private static final class NoJar implements Supplier<String> {
        @Override
        public String get() {
            return "sample.jar";
        }
    }
}
