package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.asynctype.AsyncTypes;
import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds types that signal the end of a method after it has returned, and are not followed: results such as the futures of
 * other libraries, and callbacks among the parameters. They are known by name ({@link AsyncTypes}) or by shape: by the
 * methods in the class file of a type. A failure that is signalled that way would be counted as a success.
 *
 * <p>Thread-safe. One for each class loader, since it remembers what it has found.
 */
final class UnfollowedTypes {

    /** Methods that convert to a future of the JDK: their type is a future itself. */
    private static final Set<String> CONVERSIONS = set("toCompletionStage", "toCompletableFuture");

    /** Methods that register a listener for the end. */
    private static final Set<String> REGISTRATIONS = set(
            "addListener",
            "addCallback",
            "onComplete",
            "whenComplete",
            "onSuccess",
            "onFailure",
            "subscribe",
            "enqueue");

    /** Methods that ask whether the end has come. */
    private static final Set<String> STATES = set(
            "isDone",
            "isComplete",
            "isCompleted",
            "isSuccess",
            "isSuccessful",
            "succeeded",
            "failed",
            "isFailed",
            "isExecuted");

    private static final Set<String> SUCCESS_CALLBACKS = set(
            "onSuccess",
            "onResponse",
            "onResult",
            "onComplete",
            "onCompleted",
            "onNext",
            "completed",
            "success",
            "succeeded");

    private static final Set<String> FAILURE_CALLBACKS =
            set("onFailure", "onError", "onException", "onThrowable", "failed", "failure");

    private final Supertypes supertypes;
    private final Map<String, Boolean> results = new ConcurrentHashMap<>();
    private final Map<String, Boolean> callbacks = new ConcurrentHashMap<>();

    UnfollowedTypes(Supertypes supertypes) {
        this.supertypes = supertypes;
    }

    private static Set<String> set(String... names) {
        return new HashSet<>(Arrays.asList(names));
    }

    /** Why a method with these types is left alone; {@code null} where nothing stands in the way. */
    String reasonToLeaveAlone(MethodInfo method) {
        String returned = method.returnType();
        if (AsyncTypes.RESULTS_NOT_FOLLOWED.contains(returned) || isResult(returned)) {
            return "it returns " + returned + ", which tells its end later and is not followed";
        }
        for (String parameter : method.parameterTypes()) {
            if (AsyncTypes.CALLBACKS.contains(parameter) || isCallback(parameter)) {
                return "its failure goes to a callback, " + parameter + ", and not to its caller";
            }
        }
        return null;
    }

    private boolean isResult(String type) {
        if (!mayBeAny(type)) {
            return false;
        }
        Boolean known = results.get(type);
        if (known == null) {
            known = isKindOf(AsyncTypes.RESULTS_NOT_FOLLOWED, type)
                    || hasMethod(type, CONVERSIONS, 0)
                    || hasMethod(type, REGISTRATIONS, 1) && hasMethod(type, STATES, 0);
            results.put(type, known);
        }
        return known;
    }

    private boolean isCallback(String type) {
        if (!mayBeAny(type)) {
            return false;
        }
        Boolean known = callbacks.get(type);
        if (known == null) {
            known = isKindOf(AsyncTypes.CALLBACKS, type)
                    || hasMethod(type, FAILURE_CALLBACKS, 1) && hasMethod(type, SUCCESS_CALLBACKS, -1);
            callbacks.put(type, known);
        }
        return known;
    }

    /** Primitives, arrays and the JDK's own are known by name alone. */
    private static boolean mayBeAny(String type) {
        return !type.startsWith("java.") && !type.endsWith("]") && !isPrimitive(type);
    }

    static boolean isPrimitive(String type) {
        switch (type) {
            case "void":
            case "boolean":
            case "byte":
            case "char":
            case "short":
            case "int":
            case "long":
            case "float":
            case "double":
                return true;
            default:
                return false;
        }
    }

    private boolean isKindOf(Set<String> names, String type) {
        for (String above : supertypes.of(type)) {
            if (names.contains(above)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the type, or one above it that is not the JDK's, has a public method of one of these names.
     *
     * @param parameters 0: without any; 1: with at least one; -1: either
     */
    private boolean hasMethod(String type, Set<String> names, int parameters) {
        for (String above : supertypes.of(type)) {
            ClassFile classFile = above.startsWith("java.") ? null : supertypes.classFile(above.replace('.', '/'));
            if (classFile != null && hasMethod(classFile.methods(), names, parameters)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasMethod(List<MethodInfo> methods, Set<String> names, int parameters) {
        for (MethodInfo method : methods) {
            boolean fits = parameters < 0 || method.descriptor().startsWith("()") == (parameters == 0);
            if (fits && method.isPublic() && !method.isStatic() && names.contains(method.name())) {
                return true;
            }
        }
        return false;
    }
}
