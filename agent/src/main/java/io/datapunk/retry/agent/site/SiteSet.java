package io.datapunk.retry.agent.site;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of sites of one registry, in the order of their numbers, which is that in which their classes were loaded first. It
 * takes one reference a site: there may be tens of thousands. Not thread-safe.
 */
public final class SiteSet {

    private Site[] byNumber = new Site[64];

    /** Adds those that are not in it. */
    public void addAll(List<Site> sites) {
        for (Site site : sites) {
            if (site.id() >= byNumber.length) {
                byNumber = Arrays.copyOf(byNumber, Math.max(site.id() + 1, 2 * byNumber.length));
            }
            byNumber[site.id()] = site;
        }
    }

    /** Takes out those that are in it. */
    public void removeAll(List<Site> sites) {
        for (Site site : sites) {
            if (site.id() < byNumber.length) {
                byNumber[site.id()] = null;
            }
        }
    }

    /** What is in it now. */
    public List<Site> toList() {
        List<Site> sites = new ArrayList<>();
        for (Site site : byNumber) {
            if (site != null) {
                sites.add(site);
            }
        }
        return sites;
    }
}
