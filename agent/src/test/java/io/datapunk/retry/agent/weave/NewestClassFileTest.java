package io.datapunk.retry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.datapunk.retry.agent.match.MethodMatcher;
import io.datapunk.retry.agent.weave.MethodAdvice.Advised;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the matching says of the newest class files is what the weaver's library can read. */
class NewestClassFileTest {

    @Test
    void theNewestIsWoven() throws IOException {
        byte[] newest = ofVersion(MethodMatcher.NEWEST_MAJOR_VERSION, 0);

        assertThat(weave(newest)).hasSizeGreaterThan(newest.length);
    }

    /** Those of the newest itself the library refuses: what they may hold is not settled. */
    @Test
    void andSoArePreviewsOfThoseBefore() throws IOException {
        byte[] preview = ofVersion(MethodMatcher.NEWEST_MAJOR_VERSION - 1, 65535);

        assertThat(weave(preview)).startsWith(Arrays.copyOf(preview, 8)).hasSizeGreaterThan(preview.length);
    }

    @Test
    void theNextIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> weave(ofVersion(MethodMatcher.NEWEST_MAJOR_VERSION + 1, 0)));
    }

    private byte[] weave(byte[] classFile) {
        return Weaver.weave(classFile, Map.of("call()V", new MethodAdvice(1, Advised.FAILURE)));
    }

    private static byte[] ofVersion(int major, int minor) throws IOException {
        try (InputStream in = Sample.class.getResourceAsStream("NewestClassFileTest$Sample.class")) {
            byte[] bytes = in.readAllBytes();
            bytes[4] = (byte) (minor >> 8);
            bytes[5] = (byte) minor;
            bytes[6] = (byte) (major >> 8);
            bytes[7] = (byte) major;
            return bytes;
        }
    }

    static final class Sample {
        void call() {
            Thread.onSpinWait();
        }
    }
}
