package io.datapunk.retry.agent.site;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * All woven methods, by number. A method that is woven again (a class that another tool redefines) keeps its number and
 * its counters; a second class loader's class of the same name has sites of its own.
 *
 * <p>Thread-safe; reading a site takes no lock. Class loaders are held weakly.
 */
public final class SiteRegistry {

    private final Map<ClassLoader, Map<String, Site>> byLoader = new WeakHashMap<>();
    private final Map<String, Site> ofBootLoader = new HashMap<>();
    private final Map<String, Integer> loadersPerClass = new HashMap<>();
    private volatile Site[] sites = new Site[0];

    /** The site of this number. */
    public Site get(int id) {
        return sites[id];
    }

    /** All sites, in the order of their numbers. */
    public List<Site> all() {
        return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(sites)));
    }

    /**
     * The site of a method, made when it is asked for first.
     *
     * @param loader the loader of its class; {@code null} for the bootstrap loader
     * @param className binary name
     * @param method name and parameters
     * @param descriptor tells methods that differ in nothing but the return type
     * @param rule name of the rule that the method has now
     */
    public synchronized Site siteOf(
            ClassLoader loader, String className, String method, String descriptor, String rule) {
        Map<String, Site> known = loader == null ? ofBootLoader : ofLoader(loader);
        String key = className + '#' + method + descriptor + '@' + rule;
        Site site = known.get(key);
        if (site == null) {
            Site[] before = sites;
            site = new Site(before.length, rule, className, method, loaderLabel(known, loader, className));
            known.put(key, site);
            Site[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = site;
            sites = after;
        }
        return site;
    }

    private Map<String, Site> ofLoader(ClassLoader loader) {
        Map<String, Site> known = byLoader.get(loader);
        if (known == null) {
            known = new HashMap<>();
            byLoader.put(loader, known);
        }
        return known;
    }

    /** The first loader of a class name needs no label; those that come later are told apart by a number. */
    private String loaderLabel(Map<String, Site> known, ClassLoader loader, String className) {
        for (Site site : known.values()) {
            if (site.className().equals(className)) {
                return site.loader();
            }
        }
        Integer before = loadersPerClass.get(className);
        loadersPerClass.put(className, before == null ? 1 : before + 1);
        String kind = loader == null ? "bootstrap" : loader.getClass().getName();
        return before == null ? null : kind + '-' + (before + 1);
    }
}
