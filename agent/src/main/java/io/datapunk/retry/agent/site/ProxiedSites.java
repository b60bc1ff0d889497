package io.datapunk.retry.agent.site;

import io.datapunk.retry.call.RetrySetup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knows which sites generated proxies stand before, and what their calls begin with. Not thread-safe. */
final class ProxiedSites {

    private static final ProxyKey[] NONE = {};

    private final Map<String, ProxyKey> keys = new HashMap<>();

    /** What proxies of the method arm their thread with. */
    ProxyKey keyOf(Site site) {
        return key(text(site, site.descriptor()));
    }

    private ProxyKey key(String text) {
        ProxyKey key = keys.get(text);
        if (key == null) {
            key = new ProxyKey();
            keys.put(text, key);
        }
        return key;
    }

    /** Proxies hand the calls of the method to another thread: gives what they arm their thread with. */
    ProxyKey[] handOver(Site site) {
        keyOf(site);
        for (String bridge : site.bridges()) {
            key(text(site, bridge));
        }
        ProxyKey[] all = keysBefore(site);
        for (ProxyKey each : all) {
            each.handsOver();
        }
        return all;
    }

    private static String text(Site site, String descriptor) {
        return site.rule() + '\n' + site.name() + descriptor;
    }

    /** Whether calls of the site may be ones that such a proxy makes. */
    boolean isBehind(Site site, ProxyKey key) {
        for (ProxyKey each : keysBefore(site)) {
            if (each == key) {
                return true;
            }
        }
        return false;
    }

    private ProxyKey[] keysBefore(Site site) {
        if (keys.isEmpty()) {
            return NONE;
        }
        List<ProxyKey> found = new ArrayList<>(1);
        add(found, keys.get(text(site, site.descriptor())));
        for (String bridge : site.bridges()) {
            add(found, keys.get(text(site, bridge)));
        }
        return found.toArray(NONE);
    }

    private static void add(List<ProxyKey> found, ProxyKey key) {
        if (key != null) {
            found.add(key);
        }
    }

    /** What calls of the method itself begin with. */
    Object ownSetup(Site site) {
        RetrySetup setup = site.setup();
        ProxyKey[] before = setup == null ? NONE : keysBefore(site);
        return before.length == 0 ? setup : new BehindSetup(setup, before);
    }

    /** What calls of its proxies begin with. */
    Object proxySetup(Site site) {
        return site.setup() == null || site.proxies().key.runsElsewhere()
                ? null
                : new ProxySetup(site.setup(), site.proxies().key);
    }
}
