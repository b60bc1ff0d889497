package io.datapunk.retry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.weave.MethodAdvice.Advised;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Woven code in a JVM without the agent: whatever it calls of the hook fails, since there is none, and all must be as
 * if it were not woven. The JVM verifies the classes, which come from a loader of the test's own.
 */
class WeaverTest {

    private static final String HOOK = "java/lang/DatapunkRetryHook";

    @ParameterizedTest
    @EnumSource(
            value = Advised.class,
            names = {"FAILURE", "OUTCOME"})
    void methodsOfAllKindsDoWhatTheyDidWhereTheAgentFails(Advised advised) throws Exception {
        Object woven = instance(Weaver.weave(bytes(), allOf(bytes(), "sample", advised)));

        assertThat(results(woven)).isEqualTo(results(new Sample()));
    }

    @Test
    void asynchronousMethodsToo() throws Exception {
        Object woven = instance(Weaver.weave(bytes(), allOf(bytes(), "future", Advised.ASYNC)));

        assertThat(results(woven)).isEqualTo(results(new Sample()));
    }

    /** A return may leave more on the stack than the value; compilers do so behind {@code dup}. */
    @ParameterizedTest
    @ValueSource(ints = {Opcodes.V1_4, Opcodes.V1_8})
    void whatAReturnLeavesOnTheStackIsTakenAway(int version) throws Exception {
        for (Advised advised : List.of(Advised.FAILURE, Advised.OUTCOME)) {
            byte[] woven = Weaver.weave(leavesMuch(version), Map.of("call(Z)J", new MethodAdvice(1, advised)));

            Class<?> type = new Definer().define("Leaves", woven);
            assertThat(type.getMethod("call", boolean.class).invoke(null, true)).isEqualTo(7L);
            assertThat(type.getMethod("call", boolean.class).invoke(null, false))
                    .isEqualTo(8L);
        }
    }

    /** No compiler makes such code, but other tools do. */
    @ParameterizedTest
    @ValueSource(ints = {Opcodes.V1_4, Opcodes.V1_8})
    void aBodyMayAssignToTheSlotOfItsReceiver(int version) throws Exception {
        for (Advised advised : List.of(Advised.FAILURE, Advised.OUTCOME)) {
            byte[] woven = Weaver.weave(
                    assignsToReceiver(version),
                    Map.of("call(Ljava/lang/Object;)Ljava/lang/Object;", new MethodAdvice(1, advised)));

            Class<?> type = new Definer().define("Assigns", woven);
            Object instance = type.getDeclaredConstructor().newInstance();
            assertThat(type.getMethod("call", Object.class).invoke(instance, "x"))
                    .isEqualTo("x");
        }
    }

    /** The JDK makes its proxies so since Java 24. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void framesMayLeaveOutWhatIsNotUsed(boolean assigns) throws Exception {
        for (Advised advised : List.of(Advised.FAILURE, Advised.OUTCOME)) {
            byte[] woven = Weaver.weave(leavesOut(assigns), Map.of("call(JI)I", new MethodAdvice(1, advised)));

            Class<?> type = new Definer().define("LeavesOut", woven);
            Object instance = type.getDeclaredConstructor().newInstance();
            assertThat(type.getMethod("call", long.class, int.class).invoke(instance, 1L, 0))
                    .isEqualTo(assigns ? 2 : 1);
            assertThat(type.getMethod("call", long.class, int.class).invoke(instance, 1L, 1))
                    .isEqualTo(2);
        }
    }

    @Test
    void callsNothingThatTheHookDoesNotHave() throws IOException {
        Set<String> entries = methods("java/lang/DatapunkRetryHook.class");
        Set<String> called = new HashSet<>();
        for (Advised advised : Advised.values()) {
            String which = advised == Advised.ASYNC ? "future" : "sample";
            byte[] woven = Weaver.weave(bytes(), allOf(bytes(), which, advised));
            new ClassReader(woven)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access, String name, String type, String generic, String[] thrown) {
                                    return new MethodVisitor(Opcodes.ASM9) {
                                        @Override
                                        public void visitMethodInsn(
                                                int opcode,
                                                String owner,
                                                String name,
                                                String type,
                                                boolean isInterface) {
                                            if (owner.equals(HOOK)) {
                                                called.add(name + type);
                                            }
                                        }
                                    };
                                }
                            },
                            0);
        }

        assertThat(called).hasSizeGreaterThan(12).isSubsetOf(entries);
    }

    @Test
    void whatIsNotWovenIsAsLongAsBefore() throws IOException {
        byte[] bytes = bytes();

        assertThat(Weaver.weave(bytes, Map.of())).hasSameSizeAs(bytes);
    }

    private static Map<String, MethodAdvice> allOf(byte[] bytes, String prefix, Advised advised) {
        Map<String, MethodAdvice> all = new HashMap<>();
        for (String method : methodsOf(bytes)) {
            if (method.startsWith(prefix)) {
                all.put(method, new MethodAdvice(1000 + all.size(), advised));
            }
        }
        assertThat(all).isNotEmpty();
        return all;
    }

    /** {@code static long call(boolean)}: returns 7 or 8 above an int, a long and a reference. */
    private static byte[] leavesMuch(int version) {
        ClassWriter writer = writer(version, "Leaves");
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "call", "(Z)J", null, null);
        Label otherwise = new Label();
        code.visitCode();
        code.visitInsn(Opcodes.ICONST_3);
        code.visitInsn(Opcodes.LCONST_1);
        code.visitInsn(Opcodes.DUP2_X1);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitJumpInsn(Opcodes.IFEQ, otherwise);
        code.visitLdcInsn(7L);
        code.visitInsn(Opcodes.LRETURN);
        code.visitLabel(otherwise);
        code.visitLdcInsn(8L);
        code.visitInsn(Opcodes.LRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** {@code Object call(Object)}: returns the argument by way of slot 0. */
    private static byte[] assignsToReceiver(int version) {
        ClassWriter writer = writer(version, "Assigns");
        constructor(writer);
        MethodVisitor code =
                writer.visitMethod(Opcodes.ACC_PUBLIC, "call", "(Ljava/lang/Object;)Ljava/lang/Object;", null, null);
        Label behind = new Label();
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitVarInsn(Opcodes.ASTORE, 0);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitJumpInsn(Opcodes.IFNONNULL, behind);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(behind);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /**
     * {@code int call(long, int)}: 1 if the int is 0, else 2, behind a frame without variables.
     *
     * @param assigns whether it adds 1 to its parameter first
     */
    private static byte[] leavesOut(boolean assigns) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, "LeavesOut", null, "java/lang/Object", null);
        constructor(writer);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "call", "(JI)I", null, null);
        Label other = new Label();
        code.visitCode();
        if (assigns) {
            code.visitIincInsn(3, 1);
        }
        code.visitVarInsn(Opcodes.ILOAD, 3);
        code.visitJumpInsn(Opcodes.IFNE, other);
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(other);
        code.visitFrame(Opcodes.F_FULL, 0, new Object[0], 0, new Object[0]);
        code.visitInsn(Opcodes.ICONST_2);
        code.visitInsn(Opcodes.IRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void constructor(ClassWriter writer) {
        MethodVisitor made = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        made.visitCode();
        made.visitVarInsn(Opcodes.ALOAD, 0);
        made.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        made.visitInsn(Opcodes.RETURN);
        made.visitMaxs(0, 0);
        made.visitEnd();
    }

    private static ClassWriter writer(int version, String name) {
        ClassWriter writer =
                new ClassWriter(version >= Opcodes.V1_6 ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS);
        writer.visit(version, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        return writer;
    }

    private static Object instance(byte[] classFile) throws ReflectiveOperationException {
        return new Definer()
                .define(Sample.class.getName(), classFile)
                .getDeclaredConstructor()
                .newInstance();
    }

    private static List<Object> results(Object sample) throws ReflectiveOperationException {
        @SuppressWarnings("unchecked")
        List<Object> results = (List<Object>) sample.getClass().getMethod("all").invoke(sample);
        assertThat(results).hasSizeGreaterThan(10);
        return results;
    }

    private static byte[] bytes() throws IOException {
        try (InputStream in = Sample.class.getResourceAsStream("WeaverTest$Sample.class")) {
            return in.readAllBytes();
        }
    }

    private static Set<String> methods(String resource) throws IOException {
        try (InputStream in = WeaverTest.class.getClassLoader().getResourceAsStream(resource)) {
            return new HashSet<>(methodsOf(in.readAllBytes()));
        }
    }

    private static List<String> methodsOf(byte[] bytes) {
        List<String> methods = new ArrayList<>();
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String type, String generic, String[] thrown) {
                                methods.add(name + type);
                                return null;
                            }
                        },
                        0);
        return methods;
    }

    private static final class Definer extends ClassLoader {
        Class<?> define(String name, byte[] bytes) {
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    /** A method of each kind of value, most of which change their parameters. */
    public static final class Sample {

        public List<Object> all() {
            List<Object> all = new ArrayList<>();
            all.add(sampleBoolean(true));
            all.add(sampleByte((byte) 3));
            all.add(sampleChar('c'));
            all.add(sampleShort((short) 4));
            all.add(sampleInt(5, 1L));
            all.add(sampleLong(6L, 2));
            all.add(sampleFloat(1.5f));
            all.add(sampleDouble(2.5, "x"));
            all.add(sampleText("a", new int[] {1, 2}));
            all.add(List.of(sampleArrays(new long[][] {{1}})[0][0]));
            all.add(sampleNothing());
            sampleVoid(all);
            try {
                sampleThrows(all);
            } catch (IllegalStateException e) {
                all.add(e.getMessage());
            }
            all.add(futureOf("b", 3).join());
            all.add(futureNull() == null);
            try {
                all.add(futureThrows());
            } catch (IllegalArgumentException e) {
                all.add(e.getMessage());
            }
            return all;
        }

        static boolean sampleBoolean(boolean given) {
            given = !given;
            return given;
        }

        byte sampleByte(byte given) {
            given++;
            return given;
        }

        static char sampleChar(char given) {
            return ++given;
        }

        short sampleShort(short given) {
            return (short) (given << 1);
        }

        static int sampleInt(int given, long more) {
            for (int i = 0; i < 3; i++) {
                given += i + (int) more++;
            }
            return given;
        }

        long sampleLong(long given, int more) {
            return given > 5 ? given + more : given - more;
        }

        float sampleFloat(float given) {
            return given * 2;
        }

        static double sampleDouble(double given, String more) {
            try {
                return given / more.length();
            } finally {
                given = 0;
            }
        }

        String sampleText(String given, int... more) {
            synchronized (this) {
                return given + more.length;
            }
        }

        static long[][] sampleArrays(long[][] given) {
            given = given.clone();
            return given;
        }

        static Object sampleNothing() {
            return "nothing";
        }

        void sampleVoid(List<Object> to) {
            if (to.isEmpty()) {
                return;
            }
            to.add("void");
        }

        void sampleThrows(List<Object> to) {
            throw new IllegalStateException("thrown " + to.size());
        }

        CompletableFuture<String> futureOf(String given, int more) {
            given = given + more;
            return CompletableFuture.completedFuture(given);
        }

        static CompletableFuture<String> futureNull() {
            return null;
        }

        static CompletableFuture<String> futureThrows() {
            throw new IllegalArgumentException("thrown");
        }
    }
}
