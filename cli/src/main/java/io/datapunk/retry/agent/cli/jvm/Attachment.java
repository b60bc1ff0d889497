package io.datapunk.retry.agent.cli.jvm;

import io.datapunk.retry.agent.log.PlainText;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.util.Properties;
import net.bytebuddy.agent.ByteBuddyAgent.AttachmentProvider;

/**
 * The result of an attachment to another JVM. Immutable.
 *
 * <p>The attach interface is a module of its own on 9 and later, a jar of the JDK on 8, has other names on OpenJ9, and
 * is absent from a JRE: Byte Buddy's agent library finds it. It is called by reflection.
 */
public final class Attachment {

    /** Set by the agent in the JVM that it is in; what it says tells whether an attachment has done anything. */
    static final String STATE_PROPERTY = "io.datapunk.retry.agent.state";

    /** Set instead where the agent did not start. */
    static final String PROBLEM_PROPERTY = "io.datapunk.retry.agent.problem";

    /** Exit status: done. */
    private static final int GOOD = 0;

    /** Exit status: the target is not as it must be. */
    private static final int BAD = 1;

    /** Exit status: wrong usage. */
    private static final int USAGE = 2;

    /** A transformation of many loaded classes takes seconds; a process that was stopped meanwhile never answers. */
    private static final long LIMIT_SECONDS = 60;

    private static final File PROC = new File("/proc");

    private final int status;
    private final String message;

    private Attachment(int status, String message) {
        this.status = status;
        this.message = message;
    }

    /**
     * Attaches the agent of this jar with these options; says how it went.
     *
     * @param needed what the other JVM must see for that
     */
    public static Attachment to(String pid, String options, File needed) {
        return to(pid, options, needed, false);
    }

    /**
     * Asks the agent that is there for something; it answers in a way of its own, if it is there.
     *
     * @param needed what the other JVM must see for that
     */
    public static Attachment ask(String pid, String options, File needed) {
        return to(pid, options, needed, true);
    }

    private static Attachment to(String text, final String options, File needed, final boolean answersItself) {
        long pid;
        try {
            pid = Pid.parse(text);
        } catch (IllegalArgumentException e) {
            return new Attachment(USAGE, e.getMessage());
        }
        AttachmentProvider.Accessor accessor = AttachmentProvider.DEFAULT.attempt();
        if (!accessor.isAvailable()) {
            return bad("this Java (" + System.getProperty("java.home") + ") cannot attach: run the command with a JDK");
        }
        final Class<?> type = accessor.getVirtualMachineType();
        String problem = AgentArgument.problem(AgentJar.path(), options);
        if (problem == null) {
            problem = Target.canBeAsked(PROC)
                    ? refusal(new Target(PROC, pid), pid, needed, answersItself)
                    : refusal(type, pid);
        }
        if (problem != null) {
            return bad("cannot attach to " + pid + ": " + problem);
        }
        final String name = String.valueOf(pid);
        Attachment ended = TimeLimit.within(LIMIT_SECONDS, () -> attach(type, name, options, answersItself));
        return ended == null
                ? bad("no answer from " + name + " within " + LIMIT_SECONDS
                        + " s: is it stopped, or frozen? It may still do what it was asked for when it continues")
                : ended;
    }

    private static String refusal(Target target, long pid, File needed, boolean ofSameUser) {
        String refusal = target.refusal(ofSameUser);
        for (File file : new File[] {new File(AgentJar.path()), needed}) {
            if (refusal == null && !target.sees(file)) {
                refusal = "the JVM " + pid + " does not see " + PlainText.of(file.getAbsolutePath())
                        + ": it runs in a container, or has mounts of its own. Copy the agent's jar and the "
                        + "rules to where it"
                        + " sees them (docker cp, kubectl cp), and run this command there (docker exec, kubectl exec)";
            }
        }
        return refusal;
    }

    /** Where there is no {@code /proc}. */
    private static String refusal(Class<?> type, long pid) {
        try {
            Class<?> descriptor = Class.forName(type.getName() + "Descriptor", true, type.getClassLoader());
            for (Object each : (Iterable<?>) type.getMethod("list").invoke(null)) {
                if (String.valueOf(pid).equals(descriptor.getMethod("id").invoke(each))) {
                    return null;
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            return "the JVMs of this user cannot be listed: " + PlainText.of(e.toString());
        }
        return "there is no JVM " + pid + " of this user; jps lists them";
    }

    private static Attachment attach(Class<?> type, String pid, String options, boolean answersItself) {
        try {
            Object target = type.getMethod("attach", String.class).invoke(null, pid);
            try {
                return load(type, target, pid, options, answersItself);
            } finally {
                type.getMethod("detach").invoke(target);
            }
        } catch (InvocationTargetException e) {
            return bad("cannot attach to " + pid + ": " + PlainText.of(reason(e.getCause())));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return bad("cannot attach to " + pid + ": " + PlainText.of(e.toString()));
        }
    }

    private static Attachment load(Class<?> type, Object target, String pid, String options, boolean answersItself)
            throws ReflectiveOperationException {
        InvocationTargetException failure = null;
        try {
            type.getMethod("loadAgent", String.class, String.class).invoke(target, AgentJar.path(), options);
        } catch (InvocationTargetException e) {
            failure = e; // JDK 8 and later ones misread each other's "0" as a failure: the state decides
        }
        if (answersItself) {
            return new Attachment(GOOD, "asked " + pid);
        }
        Properties properties =
                (Properties) type.getMethod("getSystemProperties").invoke(target);
        String problem = properties.getProperty(PROBLEM_PROPERTY);
        if (problem != null) {
            return bad("the agent did not start in " + pid + ": " + PlainText.of(problem));
        }
        String state = properties.getProperty(STATE_PROPERTY);
        if (state != null) {
            return new Attachment(GOOD, "the agent is in " + pid + ": " + PlainText.of(state));
        }
        if (failure != null) {
            throw failure;
        }
        return bad("the agent did not start in " + pid + "; the standard error of that JVM says why");
    }

    private static String reason(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        String name = cause.getClass().getSimpleName();
        if (text.contains("No such process")) {
            return "there is no such process; jps lists the JVMs";
        }
        if (text.contains("not permitted") || text.contains("well-known file is not secure")) {
            return text + "; run the command as the user of that JVM";
        }
        if (name.equals("AttachNotSupportedException")) {
            return text + "; is it a JVM, and does it run without -XX:+DisableAttachMechanism?";
        }
        if (text.contains("Dynamic agent loading is not enabled")) {
            return text + "; start that JVM with -XX:+EnableDynamicAgentLoading, or with -javaagent";
        }
        return cause + "; the standard error of that JVM may say more";
    }

    private static Attachment bad(String message) {
        return new Attachment(BAD, message);
    }

    /** Whether it did what was wanted. */
    public boolean isGood() {
        return status == GOOD;
    }

    /** The exit status of a command that does nothing else. */
    public int status() {
        return status;
    }

    /** What happened, and what to do where it is not what was wanted. On one line. */
    public String message() {
        return message;
    }
}
