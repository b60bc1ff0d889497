package io.datapunk.retry.agent.cli.top;

import io.datapunk.retry.agent.cli.json.Json;
import io.datapunk.retry.agent.cli.jvm.Attachment;
import io.datapunk.retry.agent.cli.jvm.JarVersion;
import io.datapunk.retry.agent.files.PrivateFolder;
import io.datapunk.retry.agent.report.snapshot.SnapshotFile;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code top}: what the agent of another JVM does. It attaches once and opens no port: the agent writes its snapshots
 * to a folder that only this user can read, for as long as this command is there.
 */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        description = {
            "A live table of the methods' metrics of a JVM of the same user that has the agent; q leaves.",
            "Where there is no terminal, plain lines."
        })
public final class TopCommand implements Callable<Integer> {

    private static final long ANSWER_SECONDS = 20;
    private static final int PLAIN_WIDTH = 160;

    @Parameters(paramLabel = "PID", description = "process id of the JVM, as jps or ps shows it")
    private String pid;

    @Option(names = "--once", description = "prints it once, and ends")
    private boolean once;

    @Option(names = "--json", description = "machine-readable: one object a line")
    private boolean json;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "between two looks, 1 or more; ${DEFAULT-VALUE} unless said")
    private int interval;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (interval < 1) {
            spec.commandLine().getErr().println("--interval is " + interval + ", but must be 1 or more");
            return 2;
        }
        File made = Files.createTempDirectory(SnapshotFile.FOLDER_PREFIX).toFile();
        try (final PrivateFolder folder = PrivateFolder.open(made)) {
            Runtime.getRuntime().addShutdownHook(new Thread("datapunk-retry-top-leaves") {
                @Override
                public void run() {
                    delete(folder);
                }
            });
            try {
                return serve(folder);
            } finally {
                delete(folder);
            }
        }
    }

    private int serve(PrivateFolder folder) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        folder.touch(SnapshotFile.ALIVE);
        Attachment attachment =
                Attachment.ask(pid, "top=" + folder.path(), folder.path().toFile());
        if (!attachment.isGood()) {
            err.println(attachment.message());
            return attachment.status();
        }
        Map<String, Object> first = newerThan(null, folder, ANSWER_SECONDS);
        if (first == null) {
            err.println(
                    SnapshotFile.isRefused(folder)
                            ? "there is no agent in " + pid + "; attach puts it there"
                            : "no answer from " + pid + ": does it see the folder " + folder.path() + "?");
            return 1;
        }
        return show(first, folder);
    }

    private static void delete(PrivateFolder folder) {
        try {
            SnapshotFile.delete(folder);
        } catch (IOException | ClosedDirectoryStreamException e) {
            return; // it is gone, or has another's in its place
        }
    }

    private int show(Map<String, Object> first, PrivateFolder folder) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(first));
        }
        if (json && once) {
            return 0;
        }
        if (json || once) {
            return plain(first, folder, out);
        }
        try (Terminal terminal = Terminal.open()) {
            return terminal == null ? plain(first, folder, out) : live(first, folder, terminal);
        }
    }

    private int plain(Map<String, Object> first, PrivateFolder folder, PrintWriter out)
            throws IOException, InterruptedException {
        Map<String, Object> before = first;
        while (true) {
            rest(folder, once ? 1 : interval);
            Map<String, Object> now = newerThan(before, folder, ANSWER_SECONDS);
            if (now == null) {
                return gone();
            }
            if (json) {
                out.println(Json.write(now));
            } else {
                for (String line : new Frame(before, now).lines(pid, PLAIN_WIDTH, Integer.MAX_VALUE, false)) {
                    out.println(line);
                }
                if (!once) {
                    out.println();
                }
            }
            if (once || out.checkError()) { // nobody reads any more
                return 0;
            }
            before = now;
        }
    }

    private int live(Map<String, Object> first, PrivateFolder folder, Terminal terminal)
            throws IOException, InterruptedException {
        Map<String, Object> before = null;
        Map<String, Object> now = first;
        while (!terminal.quits()) {
            Frame frame = new Frame(before, now);
            draw(frame, terminal.size());
            long next = System.nanoTime() + TimeUnit.SECONDS.toNanos(before == null ? 1 : interval);
            for (int[] size = terminal.size(); !terminal.quits() && System.nanoTime() < next; ) {
                terminal.await(250);
                folder.touch(SnapshotFile.ALIVE);
                int[] newSize = terminal.size();
                if (newSize[0] != size[0] || newSize[1] != size[1]) {
                    size = newSize;
                    draw(frame, size);
                }
            }
            before = now;
            now = terminal.quits() ? now : newerThan(before, folder, ANSWER_SECONDS);
            if (now == null) {
                terminal.close();
                return gone();
            }
        }
        return 0;
    }

    private void draw(Frame frame, int[] size) {
        StringBuilder screen = new StringBuilder("\u001b[H");
        List<String> lines = frame.lines(pid, size[1], size[0], true);
        for (int i = 0; i < lines.size(); i++) {
            screen.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append("\u001b[K");
        }
        System.out.print(screen.append("\u001b[J"));
        System.out.flush();
    }

    private int gone() {
        spec.commandLine()
                .getErr()
                .println("no more answers from " + pid + ": has it ended, or was this command stopped for a while?");
        return 1;
    }

    /** {@code null} where none comes in time. */
    private static Map<String, Object> newerThan(Map<String, Object> before, PrivateFolder folder, long seconds)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < deadline && folder.touch(SnapshotFile.ALIVE) && !SnapshotFile.isRefused(folder)) {
            Map<String, Object> now = SnapshotFile.read(folder);
            if (now != null && (before == null || !now.get("at").equals(before.get("at")))) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return null;
    }

    /**
     * The agent stops where the file is not touched any more; however long this rests, the agent must not take this
     * command for one that was killed.
     */
    private static void rest(PrivateFolder folder, int seconds) throws IOException, InterruptedException {
        for (int i = 0; i < seconds && folder.touch(SnapshotFile.ALIVE); i++) {
            TimeUnit.SECONDS.sleep(1);
        }
    }
}
