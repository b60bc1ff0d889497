package io.datapunk.retry.agent.cli.top;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.util.concurrent.TimeUnit;

/**
 * The terminal that the command runs in, by way of the program {@code stty}: whether there is one, its size, and keys
 * one by one. Closed, it is as it was before. A library would do it too, at hundreds of kilobytes for every JVM with
 * the agent.
 */
final class Terminal implements AutoCloseable {

    private static final String ALTERNATE_SCREEN = "\u001b[?1049h\u001b[?25l";
    private static final String NORMAL_SCREEN = "\u001b[?25h\u001b[?1049l";

    private final String settings;
    private volatile boolean quits;
    private boolean isClosed;

    private Terminal(String settings) {
        this.settings = settings;
    }

    /** Takes the terminal over; {@code null} where standard input or output is none, or a plain one. */
    static Terminal open() {
        if ("dumb".equals(System.getenv("TERM")) || run("test -t 0 && test -t 1") == null) {
            return null;
        }
        String settings = run("stty -g");
        if (settings == null || settings.isEmpty() || run("stty -icanon -echo min 1") == null) {
            return null;
        }
        final Terminal terminal = new Terminal(settings);
        System.out.print(ALTERNATE_SCREEN);
        System.out.flush();
        Runtime.getRuntime().addShutdownHook(new Thread("datapunk-retry-terminal") {
            @Override
            public void run() {
                terminal.close();
            }
        });
        Thread keys = new Thread("datapunk-retry-keys") {
            @Override
            public void run() {
                terminal.readKeys();
            }
        };
        keys.setDaemon(true);
        keys.start();
        return terminal;
    }

    private void readKeys() {
        try {
            for (int key = System.in.read(); key >= 0 && key != 'q' && key != 'Q'; key = System.in.read()) {
                // others do nothing
            }
        } catch (IOException e) {
            // as if q had been pressed: nobody can do so any more
        }
        synchronized (this) {
            quits = true;
            notifyAll();
        }
    }

    /** Whether q was pressed. */
    boolean quits() {
        return quits;
    }

    /** Waits so long, or until q is pressed. */
    synchronized void await(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; left > 0 && !quits; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
    }

    /** Rows and columns; 24 and 80 where it does not say. */
    int[] size() {
        String size = run("stty size");
        String[] parts = size == null ? new String[0] : size.split(" ", -1);
        try {
            int rows = Integer.parseInt(parts[0]);
            int columns = Integer.parseInt(parts[1]);
            return rows > 0 && columns > 0 ? new int[] {rows, columns} : new int[] {24, 80};
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return new int[] {24, 80};
        }
    }

    @Override
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            System.out.print(NORMAL_SCREEN);
            System.out.flush();
            run("stty " + settings);
        }
    }

    /** What a command of the shell prints, with this program's own terminal; {@code null} where it fails. */
    private static String run(String command) {
        try {
            Process process = new ProcessBuilder(
                            "/bin/sh", "-c", command.startsWith("test") ? command : command + " </dev/tty")
                    .redirectInput(Redirect.INHERIT)
                    .redirectOutput(command.startsWith("test") ? Redirect.INHERIT : Redirect.PIPE)
                    .redirectErrorStream(true)
                    .start();
            String line = null;
            if (!command.startsWith("test")) {
                BufferedReader out =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), Charset.defaultCharset()));
                line = out.readLine();
            }
            return process.waitFor() == 0 ? String.valueOf(line == null ? "" : line) : null;
        } catch (IOException e) {
            return null; // no such shell: not a system that has terminals of this kind
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
