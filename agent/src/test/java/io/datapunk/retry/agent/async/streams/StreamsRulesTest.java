package io.datapunk.retry.agent.async.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/**
 * Holds the publisher that subscribes again against the rules of Reactive Streams, with these streams' own test kit.
 */
class StreamsRulesTest {

    @TempDir
    private Path temp;

    @Test
    void aStreamThatIsNotRetriedFollowsTheRules() {
        assertFollowsTheRules(StreamsKit.Straight.class);
    }

    @Test
    void aStreamThatIsRetriedInTheMiddleFollowsTheRules() {
        assertFollowsTheRules(StreamsKit.Retried.class);
    }

    private void assertFollowsTheRules(Class<?> kit) {
        TestNG testNg = new TestNG(false);
        testNg.setOutputDirectory(temp.toString());
        testNg.setTestClasses(new Class<?>[] {kit});
        TestListenerAdapter results = new TestListenerAdapter();
        testNg.addListener(results);
        testNg.run();

        assertThat(results.getFailedTests())
                .extracting(result -> result.getName() + ": " + result.getThrowable())
                .isEmpty();
        assertThat(results.getPassedTests()).hasSizeGreaterThan(25);
    }
}
