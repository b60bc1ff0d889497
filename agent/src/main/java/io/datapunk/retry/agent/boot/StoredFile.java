package io.datapunk.retry.agent.boot;

import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.ByteBuffer;
import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * A file of the agent's archives behind an address. Other agents read a class file by {@link ClassLoader#getResource}
 * before they transform a class that extends it; without an address they load the class instead. Immutable,
 * thread-safe.
 */
final class StoredFile extends URLStreamHandler {

    private static final String PROTOCOL = "datapunk-retry";

    private final ByteBuffer bytes;

    private StoredFile(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * The address of a file.
     *
     * @param bytes its content
     * @return {@code null} where a security manager allows the agent no addresses of its own
     */
    static URL address(final String name, ByteBuffer bytes) {
        final StoredFile file = new StoredFile(bytes);
        // The caller is an application or another agent, which may be allowed less than the agent is.
        return AccessController.doPrivileged(new PrivilegedAction<URL>() {
            @Override
            public URL run() {
                try {
                    return new URL(PROTOCOL, "", -1, "/" + name, file);
                } catch (SecurityException | MalformedURLException e) {
                    return null;
                }
            }
        });
    }

    @Override
    protected URLConnection openConnection(URL address) {
        return new Connection(address, bytes);
    }

    private static final class Connection extends URLConnection {
        private final ByteBuffer bytes;

        Connection(URL address, ByteBuffer bytes) {
            super(address);
            this.bytes = bytes;
        }

        @Override
        public void connect() {
            connected = true;
        }

        @Override
        public InputStream getInputStream() {
            return StoredClasses.stream(bytes);
        }

        @Override
        public long getContentLengthLong() {
            return bytes.remaining();
        }
    }
}
