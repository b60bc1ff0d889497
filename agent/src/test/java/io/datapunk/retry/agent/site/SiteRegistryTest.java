package io.datapunk.retry.agent.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.Ending;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.RetrySetup;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.outcome.Problems;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.SystemTimer;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The array that woven methods read has at each number what its site has, at any time. */
class SiteRegistryTest {
    private final RetrySetup.Engine engine =
            RetrySetup.Engine.system(new SystemTimer("test"), Problems.IGNORED, Ending.FAILURES);
    private final SiteRegistry registry = new SiteRegistry();
    private Object[] published;

    @Test
    void whatIsSetIsPublishedAlsoWhereTheArrayHasGrown() {
        registry.publishTo(byNumber -> published = byNumber);
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Site site = site(getClass().getClassLoader(), "call" + i);
            registry.setup(site, setup());
            sites.add(site);
        }
        registry.setup(sites.get(7), null);
        for (Site site : sites) {
            assertThat(published[site.id()]).as(site.method()).isSameAs(site.setup());
        }
        assertThat(published[7]).isNull();
        assertThat(published[199]).isNotNull();
    }

    @Test
    void whoReadsLaterFindsWhatWasSetBefore() {
        Site site = site(getClass().getClassLoader(), "call");
        registry.setup(site, setup());
        registry.publishTo(byNumber -> published = byNumber);
        assertThat(published[site.id()]).isSameAs(site.setup()).isNotNull();
    }

    /** A setup holds what its rule holds; of a loader that is gone nothing may stay. */
    @Test
    void whatIsGoneIsNoLongerPublished() throws Exception {
        registry.publishTo(byNumber -> published = byNumber);
        int id = siteOfLoaderThatGoes();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (registry.forgetGone().isEmpty() && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(published[id]).isNull();
    }

    @Test
    void aMethodKeepsItsSiteAndAnOverloadHasAnother() {
        ClassLoader loader = getClass().getClassLoader();
        Site site = siteOf(loader, "call", "(J[Ljava/lang/String;)V", "rule");
        assertThat(siteOf(loader, new String("call"), "(J[Ljava/lang/String;)V", "rule"))
                .isSameAs(site);
        Site overload = siteOf(loader, "call", "()V", "rule");
        Site otherReturn = siteOf(loader, "call", "()I", "rule");
        Site otherRule = siteOf(loader, "call", "()V", "other");
        assertThat(registry.all()).containsExactly(site, overload, otherReturn, otherRule);
        assertThat(registry.keepOnly(List.of(), loader, "com.acme.Client"))
                .containsExactly(site, overload, otherReturn, otherRule);
        assertThat(site.method()).isEqualTo("call(long, java.lang.String[])");
        assertThat(site.classLoader()).isSameAs(loader);
        assertThat(site.loader()).isNull();
    }

    @Test
    void loadersWithAClassOfTheSameNameAreToldApart() throws Exception {
        Site first = site(null, "call");
        try (URLClassLoader loader = new URLClassLoader(new URL[0], null)) {
            assertThat(site(loader, "call").loader()).isEqualTo("java.net.URLClassLoader-2");
            assertThat(site(loader, "other").loader()).isEqualTo("java.net.URLClassLoader-2");
            assertThat(site(getClass().getClassLoader(), "call").loader()).endsWith("-3");
        }
        assertThat(first.loader()).isNull();
        assertThat(first.isGone()).isFalse();
        assertThat(first.classLoader()).isNull();
    }

    @Test
    void whatIsFollowedIsKnownByTheReturnType() {
        ClassLoader loader = getClass().getClassLoader();
        Site future = siteOf(loader, "call", "()Ljava/util/concurrent/CompletableFuture;", "rule");
        Site stream = siteOf(loader, "call", "()Lreactor/core/publisher/Mono;", "rule");
        assertThat(future.followedType()).isEqualTo("java.util.concurrent.CompletableFuture");
        assertThat(future.isStream()).isFalse();
        assertThat(stream.followedType()).isEqualTo("reactor.core.publisher.Mono");
        assertThat(stream.isStream()).isTrue();
        assertThat(site(loader, "call").followedType()).isNull();
    }

    @Test
    void aSetOfSitesIsInTheOrderOfTheirNumbers() {
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sites.add(site(getClass().getClassLoader(), "call" + i));
        }
        SiteSet set = new SiteSet();
        set.removeAll(sites);
        set.addAll(sites.subList(100, 200));
        set.addAll(sites.subList(0, 150));
        assertThat(set.toList()).isEqualTo(sites);
        set.removeAll(sites.subList(1, 199));
        assertThat(set.toList()).containsExactly(sites.get(0), sites.get(199));
    }

    private int siteOfLoaderThatGoes() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[0], null)) {
            Site site = site(loader, "call");
            registry.setup(site, setup());
            assertThat(published[site.id()]).isNotNull();
            return site.id();
        }
    }

    private Site site(ClassLoader loader, String method) {
        return siteOf(loader, method, "()V", "rule");
    }

    private Site siteOf(ClassLoader loader, String method, String descriptor, String rule) {
        return registry.siteOf(loader, "com.acme.Client", new SiteFactory.WovenSignature(method, descriptor), rule);
    }

    private RetrySetup setup() {
        return new RetrySetup(RetryPolicy.builder().build(), new CallMetrics(), Guards.NONE, engine);
    }
}
