package io.datapunk.retry.agent.woven;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.SystemTimer;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The array that woven methods read has at each number what its woven method has, at any time. */
class WovenMethodRegistryTest {
    private final RetryEngine engine =
            RetryEngine.system(new SystemTimer("test"), ErrorReporter.IGNORED, CallResult.FAILURES);
    private final WovenMethodRegistry registry = new WovenMethodRegistry();
    private Object[] published;

    @Test
    void whatIsSetIsPublishedAlsoWhereTheArrayHasGrown() {
        registry.publishTo(byNumber -> published = byNumber);
        List<WovenMethod> wovenMethods = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            WovenMethod woven = woven(getClass().getClassLoader(), "call" + i);
            registry.setup(woven, setup());
            wovenMethods.add(woven);
        }
        registry.setup(wovenMethods.get(7), null);
        for (WovenMethod woven : wovenMethods) {
            assertThat(published[woven.id()]).as(woven.method()).isSameAs(woven.setup());
        }
        assertThat(published[7]).isNull();
        assertThat(published[199]).isNotNull();
    }

    @Test
    void whoReadsLaterFindsWhatWasSetBefore() {
        WovenMethod woven = woven(getClass().getClassLoader(), "call");
        registry.setup(woven, setup());
        registry.publishTo(byNumber -> published = byNumber);
        assertThat(published[woven.id()]).isSameAs(woven.setup()).isNotNull();
    }

    /** A setup holds what its rule holds; of a loader that is gone nothing may stay. */
    @Test
    void whatIsGoneIsNoLongerPublished() throws Exception {
        registry.publishTo(byNumber -> published = byNumber);
        int id = numberOfLoaderThatGoes();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (registry.forgetGone().isEmpty() && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(published[id]).isNull();
    }

    @Test
    void aMethodKeepsItsNumberAndAnOverloadHasAnother() {
        ClassLoader loader = getClass().getClassLoader();
        WovenMethod woven = wovenMethodOf(loader, "call", "(J[Ljava/lang/String;)V", "rule");
        assertThat(wovenMethodOf(loader, new String("call"), "(J[Ljava/lang/String;)V", "rule"))
                .isSameAs(woven);
        WovenMethod overload = wovenMethodOf(loader, "call", "()V", "rule");
        WovenMethod otherReturn = wovenMethodOf(loader, "call", "()I", "rule");
        WovenMethod otherRule = wovenMethodOf(loader, "call", "()V", "other");
        assertThat(registry.all()).containsExactly(woven, overload, otherReturn, otherRule);
        assertThat(registry.keepOnly(List.of(), loader, "com.acme.Client"))
                .containsExactly(woven, overload, otherReturn, otherRule);
        assertThat(woven.method()).isEqualTo("call(long, java.lang.String[])");
        assertThat(woven.classLoader()).isSameAs(loader);
        assertThat(woven.loader()).isNull();
    }

    @Test
    void loadersWithAClassOfTheSameNameAreToldApart() throws Exception {
        WovenMethod first = woven(null, "call");
        try (URLClassLoader loader = new URLClassLoader(new URL[0], null)) {
            assertThat(woven(loader, "call").loader()).isEqualTo("java.net.URLClassLoader-2");
            assertThat(woven(loader, "other").loader()).isEqualTo("java.net.URLClassLoader-2");
            assertThat(woven(getClass().getClassLoader(), "call").loader()).endsWith("-3");
        }
        assertThat(first.loader()).isNull();
        assertThat(first.isGone()).isFalse();
        assertThat(first.classLoader()).isNull();
    }

    @Test
    void whatIsFollowedIsKnownByTheReturnType() {
        ClassLoader loader = getClass().getClassLoader();
        WovenMethod future = wovenMethodOf(loader, "call", "()Ljava/util/concurrent/CompletableFuture;", "rule");
        WovenMethod stream = wovenMethodOf(loader, "call", "()Lreactor/core/publisher/Mono;", "rule");
        assertThat(future.followedType()).isEqualTo("java.util.concurrent.CompletableFuture");
        assertThat(future.isStream()).isFalse();
        assertThat(stream.followedType()).isEqualTo("reactor.core.publisher.Mono");
        assertThat(stream.isStream()).isTrue();
        assertThat(woven(loader, "call").followedType()).isNull();
    }

    @Test
    void aSetOfMethodsIsInTheOrderOfTheirNumbers() {
        List<WovenMethod> wovenMethods = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            wovenMethods.add(woven(getClass().getClassLoader(), "call" + i));
        }
        WovenMethodSet set = new WovenMethodSet();
        set.removeAll(wovenMethods);
        set.addAll(wovenMethods.subList(100, 200));
        set.addAll(wovenMethods.subList(0, 150));
        assertThat(set.toList()).isEqualTo(wovenMethods);
        set.removeAll(wovenMethods.subList(1, 199));
        assertThat(set.toList()).containsExactly(wovenMethods.get(0), wovenMethods.get(199));
    }

    private int numberOfLoaderThatGoes() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[0], null)) {
            WovenMethod woven = woven(loader, "call");
            registry.setup(woven, setup());
            assertThat(published[woven.id()]).isNotNull();
            return woven.id();
        }
    }

    private WovenMethod woven(ClassLoader loader, String method) {
        return wovenMethodOf(loader, method, "()V", "rule");
    }

    private WovenMethod wovenMethodOf(ClassLoader loader, String method, String descriptor, String rule) {
        return registry.wovenMethodOf(loader, "com.acme.Client", new WovenSignature(method, descriptor), rule);
    }

    private MethodRetry setup() {
        return new MethodRetry(RetryPolicy.builder().build(), new CallMetrics(), Guards.NONE, engine);
    }
}
