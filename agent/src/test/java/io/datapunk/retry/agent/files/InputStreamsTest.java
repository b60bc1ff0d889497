package io.datapunk.retry.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class InputStreamsTest {
    private static final int MORE_THAN_A_BUFFER = 20_000;

    @Test
    void readsToTheEndThoughEachReadGivesFewBytes() throws IOException {
        assertThat(InputStreams.readFully(inSmallParts(MORE_THAN_A_BUFFER))).isEqualTo(content(MORE_THAN_A_BUFFER));
        assertThat(InputStreams.readFully(inSmallParts(0))).isEmpty();
    }

    @Test
    void streamOfTheLargestAllowedSizeIsReadWhole() throws IOException {
        assertThat(InputStreams.readAtMost(inSmallParts(1000), 1000)).isEqualTo(content(1000));
    }

    @Test
    void largerStreamIsNotReadToItsEnd() throws IOException {
        assertThat(InputStreams.readAtMost(inSmallParts(MORE_THAN_A_BUFFER), 1000))
                .hasSizeBetween(1001, MORE_THAN_A_BUFFER - 1);
    }

    private static byte[] content(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** Gives 100 bytes at a time, as a socket may. */
    private static InputStream inSmallParts(int length) {
        return new ByteArrayInputStream(content(length)) {
            @Override
            public synchronized int read(byte[] into, int from, int count) {
                return super.read(into, from, Math.min(100, count));
            }
        };
    }
}
