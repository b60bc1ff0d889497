package io.datapunk.retry.agent.site;

import io.datapunk.retry.agent.match.WeakLoaderMap;
import io.datapunk.retry.call.RetrySetup;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** What the calls of each site are governed by, as {@link #sites}; {@code null}: they run as if not woven. */
    private RetrySetup[] setups = new RetrySetup[64];

    private SetupTable table = new SetupTable() {
        @Override
        public void changed(RetrySetup[] byNumber) {}
    };

    private int count;

    /** The site of this number. */
    public Site get(int id) {
        return sites[id];
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
            setups[site.id()] = next;
            table.changed(setups);
        }
    }

    /** All sites but those that are gone, in the order of their numbers. */
    public synchronized List<Site> all() {
        List<Site> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (sites[i] != null) {
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
                gone.add(site);
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
        return site;
    }

    /** The sites of one class, whether their rules are still in force or not. */
    synchronized List<Site> ofClass(ClassLoader loader, String className) {
        OfLoader known = byLoader.get(loader);
        WovenClass ofClass = known == null ? null : known.classes.get(className);
        return ofClass == null ? Collections.<Site>emptyList() : new ArrayList<>(ofClass.sites);
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
        void changed(RetrySetup[] byNumber);
    }

    /** What is known of one loader. */
    private static final class OfLoader {
        final Map<String, WovenClass> classes = new HashMap<>();

        /** One for all of its classes; {@code null} for the bootstrap loader. */
        final WeakReference<ClassLoader> loader;

        OfLoader(ClassLoader loader) {
            this.loader = loader == null ? null : new WeakReference<>(loader);
        }
    }
}
