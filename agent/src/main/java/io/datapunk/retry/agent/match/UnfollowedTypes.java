package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.asynctype.AsyncTypes;
import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds types that signal the end of a method after it has returned, and are not followed: results such as the futures
 * of other libraries, and callbacks among the parameters. They are known by name ({@link AsyncTypes}) or by shape: by
 * the methods in the class file of a type. A failure that is signalled that way would be counted as a success.
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

    private static final int HAS_CONVERSION = 1;
    private static final int HAS_REGISTRATION = 2;
    private static final int HAS_STATE = 4;
    private static final int HAS_SUCCESS_CALLBACK = 8;
    private static final int HAS_FAILURE_CALLBACK = 16;

    private final Supertypes supertypes;

    /**
     * Which of the methods above a class file has itself, as bits, by internal name. To read a class file from a class
     * loader takes a hundred times longer than to look through it: none is read twice.
     */
    private final Map<String, Integer> declared = new ConcurrentHashMap<>();

    /** The same for a type with all that is above it, by binary name. */
    private final Map<String, Integer> shapes = new ConcurrentHashMap<>();

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
        int shape = shape(type);
        return (shape & HAS_CONVERSION) != 0
                || (shape & HAS_REGISTRATION) != 0 && (shape & HAS_STATE) != 0
                || isKindOf(AsyncTypes.RESULTS_NOT_FOLLOWED, type);
    }

    private boolean isCallback(String type) {
        if (!mayBeAny(type)) {
            return false;
        }
        int shape = shape(type);
        return (shape & HAS_SUCCESS_CALLBACK) != 0 && (shape & HAS_FAILURE_CALLBACK) != 0
                || isKindOf(AsyncTypes.CALLBACKS, type);
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
        return !Collections.disjoint(supertypes.of(type), names);
    }

    /** Remembers what a class file declares. */
    void note(ClassFile classFile) {
        declared.put(classFile.name(), shapeOf(classFile));
    }

    private int shape(String type) {
        Integer known = shapes.get(type);
        if (known == null) {
            int shape = 0;
            for (String above : supertypes.of(type)) {
                shape |= above.startsWith("java.") ? 0 : declaredBy(above.replace('.', '/'));
            }
            known = shape;
            shapes.put(type, known);
        }
        return known;
    }

    private int declaredBy(String internalName) {
        Integer known = declared.get(internalName);
        if (known != null) {
            return known;
        }
        ClassFile classFile = supertypes.classFile(internalName);
        if (classFile == null) {
            return 0; // it may be there later
        }
        note(classFile);
        return shapeOf(classFile);
    }

    private static int shapeOf(ClassFile classFile) {
        int shape = 0;
        try {
            for (MethodInfo method : classFile.methods()) {
                shape |= method.isPublic() && !method.isStatic() ? shapeOf(method) : 0;
            }
        } catch (IllegalArgumentException e) {
            return 0; // it is damaged, and the JVM will refuse it
        }
        return shape;
    }

    private static int shapeOf(MethodInfo method) {
        boolean hasParameters = !method.descriptor().startsWith("()");
        int shape = SUCCESS_CALLBACKS.contains(method.name()) ? HAS_SUCCESS_CALLBACK : 0;
        if (hasParameters) {
            shape |= REGISTRATIONS.contains(method.name()) ? HAS_REGISTRATION : 0;
            shape |= FAILURE_CALLBACKS.contains(method.name()) ? HAS_FAILURE_CALLBACK : 0;
        } else {
            shape |= CONVERSIONS.contains(method.name()) ? HAS_CONVERSION : 0;
            shape |= STATES.contains(method.name()) ? HAS_STATE : 0;
        }
        return shape;
    }
}
