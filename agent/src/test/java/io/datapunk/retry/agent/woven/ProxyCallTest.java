package io.datapunk.retry.agent.woven;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.proxy.BehindSetup;
import io.datapunk.retry.agent.proxy.ProxyCall;
import io.datapunk.retry.agent.proxy.ProxySetup;
import io.datapunk.retry.agent.proxy.ProxyState;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.SystemTimer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a proxy's call and the method behind it begin with, and how they find each other. */
class ProxyCallTest {

    private final RetryEngine engine =
            RetryEngine.system(new SystemTimer("test"), ErrorReporter.IGNORED, CallResult.FAILURES);
    private final WovenMethodRegistry registry = new WovenMethodRegistry();
    private final WovenMethod bean = woven("com.acme.Bean", "get", "()I");
    private final WovenMethod sibling = woven("com.acme.Bean", "other", "()I");
    private int number = proxyOf(bean, "com.acme.Bean$$SpringCGLIB$$0");

    @Test
    void onlyMethodsThatAProxyOverridesBeginOtherwise() {
        assertThat(begin(sibling)).isSameAs(sibling.setup());
        assertThat(begin(bean)).isInstanceOf(BehindSetup.class);
        assertThat(registry.begin(number)).isInstanceOf(ProxySetup.class);
        assertThat(registry.get(number)).isSameAs(bean);
        assertThat(registry.all()).containsExactly(bean, sibling);
    }

    @Test
    void theFirstCallBehindTheProxyPassesAndTheNextIsOneOfItsOwn() {
        ProxyCall proxy = beginProxy(number);

        ProxyState passing = behind(bean);
        assertThat(passing.engineState()).isNull();
        assertThat(behind(bean)).as("recursion").isNull();
        passing.attemptEnded(null);
        assertThat(behind(bean)).as("after it").isNull();

        assertThat(proxy.attemptEnded(null)).isSameAs(bean.setup());
    }

    @Test
    void whatIsLeftIsDisarmedWhenTheAttemptEnds() {
        beginProxy(number).attemptEnded(new IllegalStateException());

        assertThat(behind(bean)).isNull();
    }

    @Test
    void eachAttemptArmsAnew() {
        ProxyCall proxy = beginProxy(number);
        Throwable failure = new IllegalStateException();
        behind(bean).attemptEnded(failure);
        proxy.attemptEnded(failure);
        assertThat(proxy.behind()).isSameAs(failure);

        proxy.arm(bean.setup());

        assertThat(proxy.behind()).isNull();
        assertThat(behind(bean)).isNotNull();
        proxy.attemptEnded(null);
    }

    @Test
    void otherThreadsAreNotArmed() throws Exception {
        ProxyCall proxy = beginProxy(number);
        AtomicReference<ProxyState> there = new AtomicReference<>();

        Thread other = new Thread(() -> there.set(behind(bean)));
        other.start();
        other.join();

        assertThat(there.get()).isNull();
        assertThat(behind(bean)).isNotNull();
        proxy.attemptEnded(null);
    }

    @Test
    void aProxyBetweenTakesItAndArmsAgain() {
        ProxyCall outermost = beginProxy(number);
        ProxyCall between = beginProxy(number);
        assertThat(outermost.governs()).isTrue();
        assertThat(between.governs()).isFalse();

        Throwable failure = new IllegalStateException();
        behind(bean).attemptEnded(failure);

        assertThat(behind(bean)).isNull();
        assertThat(between.attemptEnded(failure)).isNull();
        assertThat(behind(bean)).as("what the outermost had is taken").isNull();
        assertThat(outermost.attemptEnded(failure)).isSameAs(bean.setup());
        assertThat(outermost.behind()).isSameAs(failure);
    }

    @Test
    void theProxyCalledFromBehindIsACallOfItsOwn() {
        ProxyCall outer = beginProxy(number);
        behind(bean);

        ProxyCall again = beginProxy(number);
        assertThat(again.governs()).isTrue();
        assertThat(behind(bean)).isNotNull();
        again.attemptEnded(null);

        assertThat(behind(bean)).isNull();
        outer.attemptEnded(null);
    }

    @Test
    void aProxyOfAnotherMethodWithinDoesNotHideIt() {
        int other = proxyOf(sibling, "com.acme.Bean$$SpringCGLIB$$0");
        ProxyCall outer = beginProxy(number);
        ProxyCall within = beginProxy(other);
        behind(sibling);

        assertThat(behind(bean)).isNotNull();

        within.attemptEnded(null);
        assertThat(behind(bean)).as("taken, not armed again").isNull();
        outer.attemptEnded(null);
    }

    @Test
    void aProxyOfAnInterfaceIsCountedWhereItsCallsArrive() {
        WovenMethod api = woven("com.acme.Api", "get", "()I");
        ProxyCall proxy = beginProxy(proxyOf(api, "com.sun.proxy.$Proxy0"));
        behind(bean);

        MethodRetry counting = (MethodRetry) proxy.attemptEnded(null);
        assertThat(counting.metrics()).isSameAs(bean.metrics());
        assertThat(counting.policy()).isSameAs(api.setup().policy());

        ProxyCall notReached = beginProxy(api.proxyNumber());
        assertThat(notReached.attemptEnded(null)).isSameAs(api.setup());
    }

    @Test
    void callersOfAGenericInterfaceReachTheMethodByItsBridge() {
        WovenMethod api = woven("com.acme.Api", "find", "(Ljava/lang/Object;)Ljava/lang/Object;");
        WovenMethod found = registry.wovenMethodOf(
                getClass().getClassLoader(),
                "com.acme.Bean",
                new WovenSignature(
                        "find",
                        "(Ljava/lang/String;)Ljava/lang/Object;",
                        List.of("(Ljava/lang/Object;)Ljava/lang/Object;"),
                        false),
                "rule");
        registry.setup(found, setup(found));
        int ofApi = proxyOf(api, "com.sun.proxy.$Proxy0");

        ProxyCall proxy = beginProxy(ofApi);
        assertThat(behind(found)).isNotNull();
        proxy.attemptEnded(null);
    }

    @Test
    void aProxyThatHandsItsCallsToAnotherThreadGovernsNone() {
        WovenMethod async = registry.wovenMethodOf(
                getClass().getClassLoader(),
                "com.acme.Async",
                new WovenSignature("get", "()I", List.of(), true),
                "rule");
        registry.setup(async, setup(async));

        assertThat(registry.begin(number)).isNull();
        assertThat(behind(async)).as("governs itself").isNull();
    }

    @Test
    void anotherRuleIsAnotherCall() {
        WovenMethod other = registry.wovenMethodOf(
                getClass().getClassLoader(), "com.acme.Other", new WovenSignature("get", "()I"), "other rule");
        registry.setup(other, setup(other));

        assertThat(begin(other)).isSameAs(other.setup());
    }

    @Test
    void whatComesLaterThanTheProxyPassesToo() {
        WovenMethod later = woven("com.acme.Later", "get", "()I");
        ProxyCall proxy = beginProxy(number);

        assertThat(behind(later)).isNotNull();
        proxy.attemptEnded(null);
    }

    @Test
    void newRulesReachTheProxyAndTheMethodBehindAlike() {
        registry.setup(bean, null);
        assertThat(begin(bean)).isNull();
        assertThat(registry.begin(number)).isNull();

        registry.setup(bean, setup(bean));
        assertThat(begin(bean)).isInstanceOf(BehindSetup.class);
        assertThat(registry.begin(number)).isInstanceOf(ProxySetup.class);
    }

    @Test
    void aMethodIsOffOnceNeitherTheClassNorAProxyIsWoven() {
        ClassLoader loader = getClass().getClassLoader();
        bean.isWovenItself(true);

        assertThat(registry.keepOnly(List.of(sibling), loader, "com.acme.Bean")).isEmpty();
        assertThat(registry.keepOnly(List.of(), loader, "com.acme.Bean$$SpringCGLIB$$0"))
                .containsExactly(bean);
    }

    private ProxyCall beginProxy(int proxyNumber) {
        ProxySetup setup = (ProxySetup) registry.begin(proxyNumber);
        ProxyCall call = ProxyCall.begin(setup);
        return call.arm(call.governs() ? setup.setup() : null);
    }

    private ProxyState behind(WovenMethod woven) {
        return ((BehindSetup) begin(woven)).pass();
    }

    private Object begin(WovenMethod woven) {
        return registry.begin(woven.id());
    }

    private int proxyOf(WovenMethod woven, String className) {
        return registry.proxyOf(woven, getClass().getClassLoader(), className);
    }

    private WovenMethod woven(String className, String method, String descriptor) {
        WovenMethod woven = registry.wovenMethodOf(
                getClass().getClassLoader(), className, new WovenSignature(method, descriptor), "rule");
        registry.setup(woven, setup(woven));
        return woven;
    }

    private MethodRetry setup(WovenMethod woven) {
        return new MethodRetry(RetryPolicy.builder().build(), woven.metrics(), Guards.NONE, engine);
    }
}
