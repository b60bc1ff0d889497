package io.datapunk.retry.agent.weave;

/** Tells the JDK's classes from the application's. Stateless. */
final class JdkClasses {

    /** The platform loader on 9+, the extension loader on 8: the parent of this agent's loader. */
    private static final ClassLoader PLATFORM =
            JdkClasses.class.getClassLoader().getParent();

    private JdkClasses() {}

    /**
     * Whether a class is the JDK's: its loader is, or the JVM has made it for itself beside a class of the application,
     * as it does for reflection.
     *
     * @param name with slashes or with dots
     */
    static boolean isOfJdk(ClassLoader loader, String name) {
        return loader == null || loader == PLATFORM || isMadeByJvm(name);
    }

    /** No loader but those of the JDK has these packages otherwise. */
    private static boolean isMadeByJvm(String name) {
        return begins(name, "jdk", "internal") || begins(name, "sun", "reflect");
    }

    private static boolean begins(String name, String first, String second) {
        int end = first.length() + 1 + second.length();
        return name.length() > end
                && name.startsWith(first)
                && name.startsWith(second, first.length() + 1)
                && isSeparator(name.charAt(first.length()))
                && isSeparator(name.charAt(end));
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == '.';
    }
}
