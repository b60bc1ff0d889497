package io.datapunk.retry.agent.weave;

import io.datapunk.retry.agent.woven.WovenMethod;
import java.util.List;

/**
 * Receives what becomes of classes. Called on whatever thread loads them, inside the JVM's class loading: must be quick
 * and must not throw. Thread-safe.
 */
public interface WeaveReport {

    /**
     * A class is about to be defined; called for every one but the agent's own.
     *
     * @param loader {@code null}: the bootstrap loader
     */
    void classLoads(ClassLoader loader, String internalName);

    /** A class has been woven. */
    void woven(String className, List<WovenMethod> methods);

    /** Methods that were woven are no longer; may be empty. */
    void unwoven(List<WovenMethod> methods);

    /**
     * A method that a rule names is left alone.
     *
     * @param method name and parameters
     * @param reason for people
     */
    void skipped(String className, String method, String rule, String reason);

    /** A class is about to be transformed once more: what was skipped of it may no longer be. */
    void transformsAgain(String className);
}
