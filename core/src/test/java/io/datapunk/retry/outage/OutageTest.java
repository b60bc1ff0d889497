package io.datapunk.retry.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.guard.BreakerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Retries never make an outage much worse; the figures of docs/outage.md are those of this test. */
class OutageTest {

    private static final Path DOCUMENT = Path.of("../docs/outage.md");

    @Test
    void guardsBoundWhatArrivesAtAServiceThatIsDown() throws Exception {
        Outage unguarded = Outage.run(false, null);
        Outage defaults = Outage.run(true, null);
        Outage withBreaker = Outage.run(true, BreakerSettings.builder().build());
        Outage badlyTimed = Outage.run(
                true, BreakerSettings.builder().openFor(Duration.ofSeconds(20)).build());

        for (Outage each : new Outage[] {unguarded, defaults, withBreaker, badlyTimed}) {
            assertThat(each.callsPerSecondWhileDown()).isGreaterThanOrEqualTo(1_000);
        }
        assertThat(unguarded.attemptsPerCallWhileDown()).isGreaterThan(2.9);
        assertThat(defaults.attemptsPerCallWhileDown()).isLessThanOrEqualTo(1.25);
        assertThat(withBreaker.attemptsPerCallWhileDown()).isLessThan(0.2);
        assertThat(badlyTimed.attemptsPerCallWhileDown()).isLessThan(0.2);
        assertThat(defaults.secondsToRecover()).isLessThanOrEqualTo(1);
        assertThat(withBreaker.secondsToRecover()).isLessThanOrEqualTo(30);
        assertThat(badlyTimed.secondsToRecover()).isLessThanOrEqualTo(20);

        compareWithDocument(table(unguarded, defaults, withBreaker, badlyTimed));
    }

    private static String table(Outage unguarded, Outage defaults, Outage withBreaker, Outage badlyTimed) {
        return "| guards | attempts per call while down | most attempts in a second | full throughput after |\n"
                + "|---|---|---|---|\n"
                + row("none (`budget: off`, `max-attempts: 3`)", unguarded)
                + row("the defaults (`budget: {ratio: 20%, min-per-second: 10}`)", defaults)
                + row("the defaults and `circuit-breaker: {}` (`open-for: 30s`)", withBreaker)
                + row("the defaults and `circuit-breaker: {open-for: 20s}`", badlyTimed);
    }

    private static String row(String guards, Outage outage) {
        return String.format(
                Locale.ROOT,
                "| %s | %.3f | %,d | %d s |%n",
                guards,
                outage.attemptsPerCallWhileDown(),
                outage.peak(),
                outage.secondsToRecover());
    }

    /** {@code -Ddocs.update=true} writes what has been found. */
    private static void compareWithDocument(String table) throws IOException {
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf("| guards |");
        int to = document.indexOf("\n\n", from) + 1;
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(DOCUMENT, document.substring(0, from) + table + document.substring(to));
        } else {
            assertThat(document.substring(from, to)).isEqualTo(table);
        }
    }
}
