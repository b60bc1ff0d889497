package io.datapunk.retry.agent.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RulesException;
import io.datapunk.retry.agent.rules.RulesReader;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/** Classes that are near what their format can count. */
class ClassFileLimitsTest {

    private static final List<RetryRule> RULES = rules();

    private static List<RetryRule> rules() {
        try {
            return RulesReader.read(
                            "test", Map.of("f.yml", "version: 1\nrules:\n  - {name: r, match: {class: a.Large}}\n"))
                    .rules();
        } catch (RulesException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void variables() {
        assertThat(reason(method(60_000, 10, 0), 0)).isNull();
        assertThat(reason(method(65_000, 10, 0), 0)).contains("65000 slots for variables", "65535");
    }

    @Test
    void theStack() {
        assertThat(reason(method(10, 60_000, 0), 0)).isNull();
        assertThat(reason(method(10, 65_535, 0), 0)).contains("65535 slots on the stack");
    }

    @Test
    void handlers() {
        assertThat(reason(method(10, 10, 60_000), 0)).isNull();
        assertThat(reason(method(10, 10, 65_500), 0)).contains("65500 exception handlers");
    }

    @Test
    void constants() {
        assertThat(reason(method(10, 10, 0), 30_000)).isNull();
        assertThat(reason(method(10, 10, 0), 65_000)).contains("its class has", "constants");
    }

    private interface Body {
        void write(MethodVisitor method);
    }

    private static Body method(int locals, int stack, int handlers) {
        return method -> {
            Label start = new Label();
            Label end = new Label();
            method.visitCode();
            method.visitLabel(start);
            method.visitInsn(Opcodes.NOP);
            method.visitLabel(end);
            method.visitInsn(Opcodes.RETURN);
            for (int i = 0; i < handlers; i++) {
                method.visitTryCatchBlock(start, end, end, null);
            }
            method.visitMaxs(stack, locals);
            method.visitEnd();
        };
    }

    private static String reason(Body body, int constants) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_5, Opcodes.ACC_PUBLIC, "a/Large", null, "java/lang/Object", null);
        for (int i = 0; i < constants; i++) {
            writer.newConst(i);
        }
        body.write(writer.visitMethod(Opcodes.ACC_PUBLIC, "call", "()V", null, null));
        writer.visitEnd();
        Subject subject =
                new Subject(ClassFile.read(writer.toByteArray()), new Supertypes(name -> null), () -> "", false);
        ClassMatch match = MethodMatcher.match(subject, RULES);
        return match.skipped().isEmpty() ? null : match.skipped().get(0).reason();
    }
}
