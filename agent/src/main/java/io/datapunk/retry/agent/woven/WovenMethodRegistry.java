package io.datapunk.retry.agent.woven;

import io.datapunk.retry.agent.binding.WeakLoaderMap;
import io.datapunk.retry.agent.proxy.ProxyCall;
import io.datapunk.retry.agent.proxy.ProxyKey;
import io.datapunk.retry.call.MethodRetry;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All woven methods, by number. A method that is woven again (a class that another tool redefines) keeps its number and
 * its counters; a second class loader's class of the same name has woven methods of its own.
 *
 * <p>Thread-safe; reading a woven method takes no lock. Class loaders are held weakly.
 */
public final class WovenMethodRegistry {

    private final WeakLoaderMap<OfLoader> byLoader = new WeakLoaderMap<>();
    /** The numbers that tell loaders with a class of this name apart; that of a loader that is gone is free again. */
    private final Map<String, BitSet> loadersPerClass = new HashMap<>();

    /** Longer than {@link #count}, so that adding costs O(1); a reader only asks for numbers that it found in code. */
    private volatile WovenMethod[] wovenMethods = new WovenMethod[64];

    /** What the calls of each number begin with, as {@link #wovenMethods}; {@code null}: they run as if not woven. */
    private volatile Object[] setups = new Object[64];

    private final ProxiedMethods proxied = new ProxiedMethods();

    private SetupTable table = new SetupTable() {
        @Override
        public void changed(Object[] byNumber) {}
    };

    private int count;

    /** The woven method of this number. */
    public WovenMethod get(int id) {
        return wovenMethods[id];
    }

    /** What a call begins with that has this number in its code. */
    public Object begin(int number) {
        return setups[number];
    }

    /** Who reads the setups from now on. */
    public synchronized void publishTo(SetupTable reader) {
        table = reader;
        reader.changed(setups);
    }

    /**
     * Calls that begin at the woven method from now on are governed by this; {@code null}: they run as if not woven.
     */
    synchronized void setup(WovenMethod woven, MethodRetry next) {
        woven.setup(next);
        if (wovenMethods[woven.id()] == woven) { // else it is gone
            place(woven);
        }
    }

    private void place(WovenMethod woven) {
        setups[woven.id()] = proxied.ownSetup(woven);
        if (woven.proxies() != null) {
            setups[woven.proxies().number] = proxied.proxySetup(woven);
        }
        table.changed(setups);
    }

    /**
     * A generated proxy stands for the method of the woven method, and is woven: its calls have a number of their own.
     *
     * @param className binary name of the proxy
     * @return the number
     */
    synchronized int proxyOf(WovenMethod woven, ClassLoader loader, String className) {
        if (woven.proxies() == null) {
            ProxyCall.warmUp();
            WovenMethod.Proxies made = new WovenMethod.Proxies(count, proxied.keyOf(woven));
            add(woven);
            woven.proxies(made);
            for (WovenMethod each : all()) {
                if (proxied.isBehind(each, made.key)) {
                    place(each);
                }
            }
        }
        woven.proxies().classNames.add(className);
        ofLoader(loader).proxiesOf(className).add(woven);
        place(woven);
        return woven.proxies().number;
    }

    /**
     * A class has been woven anew, for these woven methods alone; gives those that no class is woven for any more.
     *
     * @param className binary name; of a generated proxy, the woven methods are those that it stands for
     */
    synchronized List<WovenMethod> keepOnly(List<WovenMethod> kept, ClassLoader loader, String className) {
        List<WovenMethod> off = new ArrayList<>(0);
        OfLoader known = byLoader.get(loader);
        WovenClass ofClass = known == null ? null : known.classes.get(className);
        if (ofClass != null) {
            for (WovenMethod woven : ofClass.wovenMethods) {
                if (!kept.contains(woven)) {
                    woven.isWovenItself(false);
                    if (woven.proxies() == null || woven.proxies().classNames.isEmpty()) {
                        off.add(woven);
                    }
                }
            }
        }
        Set<WovenMethod> ofProxy = known == null ? null : known.proxies.get(className);
        if (ofProxy != null) {
            for (Iterator<WovenMethod> each = ofProxy.iterator(); each.hasNext(); ) {
                WovenMethod woven = each.next();
                if (!kept.contains(woven)) {
                    each.remove();
                    woven.proxies().classNames.remove(className);
                    if (!woven.isWovenItself() && woven.proxies().classNames.isEmpty()) {
                        off.add(woven);
                    }
                }
            }
        }
        return off;
    }

    /** All woven methods but those that are gone, in the order of their numbers. */
    public synchronized List<WovenMethod> all() {
        List<WovenMethod> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (wovenMethods[i] != null && wovenMethods[i].id() == i) { // else it is the number of its proxies
                all.add(wovenMethods[i]);
            }
        }
        return all;
    }

    /**
     * Forgets the woven methods of class loaders that were collected, and gives them; their numbers are not used again.
     */
    public synchronized List<WovenMethod> forgetGone() {
        byLoader.expunge();
        List<WovenMethod> gone = new ArrayList<>(0);
        for (int i = 0; i < count; i++) {
            WovenMethod woven = wovenMethods[i];
            if (woven != null && woven.isGone()) {
                wovenMethods[i] = null;
                setups[i] = null;
                if (woven.id() == i) {
                    gone.add(woven);
                }
            }
        }
        for (WovenMethod woven : gone) {
            BitSet numbers = loadersPerClass.get(woven.className());
            if (numbers != null) {
                numbers.clear(woven.loaderNumber());
            }
        }
        return gone;
    }

    /**
     * The woven method of a method, made when it is asked for first.
     *
     * @param loader the loader of its class; {@code null} for the bootstrap loader
     * @param className binary name
     * @param method tells methods of a class apart
     * @param rule name of the rule that the method has now
     */
    public synchronized WovenMethod wovenMethodOf(
            ClassLoader loader, String className, WovenSignature method, String rule) {
        OfLoader known = ofLoader(loader);
        WovenClass ofClass = known.classes.get(className);
        if (ofClass == null) {
            ofClass = new WovenClass(className, known.loader, loaderNumber(className));
            known.classes.put(className, ofClass);
        }
        WovenMethod woven = ofClass.find(method, rule);
        if (woven == null) {
            woven = add(new WovenMethod(count, rule, ofClass, method));
            ofClass.wovenMethods.add(woven);
        }
        woven.bridges(method.bridges());
        if (method.runsElsewhere()) {
            List<ProxyKey> keys = Arrays.asList(proxied.handOver(woven));
            for (WovenMethod each : all()) {
                if (each.proxies() != null && keys.contains(each.proxies().key)) {
                    place(each);
                }
            }
        }
        return woven;
    }

    /**
     * The loader, or the nearest above it, that has a class of this name with woven methods; else the loader itself.
     */
    synchronized ClassLoader loaderOf(ClassLoader loader, String className) {
        try {
            for (ClassLoader next = loader; next != null; next = next.getParent()) {
                OfLoader known = byLoader.get(next);
                if (known != null && known.classes.containsKey(className)) {
                    return next;
                }
            }
        } catch (SecurityException e) {
            return loader; // not every security manager lets parents be asked for
        }
        return loader;
    }

    private WovenMethod add(WovenMethod woven) {
        WovenMethod[] current = wovenMethods;
        if (count == current.length) {
            current = Arrays.copyOf(current, 2 * count);
            setups = Arrays.copyOf(setups, 2 * count);
            table.changed(setups);
        }
        current[count++] = woven;
        wovenMethods = current; // a volatile write even where the array is the same: readers see the new element
        return woven;
    }

    private OfLoader ofLoader(ClassLoader loader) {
        OfLoader known = byLoader.get(loader);
        if (known == null) {
            known = new OfLoader(loader);
            byLoader.put(loader, known);
        }
        return known;
    }

    /** The first loader of a class name needs no label; those that come later are told apart by a number. */
    private int loaderNumber(String className) {
        BitSet numbers = loadersPerClass.get(className);
        if (numbers == null) {
            numbers = new BitSet();
            loadersPerClass.put(className, numbers);
        }
        int number = numbers.nextClearBit(0);
        numbers.set(number);
        return number;
    }

    /** Has the setups of all woven methods, for code that must find one quickly. */
    public interface SetupTable {
        /**
         * Some have changed, in this array or in one before it.
         *
         * @param byNumber of the woven methods; written under the registry's lock, and told of here after each change
         */
        void changed(Object[] byNumber);
    }

    /** What is known of one loader. */
    private static final class OfLoader {
        final Map<String, WovenClass> classes = new HashMap<>();

        /** By the binary name of a generated proxy: what it stands for. */
        final Map<String, Set<WovenMethod>> proxies = new HashMap<>(0);

        /** One for all of its classes; {@code null} for the bootstrap loader. */
        final WeakReference<ClassLoader> loader;

        OfLoader(ClassLoader loader) {
            this.loader = loader == null ? null : new WeakReference<>(loader);
        }

        Set<WovenMethod> proxiesOf(String className) {
            Set<WovenMethod> known = proxies.get(className);
            if (known == null) {
                known = new LinkedHashSet<>();
                proxies.put(className, known);
            }
            return known;
        }
    }
}
