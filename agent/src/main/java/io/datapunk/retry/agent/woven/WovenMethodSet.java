package io.datapunk.retry.agent.woven;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of woven methods of one registry, in the order of their numbers, which is that in which their classes were
 * loaded first. It takes one reference a woven method: there may be tens of thousands. Not thread-safe.
 */
public final class WovenMethodSet {

    private WovenMethod[] byNumber = new WovenMethod[64];

    /** Adds those that are not in it. */
    public void addAll(List<WovenMethod> methods) {
        for (WovenMethod woven : methods) {
            if (woven.id() >= byNumber.length) {
                byNumber = Arrays.copyOf(byNumber, Math.max(woven.id() + 1, 2 * byNumber.length));
            }
            byNumber[woven.id()] = woven;
        }
    }

    /** Takes out those that are in it. */
    public void removeAll(List<WovenMethod> methods) {
        for (WovenMethod woven : methods) {
            if (woven.id() < byNumber.length) {
                byNumber[woven.id()] = null;
            }
        }
    }

    /** What is in it now. */
    public List<WovenMethod> toList() {
        List<WovenMethod> methods = new ArrayList<>();
        for (WovenMethod woven : byNumber) {
            if (woven != null) {
                methods.add(woven);
            }
        }
        return methods;
    }
}
