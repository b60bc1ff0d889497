package io.datapunk.retry.benchmarks;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.CompilerControl;

/**
 * What the benchmarks call: the same few instructions under several names, since rules tell methods apart by their
 * class.
 */
public final class Services {

    /** Made once: what an exception costs is the application's. */
    static final IOException FAILURE = new IOException("preallocated");

    private Services() {}

    /** Never woven. */
    public static class Plain {
        private int calls;

        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call() throws IOException {
            return ++calls;
        }

        /** Fails, succeeds, fails, … */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int failEverySecond() throws IOException {
            if ((++calls & 1) == 1) {
                throw FAILURE;
            }
            return calls;
        }
    }

    /** Never woven: counts its calls as most libraries would. */
    public static class Counted {
        private final LongAdder counter = new LongAdder();
        private int calls;

        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call() throws IOException {
            counter.increment();
            return ++calls;
        }
    }

    /** Woven by a rule that says nothing but its name: metrics, the default budget, innermost wins. */
    public static class Defaults {
        private int calls;

        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call() throws IOException {
            return ++calls;
        }
    }

    /** Woven, without a budget: half of the calls fail, which no budget grants. */
    public static class Failing {
        private int calls;

        /** Fails, succeeds, fails, … */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int failEverySecond() throws IOException {
            if ((++calls & 1) == 1) {
                throw FAILURE;
            }
            return calls;
        }
    }

    /** Woven, with a circuit breaker. */
    public static class Guarded {
        private int calls;

        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call() throws IOException {
            return ++calls;
        }
    }

    /** Woven, with a timeout. */
    public static class Timed {
        private int calls;

        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call() throws IOException {
            return ++calls;
        }
    }

    /** Never woven, and without a field: threads that share it write nothing together. */
    public static class SharedPlain {
        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call(int number) throws IOException {
            return number + 1;
        }
    }

    /** The same, woven with the defaults. */
    public static class SharedWoven {
        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call(int number) throws IOException {
            return number + 1;
        }
    }

    /** The same, woven with a circuit breaker. */
    public static class SharedGuarded {
        /** Succeeds. */
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        public int call(int number) throws IOException {
            return number + 1;
        }
    }
}
