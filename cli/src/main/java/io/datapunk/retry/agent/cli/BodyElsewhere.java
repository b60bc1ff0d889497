package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import io.datapunk.retry.agent.match.Supertypes;
import io.datapunk.retry.agent.rules.MatchSpec;
import io.datapunk.retry.agent.rules.MethodPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the body of a method that a rule names in a class that does not have it: the class inherits it, declares it
 * without a body, or a compiler has made it. Not thread-safe.
 */
final class BodyElsewhere {

    private static final int MOST_NAMED = 3;

    private final MatchSpec spec;
    private final ClassScan scan;
    private final Supertypes supertypes;

    BodyElsewhere(MatchSpec spec, ClassScan scan, Supertypes supertypes) {
        this.spec = spec;
        this.scan = scan;
        this.supertypes = supertypes;
    }

    /** A sentence on where the body is; {@code null} where that is not known. */
    String find() {
        if (spec.methods().isEmpty()) {
            return null;
        }
        for (String name : scan.names()) {
            ClassFile named = Suggestions.names(spec, name.replace('/', '.')) ? read(name) : null;
            String found = named == null ? null : find(named);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private String find(ClassFile named) {
        for (MethodInfo method : named.methods()) {
            if (!method.isMatchable() && isNamed(method)) {
                return dotted(named) + "." + method.name()
                        + (method.isSynthetic()
                                ? " is synthetic, made by a compiler, and never matched"
                                : " has no body" + implementers(named, method));
            }
        }
        for (String above : supertypes.of(named)) {
            ClassFile inherited = above.equals(dotted(named)) ? null : read(above.replace('.', '/'));
            String method = inherited == null ? null : bodyIn(inherited);
            if (method != null) {
                return inherited.isInterface()
                        ? method + " is a default method of " + above + ": name that class"
                        : dotted(named) + " inherits " + method + " from " + above + ": name that class";
            }
        }
        return null;
    }

    /** Classes that have a body for the methods of an interface that the rule names; empty where there are none. */
    String ofInterface(String className) {
        ClassFile named = read(className.replace('.', '/'));
        if (named != null) {
            for (MethodInfo method : named.methods()) {
                if (!method.isMatchable() && (spec.methods().isEmpty() || isNamed(method))) {
                    return implementers(named, method);
                }
            }
        }
        return "";
    }

    private String implementers(ClassFile named, MethodInfo method) {
        List<String> found = new ArrayList<>();
        for (String name : scan.names()) {
            ClassFile other = read(name);
            if (other != null && hasBody(other, method) && supertypes.of(other).contains(dotted(named))) {
                found.add(dotted(other));
            }
        }
        if (found.isEmpty()) {
            return "";
        }
        int more = found.size() - MOST_NAMED;
        return "; these have a body: " + String.join(", ", found.subList(0, Math.min(MOST_NAMED, found.size())))
                + (more > 0 ? " and " + more + " more" : "") + " (subtype-of: " + dotted(named) + " matches them)";
    }

    private static boolean hasBody(ClassFile type, MethodInfo method) {
        for (MethodInfo each : type.methods()) {
            if (each.isMatchable()
                    && each.name().equals(method.name())
                    && each.descriptor().equals(method.descriptor())) {
                return true;
            }
        }
        return false;
    }

    private String bodyIn(ClassFile type) {
        for (MethodInfo method : type.methods()) {
            if (method.isMatchable() && isNamed(method)) {
                return method.name();
            }
        }
        return null;
    }

    private boolean isNamed(MethodInfo method) {
        for (MethodPattern pattern : spec.methods()) {
            if (pattern.matches(method.name(), method.parameterTypes())) {
                return true;
            }
        }
        return false;
    }

    /** {@code null} where it is not among the classes, or damaged. */
    private ClassFile read(String internalName) {
        ClassScan.Found found = scan.get(internalName);
        try {
            return found == null ? null : ClassFile.read(found.bytes);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String dotted(ClassFile type) {
        return type.name().replace('/', '.');
    }
}
