package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.MethodInfo;
import io.datapunk.retry.agent.rules.Glob;
import io.datapunk.retry.agent.rules.MatchSpec;
import io.datapunk.retry.agent.rules.MethodPattern;
import io.datapunk.retry.agent.rules.syntax.Nearest;
import java.util.LinkedHashSet;
import java.util.Set;

/** Says what a rule that matches nothing may have meant. Stateless. */
final class Suggestions {

    private Suggestions() {}

    /** A text to follow "it matches nothing"; empty where nothing comes near. */
    static String of(MatchSpec spec, ClassScan scan) {
        Set<String> methods = new LinkedHashSet<>();
        Set<String> simpleNames = new LinkedHashSet<>();
        String aClass = null;
        for (String internalName : scan.names()) {
            String name = internalName.replace('/', '.');
            if (!names(spec, name)) {
                simpleNames.add(name.substring(name.lastIndexOf('.') + 1));
                continue;
            }
            aClass = name;
            try {
                for (MethodInfo method :
                        ClassFile.read(scan.get(internalName).bytes).methods()) {
                    if (method.isMatchable()) {
                        methods.add(method.name());
                        if (namesMethod(spec, method.name())) {
                            return ": class " + name + " found, and a method " + method.signature()
                                    + ", but other keys of match do not hold for it";
                        }
                    }
                }
            } catch (IllegalArgumentException e) {
                aClass = name; // no class file: its methods are unknown
            }
        }
        if (aClass != null) {
            return spec.methods().isEmpty()
                    ? ""
                    : ": class " + aClass + " found, no method "
                            + spec.methods().get(0)
                            + hint(spec.methods().get(0).name().text(), methods);
        }
        if (spec.classes().isEmpty()) {
            return "";
        }
        String wanted = spec.classes().get(0).text();
        String simple = wanted.substring(wanted.lastIndexOf('.') + 1);
        String nearest = simpleNames.contains(simple) ? simple : Nearest.of(simple, simpleNames);
        return ": no class " + wanted + (nearest == null ? "" : "; did you mean \"" + full(nearest, scan) + "\"?");
    }

    /** Kotlin's compiler adds a dash and a hash to the names of methods with value classes in their signatures. */
    private static String hint(String wanted, Set<String> methods) {
        for (String method : methods) {
            if (method.startsWith(wanted + "-")) {
                return ", did you mean \"" + method + "\"?";
            }
        }
        return Nearest.hint(wanted, methods);
    }

    /** Whether the rule names the class. */
    static boolean names(MatchSpec spec, String className) {
        for (Glob glob : spec.classes()) {
            if (glob.matches(className)) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesMethod(MatchSpec spec, String name) {
        for (MethodPattern pattern : spec.methods()) {
            if (pattern.name().matches(name)) {
                return true;
            }
        }
        return false;
    }

    private static String full(String simpleName, ClassScan scan) {
        for (String internalName : scan.names()) {
            if (internalName.endsWith("/" + simpleName) || internalName.equals(simpleName)) {
                return internalName.replace('/', '.');
            }
        }
        return simpleName;
    }
}
