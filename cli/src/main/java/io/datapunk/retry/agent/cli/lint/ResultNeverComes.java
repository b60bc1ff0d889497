package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import io.datapunk.retry.agent.rules.WarningId;
import io.datapunk.retry.outcome.ResultMatcher;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** A {@code retry-if} with {@code status} on a method whose results have none. */
final class ResultNeverComes implements MethodLint {

    /** What a status is read by, of the types that the agent knows and of those that it tries. */
    private static final Set<String> ACCESSORS = new HashSet<>(Arrays.asList(
            "code",
            "getCode",
            "getResponse",
            "getResponseCode",
            "getStatus",
            "getStatusCode",
            "getStatusLine",
            "status",
            "statusCode"));

    private static final Set<String> NO_STATUS = new HashSet<>(Arrays.asList(
            "void",
            "boolean",
            "char",
            "java.lang.Boolean",
            "java.lang.Character",
            "java.lang.CharSequence",
            "java.lang.String",
            "java.lang.Void"));

    @Override
    public WarningId id() {
        return WarningId.RESULT_NEVER_COMES;
    }

    @Override
    public String look(MatchedMethod method) {
        String type = method.method().returnType();
        for (ResultMatcher matcher : method.rule().policy().outcomes().retryIf()) {
            if (matcher.asksStatus() && !method.isAsynchronous() && hasNoStatus(type, method.classes())) {
                return method + " returns " + type
                        + ", which has no status: retry-if with status never holds for it; give"
                        + " property, the path to the status";
            }
        }
        return null;
    }

    /** Whether that is certain: a subclass of what is not final, or what is behind an interface, may have one. */
    private static boolean hasNoStatus(String type, CheckedClasses classes) {
        if (NO_STATUS.contains(type) || type.endsWith("[]")) {
            return true;
        }
        ClassFile file = classes.file(type);
        if (file == null || file.isInterface() || type.equals("java.lang.Object") || isNumber(type, classes)) {
            return false;
        }
        for (String above : classes.supertypes(type)) {
            ClassFile found = classes.file(above);
            if (found == null || hasAccessor(found)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String type, CheckedClasses classes) {
        return classes.supertypes(type).contains("java.lang.Number");
    }

    private static boolean hasAccessor(ClassFile file) {
        for (MethodInfo method : file.methods()) {
            if (ACCESSORS.contains(method.name()) && method.descriptor().startsWith("()")) {
                return true;
            }
        }
        return false;
    }
}
