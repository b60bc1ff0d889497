package io.datapunk.retry;

import java.util.Arrays;

/** Knows the engine's own stack frames, which say nothing to a reader of an application's stack trace. */
final class EngineFrames {

    private static final String ROOT = "io.datapunk.retry.";
    private static final String[] ENGINE_PACKAGES = {"agent.", "call."};
    private static final String HOOK = "java.lang.DatapunkRetryHook";

    private EngineFrames() {}

    /** The trace from the first frame on that is not the engine's; frames further down stay, whosever they are. */
    static StackTraceElement[] dropLeading(StackTraceElement[] trace) {
        int first = 0;
        while (first < trace.length && isEngine(trace[first].getClassName())) {
            first++;
        }
        return Arrays.copyOfRange(trace, first, trace.length);
    }

    private static boolean isEngine(String className) {
        if (!className.startsWith(ROOT)) {
            return className.equals(HOOK);
        }
        String rest = className.substring(ROOT.length());
        for (String enginePackage : ENGINE_PACKAGES) {
            if (rest.startsWith(enginePackage)) {
                return true;
            }
        }
        return rest.equals("Retry")
                || rest.equals("AsyncRetry")
                || rest.equals("CallResult")
                || rest.startsWith("CallResult$");
    }
}
