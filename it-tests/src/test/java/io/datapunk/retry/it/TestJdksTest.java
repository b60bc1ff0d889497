package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A JDK that was asked for is never left out in silence. */
class TestJdksTest {
    private static final TestJdk OURS = TestJdks.ofTests();

    @Test
    void readsLinesAndCommas() {
        String ours = OURS.version() + "=" + OURS.home();

        assertThat(TestJdks.parse(ours + "\n" + ours + "," + ours + "\n")).containsExactly(OURS, OURS, OURS);
    }

    @Test
    void refusesOneThatDoesNotStart() {
        assertThatThrownBy(() -> TestJdks.parse("8=/no/such/jdk")).hasMessageContaining("does not start");
    }

    @Test
    void refusesOneOfAnotherVersion() {
        assertThatThrownBy(() -> TestJdks.parse("7=" + OURS.home())).hasMessageContaining("says of itself");
    }

    @Test
    void refusesWhatIsNotAnEntry() {
        assertThatThrownBy(() -> TestJdks.parse(OURS.home().toString())).hasMessageContaining("not VERSION=/path");
    }
}
