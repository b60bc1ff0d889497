package io.datapunk.retry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/** The tracker against ASM's analysis, which follows every way through the code. */
class StackTrackerTest {

    @Test
    void agreesWithAsmAtEachInstructionOfTheJdk() throws Exception {
        assertThat(compare(ClassReader.EXPAND_FRAMES)).isGreaterThan(100_000);
    }

    /** As in class files up to version 49: what lies behind a jump is known from the jumps to there. */
    @Test
    void andWithoutStackMaps() throws Exception {
        assertThat(compare(ClassReader.SKIP_FRAMES)).isGreaterThan(100_000);
    }

    private static int compare(int flags) throws IOException, AnalyzerException {
        int compared = 0;
        for (byte[] bytes : classesOfTheJdk()) {
            ClassNode type = new ClassNode();
            new ClassReader(bytes).accept(type, flags);
            for (MethodNode method : type.methods) {
                compared += compare(type.name, method);
            }
        }
        return compared;
    }

    private static int compare(String owner, MethodNode method) throws AnalyzerException {
        Frame<BasicValue>[] frames = new Analyzer<>(new BasicInterpreter()).analyze(owner, method);
        List<String> tracked = new ArrayList<>();
        Tracker tracker = new Tracker(tracked);
        method.accept(tracker);
        int compared = 0;
        int next = 0;
        for (int i = 0; i < frames.length; i++) {
            if (method.instructions.get(i).getOpcode() < 0) {
                continue; // a label, a line or a frame
            }
            if (frames[i] != null) { // is reached at all
                assertThat(tracked.get(next))
                        .as("%s.%s, before instruction %s", owner, method.name, i)
                        .isEqualTo(places(frames[i]));
                compared++;
            }
            next++;
        }
        assertThat(tracked).hasSize(next);
        return compared;
    }

    private static String places(Frame<BasicValue> frame) {
        StringBuilder places = new StringBuilder();
        for (int i = 0; i < frame.getStackSize(); i++) {
            places.append(frame.getStack(i).getSize() == 1 ? "I" : "Jj");
        }
        return places.toString();
    }

    private static List<byte[]> classesOfTheJdk() throws IOException {
        Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.base", "java");
        List<byte[]> classes = new ArrayList<>();
        for (String folder : List.of("math", "text", "util/concurrent", "util/stream", "lang/invoke")) {
            try (var files = Files.list(base.resolve(folder))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".class")).toList()) {
                    classes.add(Files.readAllBytes(file));
                }
            }
        }
        assertThat(classes).hasSizeGreaterThan(500);
        return classes;
    }

    /** Notes the stack before each instruction. */
    private static final class Tracker extends StackTracker {

        Tracker(List<String> tracked) {
            super(null);
            mv = new Notes(this, tracked);
        }
    }

    private static final class Notes extends MethodVisitor {
        private final Tracker tracker;
        private final List<String> tracked;

        Notes(Tracker tracker, List<String> tracked) {
            super(Opcodes.ASM9);
            this.tracker = tracker;
            this.tracked = tracked;
        }

        private void note() {
            tracked.add(tracker.stack());
        }

        @Override
        public void visitInsn(int opcode) {
            note();
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            note();
        }

        @Override
        public void visitVarInsn(int opcode, int slot) {
            note();
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            note();
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            note();
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            note();
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            note();
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            note();
        }

        @Override
        public void visitLdcInsn(Object value) {
            note();
        }

        @Override
        public void visitIincInsn(int slot, int increment) {
            note();
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
            note();
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
            note();
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            note();
        }
    }
}
