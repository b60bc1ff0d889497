package io.datapunk.retry.agent.woven;

import io.datapunk.retry.agent.proxy.BehindSetup;
import io.datapunk.retry.agent.proxy.ProxyKey;
import io.datapunk.retry.agent.proxy.ProxySetup;
import io.datapunk.retry.call.MethodRetry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knows which woven methods generated proxies stand before, and what their calls begin with. Not thread-safe. */
final class ProxiedMethods {

    private static final ProxyKey[] NONE = {};

    private final Map<String, ProxyKey> keys = new HashMap<>();

    /** What proxies of the method arm their thread with. */
    ProxyKey keyOf(WovenMethod woven) {
        return key(text(woven, woven.descriptor()));
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
    ProxyKey[] handOver(WovenMethod woven) {
        keyOf(woven);
        for (String bridge : woven.bridges()) {
            key(text(woven, bridge));
        }
        ProxyKey[] all = keysBefore(woven);
        for (ProxyKey each : all) {
            each.handsOver();
        }
        return all;
    }

    private static String text(WovenMethod woven, String descriptor) {
        return woven.rule() + '\n' + woven.name() + descriptor;
    }

    /** Whether calls of the woven method may be ones that such a proxy makes. */
    boolean isBehind(WovenMethod woven, ProxyKey key) {
        for (ProxyKey each : keysBefore(woven)) {
            if (each == key) {
                return true;
            }
        }
        return false;
    }

    private ProxyKey[] keysBefore(WovenMethod woven) {
        if (keys.isEmpty()) {
            return NONE;
        }
        List<ProxyKey> found = new ArrayList<>(1);
        add(found, keys.get(text(woven, woven.descriptor())));
        for (String bridge : woven.bridges()) {
            add(found, keys.get(text(woven, bridge)));
        }
        return found.toArray(NONE);
    }

    private static void add(List<ProxyKey> found, ProxyKey key) {
        if (key != null) {
            found.add(key);
        }
    }

    /** What calls of the method itself begin with. */
    Object ownSetup(WovenMethod woven) {
        MethodRetry setup = woven.setup();
        ProxyKey[] before = setup == null ? NONE : keysBefore(woven);
        return before.length == 0 ? setup : new BehindSetup(setup, before);
    }

    /** What calls of its proxies begin with. */
    Object proxySetup(WovenMethod woven) {
        return woven.setup() == null || woven.proxies().key.runsElsewhere()
                ? null
                : new ProxySetup(woven.setup(), woven.proxies().key);
    }
}
