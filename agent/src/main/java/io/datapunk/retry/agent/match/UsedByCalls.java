package io.datapunk.retry.agent.match;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The classes of the JDK that a woven call itself runs through, from its beginning to the line in the log: woven, each
 * of its calls would make calls of the same kind, without end. A test holds it against what the engine's class files
 * name. Stateless.
 */
final class UsedByCalls {

    /** With all that is below them; none of these does anything that passes when it is repeated. */
    private static final String[] PACKAGES = {
        "java/lang/invoke/",
        "java/lang/ref/",
        "java/lang/reflect/",
        "java/time/",
        "java/util/concurrent/atomic/",
        "java/util/concurrent/locks/",
        "java/util/function/",
        "java/util/regex/",
        "jdk/internal/",
        "sun/invoke/",
        "sun/misc/",
        "sun/reflect/"
    };

    /** And the classes within them. */
    private static final Set<String> CLASSES = new HashSet<>(Arrays.asList(
            // what they extend, and what they use in turn, is here as well
            "java/io/FileDescriptor",
            "java/io/FileOutputStream",
            "java/io/OutputStream",
            "java/lang/AbstractStringBuilder",
            "java/lang/BaseVirtualThread",
            "java/lang/Boolean",
            "java/lang/Byte",
            "java/lang/CharSequence",
            "java/lang/Character",
            "java/lang/Class",
            "java/lang/ClassLoader",
            "java/lang/ClassValue",
            "java/lang/Double",
            "java/lang/Enum",
            "java/lang/Float",
            "java/lang/Integer",
            "java/lang/Iterable",
            "java/lang/Long",
            "java/lang/Math",
            "java/lang/Number",
            "java/lang/Object",
            "java/lang/Short",
            "java/lang/StackTraceElement",
            "java/lang/String",
            "java/lang/StringBuilder",
            "java/lang/StringCoding",
            "java/lang/StringConcatHelper",
            "java/lang/StringLatin1",
            "java/lang/StringUTF16",
            "java/lang/System",
            "java/lang/Thread",
            "java/lang/ThreadGroup",
            "java/lang/ThreadLocal",
            "java/lang/Throwable",
            "java/lang/VirtualThread",
            "java/lang/Void",
            "java/security/AccessController",
            "java/text/ParsePosition",
            "java/util/AbstractCollection",
            "java/util/AbstractList",
            "java/util/AbstractMap",
            "java/util/AbstractQueue",
            "java/util/AbstractSet",
            "java/util/ArrayList",
            "java/util/Arrays",
            "java/util/BitSet",
            "java/util/Calendar",
            "java/util/Collection",
            "java/util/Collections",
            "java/util/Date",
            "java/util/EnumMap",
            "java/util/HashMap",
            "java/util/HashSet",
            "java/util/IdentityHashMap",
            "java/util/Iterator",
            "java/util/LinkedHashMap",
            "java/util/LinkedHashSet",
            "java/util/List",
            "java/util/Locale",
            "java/util/Map",
            "java/util/Objects",
            "java/util/Optional",
            "java/util/OptionalDouble",
            "java/util/OptionalInt",
            "java/util/OptionalLong",
            "java/util/Queue",
            "java/util/Set",
            "java/util/concurrent/CompletableFuture",
            "java/util/concurrent/CompletionStage",
            "java/util/concurrent/ConcurrentHashMap",
            "java/util/concurrent/ConcurrentLinkedDeque",
            "java/util/concurrent/ConcurrentLinkedQueue",
            "java/util/concurrent/CopyOnWriteArrayList",
            "java/util/concurrent/Executor",
            "java/util/concurrent/ForkJoinPool",
            "java/util/concurrent/ForkJoinTask",
            "java/util/concurrent/Future",
            "java/util/concurrent/ThreadFactory",
            "java/util/concurrent/ThreadLocalRandom",
            "java/util/concurrent/TimeUnit"));

    private UsedByCalls() {}

    /**
     * Whether it is one of them.
     *
     * @param className binary name of a class of the JDK
     */
    static boolean has(String className) {
        String name = className.replace('.', '/');
        for (String each : PACKAGES) {
            if (name.startsWith(each)) {
                return true;
            }
        }
        int nested = name.indexOf('$');
        return CLASSES.contains(nested < 0 ? name : name.substring(0, nested));
    }
}
