package io.datapunk.retry.agent.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of methods: a name or glob, and for one overload the types of its parameters, {@code ..} for the rest of
 * them. Immutable.
 */
public final class MethodPattern {

    private static final String JAVA_LANG = "java.lang.";

    private final String text;
    private final Glob name;
    private final List<Glob> parameters;
    private final boolean openEnd;

    private MethodPattern(String text, Glob name, List<Glob> parameters, boolean openEnd) {
        this.text = text;
        this.name = name;
        this.parameters = parameters;
        this.openEnd = openEnd;
    }

    /**
     * Reads a pattern, such as {@code charge}, {@code get*} or {@code charge(java.lang.String, ..)}.
     *
     * @throws IllegalArgumentException where the text is none; the message says what was expected
     */
    public static MethodPattern parse(String text) {
        int open = text.indexOf('(');
        String name = (open < 0 ? text : text.substring(0, open)).trim();
        if (name.equals("<init>") || name.equals("<clinit>")) {
            throw new IllegalArgumentException("found \"" + text
                    + "\", expected a method: constructors and static initialisers are never retried");
        }
        if (!isMethodName(name)) {
            throw new IllegalArgumentException("found \"" + text
                    + "\", expected a method's name or glob, such as charge or charge(java.lang.String, long)");
        }
        if (open < 0) {
            return new MethodPattern(text, new Glob(name), null, false);
        }
        if (!text.trim().endsWith(")")) {
            throw new IllegalArgumentException("found \"" + text + "\", expected \")\" at its end");
        }
        String inside = text.substring(open + 1, text.lastIndexOf(')')).trim();
        List<Glob> parameters = new ArrayList<>(4);
        boolean openEnd = false;
        int start = 0;
        while (!inside.isEmpty() && start <= inside.length()) {
            int comma = inside.indexOf(',', start);
            String type =
                    inside.substring(start, comma < 0 ? inside.length() : comma).trim();
            if (openEnd) {
                throw new IllegalArgumentException("found \"" + text + "\", expected nothing after \"..\"");
            }
            openEnd = type.equals("..");
            if (!openEnd) {
                parameters.add(parameter(type, text));
            }
            if (comma < 0) {
                break;
            }
            start = comma + 1;
        }
        return new MethodPattern(text, new Glob(name), parameters, openEnd);
    }

    private static Glob parameter(String written, String text) {
        String type = written.endsWith("...") ? written.substring(0, written.length() - 3) + "[]" : written;
        String element = type;
        while (element.endsWith("[]")) {
            element = element.substring(0, element.length() - 2);
        }
        if (!isName(element.replace('.', 'x'))) {
            throw new IllegalArgumentException("found \"" + written + "\" in \"" + text
                    + "\", expected a type such as java.lang.String, long or byte[]");
        }
        return new Glob(type);
    }

    /**
     * What class files allow (JVM specification, 4.2.2), since Kotlin, Groovy and Scala have names that Java cannot
     * write; but for what shows that something else was meant.
     */
    private static boolean isMethodName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (".;[]/<>(){},:\\\"'".indexOf(name.charAt(i)) >= 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != '*' && !Character.isJavaIdentifierPart(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Whether a method of this name with parameters of these types, as people write them, is meant. */
    public boolean matches(String method, List<String> parameterTypes) {
        if (!name.matches(method)) {
            return false;
        }
        if (parameters == null) {
            return true;
        }
        if (openEnd ? parameterTypes.size() < parameters.size() : parameterTypes.size() != parameters.size()) {
            return false;
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (!isMeant(parameters.get(i), parameterTypes.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** As in source, a name without a package may be one of {@code java.lang}. */
    private static boolean isMeant(Glob parameter, String type) {
        return parameter.matches(type)
                || type.startsWith(JAVA_LANG)
                        && parameter.text().indexOf('.') < 0
                        && type.startsWith(parameter.text(), JAVA_LANG.length())
                        && type.length()
                                == JAVA_LANG.length() + parameter.text().length();
    }

    /** The pattern of the name alone. */
    public Glob name() {
        return name;
    }

    @Override
    public String toString() {
        return text;
    }
}
