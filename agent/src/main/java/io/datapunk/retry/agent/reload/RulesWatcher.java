package io.datapunk.retry.agent.reload;

import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.options.AgentOptions;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.RulesException;
import io.datapunk.retry.agent.rules.RulesFiles;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.time.Parking;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Looks at the rules now and then, by content: a file that is written in place, renamed into place, or swapped by a
 * symlink is new when its text is. Bad rules change nothing, are told once, and looking goes on. One daemon thread.
 */
public final class RulesWatcher implements Runnable {

    private final String path;
    private final long everyNanos;
    private final boolean strict;
    private final LiveRules live;
    private final AgentStatus status;
    private final AgentLog log;
    private Map<String, byte[]> seen;
    private String seenError;
    private String toldError;
    private boolean unreadable;

    /**
     * A watcher.
     *
     * @param seen what the rules in force were read from; {@code null}: nothing
     */
    public RulesWatcher(
            AgentOptions options, Map<String, byte[]> seen, LiveRules live, AgentStatus status, AgentLog log) {
        this.path = options.rules();
        this.everyNanos = options.reloadNanos();
        this.strict = options.strict();
        this.seen = seen == null ? Collections.<String, byte[]>emptyMap() : seen;
        this.live = live;
        this.status = status;
        this.log = log;
        this.unreadable = this.seen.isEmpty();
        this.seenError = status.reloadError();
        this.toldError = seenError;
    }

    /** Begins to look. */
    public void start() {
        Thread thread = new Thread(this, "datapunk-retry-reload");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    @Override
    public void run() {
        long next = System.nanoTime() + everyNanos;
        while (true) {
            try {
                long left = next - System.nanoTime();
                if (left > 0) {
                    Parking.parkNanos(this, left);
                    continue;
                }
                live.forgetGone();
                look();
            } catch (Throwable t) {
                status.errorLog().report("the rules could not be looked at, the last good ones hold", t);
            }
            next = System.nanoTime() + everyNanos;
        }
    }

    /** The rules in force could not be taken wholly: the next look takes them anew, also where nothing has changed. */
    public synchronized void forget() {
        seen = Collections.emptyMap();
    }

    /** Takes new rules if there are any; gives why they were refused, {@code null} where they were not. */
    public synchronized String look() {
        Map<String, byte[]> contents;
        try {
            contents = RulesFiles.contents(path);
        } catch (IOException e) {
            if (seen.isEmpty()) {
                return status.reloadError(); // there never was anything to read, and that was told at the start
            }
            unreadable = true;
            return refused(RulesFiles.absolute(path) + " cannot be read (" + e.getMessage() + ")");
        }
        if (equal(contents, seen)) {
            return unreadable ? readableAgain() : status.reloadError();
        }
        try {
            boolean wereRefused = status.reloadError() != null;
            RuleSet rules = RulesFiles.read(path, contents);
            List<String> writable =
                    strict ? WritableByOthersCheck.problems(path, rules) : Collections.<String>emptyList();
            if (!writable.isEmpty()) {
                unreadable = true; // and looked at again: permissions may change where the text does not
                return refused(join(writable));
            }
            int transformed = live.apply(rules);
            seen = contents;
            seenError = null;
            toldError = null;
            unreadable = false;
            for (String warning : rules.warningLines()) {
                log.warn(warning);
            }
            String taken = "new rules: " + rules.rules().size() + " rule(s) from " + rules.source() + ", " + transformed
                    + " class(es) transformed again";
            if (wereRefused) {
                log.warn(taken + "; those before were refused"); // who has read that must also read this
            } else {
                log.info(taken);
            }
            return null;
        } catch (RulesException e) {
            seen = contents;
            seenError = join(e.problems());
            unreadable = false;
            return refused(seenError);
        }
    }

    /** The file was away and is back as it was: what was true of it before is true again. */
    private String readableAgain() {
        unreadable = false;
        toldError = seenError;
        status.reloadError(seenError);
        log.warn("the rules can be read again, and are as they were");
        return seenError;
    }

    private static String join(List<?> problems) {
        StringBuilder all = new StringBuilder();
        for (Object problem : problems) {
            all.append(all.length() == 0 ? "" : "; ").append(problem);
        }
        return all.toString();
    }

    private String refused(String why) {
        status.reloadError(why);
        if (!why.equals(toldError)) {
            toldError = why;
            log.error("the new rules are refused, the last good ones hold: " + why);
        }
        return why;
    }

    private static boolean equal(Map<String, byte[]> a, Map<String, byte[]> b) {
        if (!a.keySet().equals(b.keySet())) {
            return false;
        }
        for (Map.Entry<String, byte[]> entry : a.entrySet()) {
            if (!Arrays.equals(entry.getValue(), b.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
