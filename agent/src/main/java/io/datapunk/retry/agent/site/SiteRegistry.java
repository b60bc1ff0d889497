package io.datapunk.retry.agent.site;

import io.datapunk.retry.agent.match.WeakLoaderMap;
import io.datapunk.retry.call.RetrySetup;
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
 * its counters; a second class loader's class of the same name has sites of its own.
 *
 * <p>Thread-safe; reading a site takes no lock. Class loaders are held weakly.
 */
public final class SiteRegistry {

    private final WeakLoaderMap<OfLoader> byLoader = new WeakLoaderMap<>();
    /** The numbers that tell loaders with a class of this name apart; that of a loader that is gone is free again. */
    private final Map<String, BitSet> loadersPerClass = new HashMap<>();

    /** Longer than {@link #count}, so that adding costs O(1); a reader only asks for numbers that it found in code. */
    private volatile Site[] sites = new Site[64];

    /** What the calls of each number begin with, as {@link #sites}; {@code null}: they run as if not woven. */
    private volatile Object[] setups = new Object[64];

    private final ProxiedSites proxied = new ProxiedSites();

    private SetupTable table = new SetupTable() {
        @Override
        public void changed(Object[] byNumber) {}
    };

    private int count;

    /** The site of this number. */
    public Site get(int id) {
        return sites[id];
    }

    /** What a call begins with that has this number in its code. */
    Object begin(int number) {
        return setups[number];
    }

    /** Who reads the setups from now on. */
    synchronized void publishTo(SetupTable reader) {
        table = reader;
        reader.changed(setups);
    }

    /** Calls that begin at the site from now on are governed by this; {@code null}: they run as if not woven. */
    synchronized void setup(Site site, RetrySetup next) {
        site.setup(next);
        if (sites[site.id()] == site) { // else it is gone
            place(site);
        }
    }

    private void place(Site site) {
        setups[site.id()] = proxied.ownSetup(site);
        if (site.proxies() != null) {
            setups[site.proxies().number] = proxied.proxySetup(site);
        }
        table.changed(setups);
    }

    /**
     * A generated proxy stands for the method of the site, and is woven: its calls have a number of their own.
     *
     * @param className binary name of the proxy
     * @return the number
     */
    synchronized int proxyOf(Site site, ClassLoader loader, String className) {
        if (site.proxies() == null) {
            ProxyCall.warmUp();
            Site.Proxies made = new Site.Proxies(count, proxied.keyOf(site));
            add(site);
            site.proxies(made);
            for (Site each : all()) {
                if (proxied.isBehind(each, made.key)) {
                    place(each);
                }
            }
        }
        site.proxies().classNames.add(className);
        ofLoader(loader).proxiesOf(className).add(site);
        place(site);
        return site.proxies().number;
    }

    /**
     * A class has been woven anew, for these sites alone; gives those that no class is woven for any more.
     *
     * @param className binary name; of a generated proxy, the sites are those that it stands for
     */
    synchronized List<Site> keepOnly(List<Site> kept, ClassLoader loader, String className) {
        List<Site> off = new ArrayList<>(0);
        OfLoader known = byLoader.get(loader);
        WovenClass ofClass = known == null ? null : known.classes.get(className);
        if (ofClass != null) {
            for (Site site : ofClass.sites) {
                if (!kept.contains(site)) {
                    site.isWovenItself(false);
                    if (site.proxies() == null || site.proxies().classNames.isEmpty()) {
                        off.add(site);
                    }
                }
            }
        }
        Set<Site> ofProxy = known == null ? null : known.proxies.get(className);
        if (ofProxy != null) {
            for (Iterator<Site> each = ofProxy.iterator(); each.hasNext(); ) {
                Site site = each.next();
                if (!kept.contains(site)) {
                    each.remove();
                    site.proxies().classNames.remove(className);
                    if (!site.isWovenItself() && site.proxies().classNames.isEmpty()) {
                        off.add(site);
                    }
                }
            }
        }
        return off;
    }

    /** All sites but those that are gone, in the order of their numbers. */
    public synchronized List<Site> all() {
        List<Site> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (sites[i] != null && sites[i].id() == i) { // else it is the number of its proxies
                all.add(sites[i]);
            }
        }
        return all;
    }

    /** Forgets the sites of class loaders that were collected, and gives them; their numbers are not used again. */
    public synchronized List<Site> forgetGone() {
        byLoader.expunge();
        List<Site> gone = new ArrayList<>(0);
        for (int i = 0; i < count; i++) {
            Site site = sites[i];
            if (site != null && site.isGone()) {
                sites[i] = null;
                setups[i] = null;
                if (site.id() == i) {
                    gone.add(site);
                }
            }
        }
        for (Site site : gone) {
            BitSet numbers = loadersPerClass.get(site.className());
            if (numbers != null) {
                numbers.clear(site.loaderNumber());
            }
        }
        return gone;
    }

    /**
     * The site of a method, made when it is asked for first.
     *
     * @param loader the loader of its class; {@code null} for the bootstrap loader
     * @param className binary name
     * @param method tells methods of a class apart
     * @param rule name of the rule that the method has now
     */
    public synchronized Site siteOf(
            ClassLoader loader, String className, SiteFactory.WovenSignature method, String rule) {
        OfLoader known = ofLoader(loader);
        WovenClass ofClass = known.classes.get(className);
        if (ofClass == null) {
            ofClass = new WovenClass(className, known.loader, loaderNumber(className));
            known.classes.put(className, ofClass);
        }
        Site site = ofClass.find(method, rule);
        if (site == null) {
            site = add(new Site(count, rule, ofClass, method));
            ofClass.sites.add(site);
        }
        site.bridges(method.bridges());
        if (method.runsElsewhere()) {
            List<ProxyKey> keys = Arrays.asList(proxied.handOver(site));
            for (Site each : all()) {
                if (each.proxies() != null && keys.contains(each.proxies().key)) {
                    place(each);
                }
            }
        }
        return site;
    }

    /** The loader, or the nearest above it, that has a class of this name with sites; else the loader itself. */
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

    private Site add(Site site) {
        Site[] current = sites;
        if (count == current.length) {
            current = Arrays.copyOf(current, 2 * count);
            setups = Arrays.copyOf(setups, 2 * count);
            table.changed(setups);
        }
        current[count++] = site;
        sites = current; // a volatile write even where the array is the same: readers see the new element
        return site;
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

    /** Has the setups of all sites, for whoever must find one quickly. */
    interface SetupTable {
        /**
         * Some have changed, in this array or in one before it.
         *
         * @param byNumber of the sites; written under the registry's lock, and told of here after each change
         */
        void changed(Object[] byNumber);
    }

    /** What is known of one loader. */
    private static final class OfLoader {
        final Map<String, WovenClass> classes = new HashMap<>();

        /** By the binary name of a generated proxy: what it stands for. */
        final Map<String, Set<Site>> proxies = new HashMap<>(0);

        /** One for all of its classes; {@code null} for the bootstrap loader. */
        final WeakReference<ClassLoader> loader;

        OfLoader(ClassLoader loader) {
            this.loader = loader == null ? null : new WeakReference<>(loader);
        }

        Set<Site> proxiesOf(String className) {
            Set<Site> known = proxies.get(className);
            if (known == null) {
                known = new LinkedHashSet<>();
                proxies.put(className, known);
            }
            return known;
        }
    }
}
