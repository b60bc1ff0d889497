package io.datapunk.retry.agent.reload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.RulesFiles;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.weave.Preparation;
import io.datapunk.retry.agent.weave.RetryTransformer;
import io.datapunk.retry.agent.woven.MethodGuards;
import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.agent.woven.WovenMethodRegistry;
import io.datapunk.retry.agent.woven.WovenMethods;
import io.datapunk.retry.agent.woven.WovenSignature;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.time.SystemTimer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LiveRulesTest {

    /** Not of the agent's own loader, whose classes are left alone. */
    private static final Class<?> ONE = Socket.class;

    private static final Class<?> TWO = ServerSocket.class;

    private final List<List<Class<?>>> transformed = new ArrayList<>();
    private int failures;

    private final CurrentRules current = new CurrentRules();
    private final AgentStatus status =
            new AgentStatus(current, new AgentLog(AgentLog.Level.OFF, System.err, UTF_8, false));
    private final WovenMethodRegistry registry = new WovenMethodRegistry();
    private final SystemTimer timer = new SystemTimer("test");
    private final RetryEngine engine = RetryEngine.system(timer, status.errorLog(), CallResult.FAILURES);
    private final MethodGuards guards = new MethodGuards(engine.clock(), status.calls(), status.errorLog());
    private final WovenMethods methods =
            new WovenMethods(current, registry, engine, guards, timer, status.errorLog(), status.calls());
    private final Instrumentation instrumentation = instrumentation();
    private final LiveRules live = new LiveRules(
            current,
            new RetryTransformer(
                    current, instrumentation, methods, status.weaving(), status.errorLog(), Preparation.NONE),
            methods,
            engine.waiters(),
            status,
            new Retransformation(instrumentation, status.errorLog()));

    @Test
    void whatHasThrownIsMadeUpForByTheSameRules() throws Exception {
        live.apply(rules(ONE));
        failures = 1;
        assertThatThrownBy(() -> live.apply(rules(TWO))).isInstanceOf(OutOfMemoryError.class);
        transformed.clear();

        assertThat(live.apply(rules(TWO))).isEqualTo(2);
        assertThat(live.apply(rules(TWO))).isZero();
        assertThat(transformed).containsExactly(List.of(ONE, TWO));
    }

    /** Where the JVM has got half way, classes are as either of the two wants them. */
    @Test
    void whatHasThrownIsMadeUpForByTheRulesBefore() throws Exception {
        live.apply(rules(ONE));
        failures = 2;
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> live.apply(rules(TWO))).isInstanceOf(OutOfMemoryError.class);
        }
        transformed.clear();

        live.apply(rules(ONE));

        assertThat(transformed).containsExactly(List.of(ONE, TWO));
    }

    @Test
    void twoWhoSwitchAtOnceLeaveOneState() throws Exception {
        live.apply(rules(ONE));
        WovenMethod woven = methods.make(
                getClass().getClassLoader(),
                ONE.getName(),
                new WovenSignature("call", "()V"),
                rules(ONE).rules().get(0));
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20_000; round++) {
                Future<?> off = threads.submit(() -> switchTo(false, together));
                Future<?> on = threads.submit(() -> switchTo(true, together));
                off.get();
                on.get();
                assertThat(woven.setup() != null)
                        .as("round " + round)
                        .isEqualTo(status.rules().isEnabled());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Void switchTo(boolean on, CyclicBarrier together) throws Exception {
        together.await();
        live.setEnabled(on);
        return null;
    }

    private static RuleSet rules(Class<?> type) throws Exception {
        String text = "version: 1\nrules: [{name: r, match: {class: '" + type.getName() + "'}}]\n";
        return RulesFiles.read("test", Map.of("rules.yml", text.getBytes(UTF_8)));
    }

    private Instrumentation instrumentation() {
        return (Instrumentation) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Instrumentation.class}, (self, method, arguments) -> {
                    if (method.getName().equals("getAllLoadedClasses")) {
                        return new Class<?>[] {ONE, TWO};
                    }
                    if (method.getName().equals("isModifiableClass")) {
                        return true;
                    }
                    assertThat(method.getName()).isEqualTo("retransformClasses");
                    if (failures-- > 0) {
                        throw new OutOfMemoryError("of this test");
                    }
                    transformed.add(List.of((Class<?>[]) arguments[0]));
                    return null;
                });
    }
}
