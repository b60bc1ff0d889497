package io.datapunk.retry.agent.woven;

import io.datapunk.retry.agent.asynctype.AsyncTypes;
import io.datapunk.retry.agent.classfile.Descriptors;
import io.datapunk.retry.agent.log.LogLimit;
import io.datapunk.retry.agent.proxy.ProxyKey;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.MethodRetry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One woven method of one class in one loader. Its setup is swapped when the rules change; its counters stay. There may
 * be tens of thousands: what can be derived, or is needed by few, is not kept.
 *
 * <p>Thread-safe.
 */
public final class WovenMethod {

    private final int id;
    private final String rule;
    private final WovenClass ofClass;
    private final String name;
    private final String descriptor;
    private List<String> bridges;
    private final Followed followed;
    private final CallMetrics metrics = new CallMetrics();
    private volatile LogLimit givesUp;
    private volatile MethodRetry setup;

    /**
     * Whether its own class is woven for it, and not generated proxies alone. Under the factory's lock, as the bridges.
     */
    private boolean isWovenItself;

    /** Of generated proxies; {@code null} for nearly every woven method. Written under the registry's lock. */
    private volatile Proxies proxies;

    WovenMethod(int id, String rule, WovenClass ofClass, WovenSignature method) {
        this.id = id;
        this.rule = rule;
        this.ofClass = ofClass;
        // Few names and fewer descriptors differ, and the JVM knows which; those of classes that are gone go with them.
        this.name = method.name().intern();
        this.descriptor = method.descriptor().intern();
        this.bridges = method.bridges();
        String returnType = method.returnType();
        this.followed = AsyncTypes.isFollowed(returnType) ? new Followed(returnType, method.carried()) : null;
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
        return ofClass.name;
    }

    /** Name and parameters, such as {@code charge(java.lang.String, long)}; made anew each time. */
    public String method() {
        return Descriptors.signature(name, descriptor);
    }

    /** Tells the class loader from others that have a class of this name; {@code null} for the first of the name. */
    public String loader() {
        return ofClass.loaderLabel;
    }

    /** The counters. */
    public CallMetrics metrics() {
        return metrics;
    }

    /** How often the log says that its calls fail for good; the same each time. */
    public LogLimit givesUp() {
        LogLimit made = givesUp;
        return made == null ? makeGivesUp() : made;
    }

    private synchronized LogLimit makeGivesUp() {
        if (givesUp == null) {
            givesUp = new LogLimit();
        }
        return givesUp;
    }

    /** What calls that begin now are governed by; {@code null}: they run as if not woven. */
    public MethodRetry setup() {
        return setup;
    }

    /** Whether each subscription to what it returns is a call. */
    public boolean isStream() {
        return followed != null && followed.isStream;
    }

    /** The type that it is declared to return, if that is one that is followed; else {@code null}. */
    public String followedType() {
        return followed == null ? null : followed.type;
    }

    /** 0 for the first loader of its class name. */
    int loaderNumber() {
        return ofClass.loaderNumber;
    }

    public String name() {
        return name;
    }

    public String descriptor() {
        return descriptor;
    }

    WovenSignature signature() {
        return new WovenSignature(name, descriptor).carrying(followed == null ? null : followed.carried);
    }

    boolean isOf(WovenSignature method) {
        return name.equals(method.name()) && descriptor.equals(method.descriptor());
    }

    /** Descriptors of the bridges to the method in its class; nearly always none. */
    List<String> bridges() {
        return bridges;
    }

    /** Its class is woven, and says which bridges there are: proxies of it may have been there before. */
    void bridges(List<String> descriptors) {
        if (!descriptors.isEmpty()) {
            bridges = descriptors;
        }
    }

    /** Whether this is a number in woven code of it: its own, or that of its proxies. */
    public boolean hasNumber(int number) {
        Proxies known = proxies;
        return number == id || known != null && known.number == number;
    }

    /** The number in the woven code of generated proxies that stand for the method; there must be one. */
    public int proxyNumber() {
        return proxies.number;
    }

    /** What generated proxies of it are known; {@code null}: there were none. */
    Proxies proxies() {
        return proxies;
    }

    void proxies(Proxies made) {
        proxies = made;
    }

    boolean isWovenItself() {
        return isWovenItself;
    }

    void isWovenItself(boolean woven) {
        isWovenItself = woven;
    }

    /** Whether the loader of its class was collected: nothing will ever call it again. */
    public boolean isGone() {
        return ofClass.isGone();
    }

    /** The loader of its class; {@code null} for the bootstrap loader, and for one that is gone. */
    public ClassLoader classLoader() {
        return ofClass.loader();
    }

    void setup(MethodRetry next) {
        this.setup = next;
    }

    /** The generated proxies of a method. Under the registry's lock, but for what is final. */
    static final class Proxies {
        /** In the woven code of all of them. */
        final int number;

        final ProxyKey key;

        /** Binary names of those that are woven now. */
        final Set<String> classNames = new HashSet<>();

        Proxies(int number, ProxyKey key) {
            this.number = number;
            this.key = key;
        }
    }

    /** What the calls of an asynchronous method ask for each time. */
    private static final class Followed {
        final String type;
        final boolean isStream;
        final String carried;

        Followed(String type, String carried) {
            this.carried = carried == null ? null : carried.intern();
            this.type = type;
            this.isStream = AsyncTypes.isStream(type);
        }
    }
}
