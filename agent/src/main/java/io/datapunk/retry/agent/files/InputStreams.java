package io.datapunk.retry.agent.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads streams to their ends, which Java 8 has no method for. Stateless. */
public final class InputStreams {

    private static final int BUFFER_BYTES = 8192;

    private InputStreams() {}

    /**
     * All bytes that a stream still has. The stream is not closed.
     *
     * @throws IOException where the stream cannot be read
     */
    public static byte[] readFully(InputStream in) throws IOException {
        return readAtMost(in, Integer.MAX_VALUE);
    }

    /**
     * The bytes that a stream still has, if they are not too many. The stream is not closed.
     *
     * @param most the limit in bytes; of a stream that has more, the result has more than that, and not all
     * @throws IOException where the stream cannot be read
     */
    public static byte[] readAtMost(InputStream in, int most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes.write(buffer, 0, read);
            if (bytes.size() > most) {
                break;
            }
        }
        return bytes.toByteArray();
    }
}
