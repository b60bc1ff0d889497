package io.datapunk.retry.agent.woven;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * What the woven methods of one class in one loader share. Immutable but for the woven methods, which are under the
 * registry's lock.
 */
final class WovenClass {

    final String name;

    /** 0 for the first loader of the class name. */
    final int loaderNumber;

    /** Tells the class loader from others that have a class of this name; {@code null} for the first of the name. */
    final String loaderLabel;

    /** Whether their rules are still in force or not. */
    final List<WovenMethod> wovenMethods = new ArrayList<>(2);

    private final WeakReference<ClassLoader> loader;

    /**
     * A class without woven methods.
     *
     * @param name binary name
     * @param loader one reference for all classes of the loader; {@code null} for the bootstrap loader
     */
    WovenClass(String name, WeakReference<ClassLoader> loader, int loaderNumber) {
        this.name = name;
        this.loader = loader;
        this.loaderNumber = loaderNumber;
        this.loaderLabel = loaderNumber == 0 ? null : kindOf(loader()) + '-' + (loaderNumber + 1);
    }

    private static String kindOf(ClassLoader loader) {
        return loader == null ? "bootstrap" : loader.getClass().getName();
    }

    /** The woven method of a method under a rule; {@code null} where there is none yet. */
    WovenMethod find(WovenSignature method, String rule) {
        for (WovenMethod woven : wovenMethods) {
            if (woven.isOf(method) && woven.rule().equals(rule)) {
                return woven;
            }
        }
        return null;
    }

    /** {@code null} for the bootstrap loader, and for one that is gone. */
    ClassLoader loader() {
        return loader == null ? null : loader.get();
    }

    boolean isGone() {
        return loader != null && loader.get() == null;
    }
}
