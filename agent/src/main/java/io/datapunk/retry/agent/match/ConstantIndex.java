package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.ConstantPool;
import io.datapunk.retry.agent.rules.MatchSpec;
import io.datapunk.retry.agent.rules.MethodPattern;
import java.util.List;

/**
 * Rules without a {@code class}, by a text that a class file must have among its constants for them to match it: the
 * descriptor of an annotation, or else the name of a method. Most classes are told from such rules by this alone, and
 * neither their methods nor the types above them need be read. Immutable and thread-safe once built.
 */
final class ConstantIndex {

    private final ConstantTexts texts = new ConstantTexts();

    /**
     * Adds a rule.
     *
     * @return whether it could be added; else it may match a class whatever its constants are
     */
    boolean add(MatchSpec match, int position) {
        if (!isAscii(match.annotatedWith()) || match.annotatedWith().isEmpty() && !hasNames(match.methods())) {
            return false;
        }
        for (String annotation : match.annotatedWith()) {
            texts.add('L' + annotation.replace('.', '/') + ';', position);
        }
        if (match.annotatedWith().isEmpty()) {
            for (MethodPattern method : match.methods()) {
                texts.add(method.name().text(), position);
            }
        }
        return true;
    }

    private static boolean hasNames(List<MethodPattern> methods) {
        for (MethodPattern method : methods) {
            if (!method.name().isLiteral() || !isAscii(method.name().text())) {
                return false;
            }
        }
        return !methods.isEmpty();
    }

    private static boolean isAscii(List<String> texts) {
        for (String text : texts) {
            if (!isAscii(text)) {
                return false;
            }
        }
        return true;
    }

    /** Other texts have an encoding of their own in class files. */
    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0 || text.charAt(i) >= ClassIndex.ASCII) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /**
     * {@code found} and the positions of the rules of which a text is among the constants; they may come more than
     * once.
     *
     * @throws IllegalArgumentException where the bytes are no class file
     */
    int[] collect(byte[] classFile, int[] found) {
        try {
            return collected(classFile, found);
        } catch (IndexOutOfBoundsException e) {
            throw ClassFile.cutShort(e);
        }
    }

    private int[] collected(byte[] classFile, int[] found) {
        int[] collected = found;
        int left = ConstantPool.count(classFile) - 1;
        int at = ConstantPool.START;
        while (left > 0) {
            int tag = classFile[at];
            int end = ConstantPool.after(classFile, at);
            if (tag == ConstantPool.UTF8) {
                int start = at + 3;
                int[] ofText = texts.positionsOf(classFile, start, end - start);
                collected = ofText == null ? collected : ClassIndex.concat(collected, ofText);
            }
            left -= ConstantPool.places(tag);
            at = end;
        }
        return collected;
    }
}
