package io.datapunk.retry.agent.weave;

/** Tells the JDK's class loaders from the application's. Stateless. */
final class JdkClasses {

    /** The platform loader on 9+, the extension loader on 8: the parent of this agent's loader. */
    private static final ClassLoader PLATFORM =
            JdkClasses.class.getClassLoader().getParent();

    private JdkClasses() {}

    static boolean isLoaderOfJdk(ClassLoader loader) {
        return loader == null || loader == PLATFORM;
    }
}
