package io.datapunk.retry.agent.site;

import io.datapunk.retry.agent.log.LogLimit;
import io.datapunk.retry.agent.match.AsyncReturns;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.RetrySetup;
import java.lang.ref.WeakReference;

/**
 * One woven method of one class in one loader. Its setup is swapped when the rules change; its counters stay.
 *
 * <p>Thread-safe.
 */
public final class Site {

    private final int id;
    private final String rule;
    private final String className;
    private final String method;
    private final int loaderNumber;
    private final String loader;
    private final SiteFactory.WovenSignature signature;
    private final boolean isStream;
    private final WeakReference<ClassLoader> classLoader;
    private final CallMetrics metrics = new CallMetrics();
    private final LogLimit givesUp = new LogLimit();
    private volatile RetrySetup setup;

    Site(
            int id,
            String rule,
            String className,
            SiteFactory.WovenSignature signature,
            ClassLoader classLoader,
            int loaderNumber) {
        this.id = id;
        this.rule = rule;
        this.className = className;
        this.method = signature.signature();
        this.signature = signature;
        this.isStream = AsyncReturns.isStream(signature.returnType());
        this.classLoader = classLoader == null ? null : new WeakReference<>(classLoader);
        this.loaderNumber = loaderNumber;
        String kind = classLoader == null ? "bootstrap" : classLoader.getClass().getName();
        this.loader = loaderNumber == 0 ? null : kind + '-' + (loaderNumber + 1);
    }

    /** The number in the woven code. */
    public int id() {
        return id;
    }

    /** Name of the rule that the method has. */
    public String rule() {
        return rule;
    }

    /** Binary name of the class. */
    public String className() {
        return className;
    }

    /** Name and parameters, such as {@code charge(java.lang.String, long)}. */
    public String method() {
        return method;
    }

    /** Tells the class loader from others that have a class of this name; {@code null} for the first of the name. */
    public String loader() {
        return loader;
    }

    /** The counters. */
    public CallMetrics metrics() {
        return metrics;
    }

    /** How often the log says that its calls fail for good. */
    public LogLimit givesUp() {
        return givesUp;
    }

    /** What calls that begin now are governed by; {@code null}: they run as if not woven. */
    public RetrySetup setup() {
        return setup;
    }

    /** Whether each subscription to what it returns is a call. */
    boolean isStream() {
        return isStream;
    }

    /** 0 for the first loader of its class name. */
    int loaderNumber() {
        return loaderNumber;
    }

    SiteFactory.WovenSignature signature() {
        return signature;
    }

    /** Whether the loader of its class was collected: nothing will ever call it again. */
    public boolean isGone() {
        return classLoader != null && classLoader.get() == null;
    }

    /** The loader of its class; {@code null} for the bootstrap loader, and for one that is gone. */
    public ClassLoader classLoader() {
        return classLoader == null ? null : classLoader.get();
    }

    void setup(RetrySetup next) {
        this.setup = next;
    }
}
