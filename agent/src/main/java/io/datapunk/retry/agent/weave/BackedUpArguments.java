package io.datapunk.retry.agent.weave;

import java.io.IOException;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The class files of the advice with {@code backupArguments = true} in their annotations, for bodies that assign to
 * their parameters. Other bodies do without: copies of the arguments would make nearly every instruction for a variable
 * longer, and the JVM does not inline large methods. The advice is written once, and this attribute alone differs.
 * Immutable.
 */
final class BackedUpArguments implements ClassFileLocator {

    private static final String ATTRIBUTE = "backupArguments";

    private final ClassFileLocator files;

    BackedUpArguments(ClassFileLocator files) {
        this.files = files;
    }

    @Override
    public Resolution locate(String name) throws IOException {
        ClassReader reader = new ClassReader(files.locate(name).resolve());
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new OfClass(writer), 0);
        return new Resolution.Explicit(writer.toByteArray());
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private static final class OfClass extends ClassVisitor {

        OfClass(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new OfMethod(super.visitMethod(access, name, descriptor, signature, exceptions));
        }
    }

    private static final class OfMethod extends MethodVisitor {

        OfMethod(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return new AnnotationVisitor(Opcodes.ASM9, super.visitAnnotation(descriptor, visible)) {
                @Override
                public void visit(String name, Object value) {
                    super.visit(name, name.equals(ATTRIBUTE) ? (Object) true : value);
                }
            };
        }
    }
}
