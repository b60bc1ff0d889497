package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.httpclient.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a result that the next attempt replaces. */
class DiscardTest {

    private final List<String> problems = new ArrayList<>();
    private int closed;

    /** A response as Commons HttpClient 3 has it: not AutoCloseable, known by the name of its interface. */
    private final class LookAlike implements HttpMethod {
        @Override
        public int getStatusCode() {
            return 503;
        }

        @Override
        public void releaseConnection() {
            closed++;
        }
    }

    @AfterEach
    void clearTheFlag() {
        Thread.interrupted();
    }

    @Test
    void whatIsAutoCloseableIsClosedOnce() {
        discard(Discard.CLOSE, (AutoCloseable) () -> closed++);
        assertThat(closed).isEqualTo(1);
        assertThat(problems).isEmpty();
    }

    @Test
    void aResponseKnownByNameGivesItsConnectionBack() {
        discard(Discard.CLOSE, new LookAlike());
        assertThat(closed).isEqualTo(1);
        assertThat(HttpResponses.statusOf(new LookAlike())).isEqualTo(503);
        assertThat(problems).isEmpty();
    }

    @Test
    void whatCannotBeClosedIsLeftAlone() {
        discard(Discard.CLOSE, "text");
        discard(Discard.CLOSE, null);
        discard(Discard.KEEP, (AutoCloseable) () -> closed++);
        assertThat(closed).isZero();
        assertThat(problems).isEmpty();
    }

    @Test
    void aMethodToCallInstead() {
        Discard discard = Discard.calling(PropertyPath.parse("arg0.releaseConnection"));
        AutoCloseable result = () -> closed += 100;

        discard.discard(AttemptOutcome.returned(result, null, new Object[] {new LookAlike()}), this::report);

        assertThat(closed).isEqualTo(1);
        assertThat(discard.looksAtReceiverOrArguments()).isTrue();
        assertThat(discard).hasToString("arg0.releaseConnection");
    }

    @Test
    void aMethodThatIsNotThereIsReported() {
        discard(Discard.calling(PropertyPath.parse("release")), "text");
        assertThat(problems).singleElement().asString().contains("discard: release", "no such accessor");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aCloseThatFailsIsReportedWithoutItsMessage(Throwable failure) {
        discard(Discard.CLOSE, closing(failure));
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("discard: close", failure.getClass().getName())
                .doesNotContain("secret");
        assertThat(Thread.currentThread().isInterrupted()).isEqualTo(failure instanceof InterruptedException);
    }

    static List<Throwable> failures() {
        return List.of(
                new IOException("secret"),
                new IllegalStateException("secret"),
                new NoClassDefFoundError("secret"),
                new AssertionError("secret"),
                new InterruptedException("secret"));
    }

    @Test
    void theSameProblemHasTheSameText() {
        for (int i = 0; i < 3; i++) {
            discard(Discard.CLOSE, new Failing(new IOException("connection " + i)));
        }
        assertThat(problems).hasSize(3);
        assertThat(problems.stream().distinct()).hasSize(1);
    }

    @Test
    void anErrorOfTheJvmPasses() {
        assertThatThrownBy(() -> discard(Discard.CLOSE, closing(new OutOfMemoryError())))
                .isInstanceOf(OutOfMemoryError.class);
    }

    private static AutoCloseable closing(Throwable failure) {
        return new Failing(failure);
    }

    @SuppressWarnings("try") // a close that is interrupted is one of the cases
    private record Failing(Throwable failure) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        }
    }

    private void discard(Discard discard, Object result) {
        discard.discard(AttemptOutcome.returned(result, null, null), this::report);
    }

    private void report(String what, Throwable error) {
        problems.add(what);
    }
}
