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
    private RetrySetup[] published;

    @Test
    void whatIsSetIsPublishedAlsoWhereTheArrayHasGrown() {
        registry.publishTo(byNumber -> published = byNumber);
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Site site = site(getClass().getClassLoader(), "call" + i + "()");
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
        Site site = site(getClass().getClassLoader(), "call()");
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

    private int siteOfLoaderThatGoes() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[0], null)) {
            Site site = site(loader, "call()");
            registry.setup(site, setup());
            assertThat(published[site.id()]).isNotNull();
            return site.id();
        }
    }

    private Site site(ClassLoader loader, String method) {
        return registry.siteOf(
                loader, "com.acme.Client", new SiteFactory.WovenSignature(method, "()V", "void"), "rule");
    }

    private RetrySetup setup() {
        return new RetrySetup(RetryPolicy.builder().build(), new CallMetrics(), Guards.NONE, engine);
    }
}
