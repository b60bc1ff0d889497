package io.datapunk.retry.agent.cli.jvm;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Properties;

/**
 * The JDK's attach interface, reached by reflection: it is a module of its own on 9+, a jar of the JDK on 8, and absent
 * from a JRE. Immutable.
 */
public final class Attachment {

    /** Set by the agent in the JVM that it is in; what it says tells whether an attachment has done anything. */
    static final String STATE_PROPERTY = "io.datapunk.retry.agent.state";

    private final boolean good;
    private final String message;

    private Attachment(boolean good, String message) {
        this.good = good;
        this.message = message;
    }

    /** Attaches the agent of this jar with these options; says how it went. */
    public static Attachment to(String pid, String options) {
        return to(pid, options, false);
    }

    /** Asks the agent that is there for something; it answers in a way of its own, if it is there. */
    public static Attachment ask(String pid, String options) {
        return to(pid, options, true);
    }

    private static Attachment to(String pid, String options, boolean answersItself) {
        Class<?> type;
        try {
            type = virtualMachineType();
        } catch (ReflectiveOperationException | java.net.MalformedURLException e) {
            return bad("this Java (" + System.getProperty("java.home") + ") cannot attach: run the command with a JDK");
        }
        try {
            Object target = type.getMethod("attach", String.class).invoke(null, pid);
            try {
                return load(type, target, pid, options, answersItself);
            } finally {
                type.getMethod("detach").invoke(target);
            }
        } catch (InvocationTargetException e) {
            return bad("cannot attach to " + pid + ": " + reason(e.getCause()));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return bad("cannot attach to " + pid + ": " + e);
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
            return new Attachment(true, "asked " + pid);
        }
        String state = state(type, target);
        if (state != null) {
            return new Attachment(true, "the agent is in " + pid + ": " + state);
        }
        if (failure != null) {
            throw failure;
        }
        return bad("the agent did not start in " + pid + "; the standard error of that JVM says why");
    }

    private static String state(Class<?> type, Object target) throws ReflectiveOperationException {
        Properties properties =
                (Properties) type.getMethod("getSystemProperties").invoke(target);
        return properties.getProperty(STATE_PROPERTY);
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

    private static Class<?> virtualMachineType() throws ReflectiveOperationException, java.net.MalformedURLException {
        String name = "com.sun.tools.attach.VirtualMachine";
        try {
            return Class.forName(name, true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException e) {
            File home = new File(System.getProperty("java.home"));
            File tools = new File(home.getName().equals("jre") ? home.getParentFile() : home, "lib/tools.jar");
            // Stays open until the command ends.
            URLClassLoader ofTools = new URLClassLoader(new URL[] {tools.toURI().toURL()}, null);
            return Class.forName(name, true, ofTools);
        }
    }

    private static Attachment bad(String message) {
        return new Attachment(false, message);
    }

    /** Whether it did what was wanted. */
    public boolean isGood() {
        return good;
    }

    /** What happened, and what to do where it is not what was wanted. */
    public String message() {
        return message;
    }
}
