package io.datapunk.retry.agent.rules.syntax;

/**
 * Plain scalars as YAML 1.2 reads them (specification, 10.3.2): {@code no}, {@code on} and {@code 1:30} are texts, and
 * {@code 010} is ten. A whole number too large for a {@code long} stays a text. Stateless.
 */
final class CoreSchema {

    private CoreSchema() {}

    static Object resolve(String text) {
        switch (text) {
            case "":
            case "~":
            case "null":
            case "Null":
            case "NULL":
                return null;
            case "true":
            case "True":
            case "TRUE":
                return true;
            case "false":
            case "False":
            case "FALSE":
                return false;
            case ".inf":
            case ".Inf":
            case ".INF":
            case "+.inf":
            case "+.Inf":
            case "+.INF":
                return Double.POSITIVE_INFINITY;
            case "-.inf":
            case "-.Inf":
            case "-.INF":
                return Double.NEGATIVE_INFINITY;
            case ".nan":
            case ".NaN":
            case ".NAN":
                return Double.NaN;
            default:
                return number(text);
        }
    }

    private static Object number(String text) {
        try {
            if (text.startsWith("0x") || text.startsWith("0o")) {
                char first = text.length() == 2 ? '-' : text.charAt(2);
                // parseLong takes a sign, YAML does not take one here
                return first == '-' || first == '+'
                        ? text
                        : (Object) Long.parseLong(text.substring(2), text.charAt(1) == 'x' ? 16 : 8);
            }
            int digits = 0;
            boolean whole = true;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c >= '0' && c <= '9') {
                    digits++;
                } else if (c == '.' || c == 'e' || c == 'E') {
                    whole = false;
                } else if (c != '+' && c != '-') {
                    return text;
                }
            }
            if (digits == 0) {
                return text;
            }
            return whole ? (Object) Long.parseLong(text) : (Object) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
