package io.datapunk.retry.agent.report.micrometer.bridge;

import io.datapunk.retry.agent.report.micrometer.MeterBridge;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.guard.RetryBudget;
import io.datapunk.retry.micrometer.RetryMeters;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows the agent's meters in {@link Metrics#globalRegistry}. */
public final class GlobalRegistryBridge implements MeterBridge {

    private static final long SETTLED_NANOS = 1_000_000_000L;

    private final CompositeMeterRegistry registry = Metrics.globalRegistry;
    private final RetryMeters meters = new RetryMeters(registry);

    /** By what they show; it has the same key as long as its meters hold. */
    private final Map<Object, List<Meter>> registered = new HashMap<>();

    private final AgentStatus status;
    private Set<MeterRegistry> backends = Collections.emptySet();
    private long changedNanos;
    private boolean isReady;

    /** A bridge for this agent. */
    public GlobalRegistryBridge(AgentStatus status) {
        this.status = status;
    }

    /** Once a backend has been added, and no other for a second. */
    @Override
    public boolean isReady() {
        if (isReady) {
            return true;
        }
        Set<MeterRegistry> now = registry.getRegistries();
        if (!now.equals(backends)) {
            backends = new HashSet<>(now);
            changedNanos = System.nanoTime();
        }
        if (!backends.isEmpty() && System.nanoTime() - changedNanos >= SETTLED_NANOS) {
            isReady = true;
            backends = Collections.emptySet();
            showAgent();
        }
        return isReady;
    }

    private void showAgent() {
        meters.gauge("enabled", status, shown -> shown.rules().isEnabled() ? 1 : 0, Tags.empty(), "0: switched off");
        meters.gauge(
                "reload.refused",
                status,
                shown -> shown.reloadError() == null ? 0 : 1,
                Tags.empty(),
                "1: the newest rules were refused");
        meters.counter("agent.errors", status, AgentStatus::errors, Tags.empty(), null, "Errors inside the agent");
    }

    @Override
    public void show(List<WovenMethod> wovenMethods, List<CircuitBreaker> breakers, List<RetryBudget> budgets) {
        Map<List<String>, List<CallMetrics>> methods = new LinkedHashMap<>();
        for (WovenMethod woven : wovenMethods) {
            methods.computeIfAbsent(
                            Arrays.asList(woven.rule(), woven.className(), woven.method()), key -> new ArrayList<>())
                    .add(woven.metrics());
        }
        Set<Object> keys = new HashSet<>(breakers);
        keys.addAll(budgets);
        List<Map.Entry<List<String>, List<CallMetrics>>> shown = new ArrayList<>();
        for (Map.Entry<List<String>, List<CallMetrics>> method : methods.entrySet()) {
            shown.add(new SimpleImmutableEntry<>(method));
        }
        keys.addAll(shown);
        removeAllBut(keys);
        for (Map.Entry<List<String>, List<CallMetrics>> method : shown) {
            if (!registered.containsKey(method)) {
                List<String> names = method.getKey();
                registered.put(method, meters.ofMethod(names.get(0), names.get(1), names.get(2), method.getValue()));
            }
        }
        for (CircuitBreaker breaker : breakers) {
            if (!registered.containsKey(breaker)) {
                registered.put(breaker, meters.ofBreaker(breaker));
            }
        }
        for (RetryBudget budget : budgets) {
            if (!registered.containsKey(budget)) {
                registered.put(budget, meters.ofBudget(budget));
            }
        }
    }

    /** First, as what comes may have the name of what went. */
    private void removeAllBut(Set<Object> keys) {
        for (Iterator<Map.Entry<Object, List<Meter>>> all =
                        registered.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<Object, List<Meter>> each = all.next();
            if (!keys.contains(each.getKey())) {
                for (Meter meter : each.getValue()) {
                    registry.remove(meter);
                }
                all.remove();
            }
        }
    }
}
