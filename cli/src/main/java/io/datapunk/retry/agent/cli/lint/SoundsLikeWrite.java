package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.WarningId;
import java.util.Locale;

/** Methods whose names say that they do something which is done twice if it is repeated. */
final class SoundsLikeWrite implements MethodLint {

    private static final String[] WRITES = {
        "charge",
        "pay",
        "create",
        "insert",
        "send",
        "post",
        "submit",
        "add",
        "delete",
        "remove",
        "transfer",
        "book",
        "withdraw",
        "deposit",
        "publish",
        "append",
        "increment",
        "refund"
    };

    @Override
    public WarningId id() {
        return WarningId.SOUNDS_LIKE_WRITE;
    }

    @Override
    public String look(MatchedMethod method) {
        return method.rule().policy().outcomes().hasAbortOn()
                        || !isWrite(method.method().name())
                ? null
                : method
                        + " sounds like a write that is made twice when it is repeated, and there is no abort-on: is it"
                        + " idempotent?";
    }

    private static boolean isWrite(String name) {
        for (String write : WRITES) {
            boolean begins = name.toLowerCase(Locale.ROOT).startsWith(write);
            if (begins && (name.length() == write.length() || !Character.isLowerCase(name.charAt(write.length())))) {
                return true;
            }
        }
        return false;
    }
}
