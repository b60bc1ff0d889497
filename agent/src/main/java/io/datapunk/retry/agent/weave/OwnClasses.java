package io.datapunk.retry.agent.weave;

import java.security.ProtectionDomain;

/**
 * Tells the agent's own classes from all others: those that an application can see, those in the isolated loader, and
 * those that are defined beside a library. All of them are defined in the domain of the agent's jar. Stateless.
 */
final class OwnClasses {

    private static final String PREFIX = "io.datapunk.retry.";
    private static final ClassLoader ISOLATED = OwnClasses.class.getClassLoader();

    /** Asked for once: later the application may be on the stack, which a security manager does not allow to ask. */
    private static final ProtectionDomain OF_JAR = OwnClasses.class.getProtectionDomain();

    private OwnClasses() {}

    /**
     * Whether a class is the agent's.
     *
     * @param name with slashes or with dots
     * @param domain {@code null}: that of the bootstrap loader
     */
    static boolean isOwn(ClassLoader loader, String name, ProtectionDomain domain) {
        return loader == ISOLATED || domain != null && domain == OF_JAR && beginsAsOwn(name);
    }

    /** As {@link #isOwn(ClassLoader, String, ProtectionDomain)}, for a class that is loaded. */
    static boolean isOwn(Class<?> loaded) {
        return loaded.getClassLoader() == ISOLATED || beginsAsOwn(loaded.getName()) && domainOf(loaded) == OF_JAR;
    }

    /** Where a security manager does not let it be asked, what has such a name is taken for the agent's own. */
    private static ProtectionDomain domainOf(Class<?> loaded) {
        try {
            return loaded.getProtectionDomain();
        } catch (SecurityException e) {
            return OF_JAR;
        }
    }

    private static boolean beginsAsOwn(String name) {
        return name.length() > PREFIX.length() && name.replace('/', '.').startsWith(PREFIX);
    }
}
