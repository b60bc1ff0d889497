import java.nio.file.Files;
import java.nio.file.Path;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A step of the build: sets ACC_VARARGS on {@code premain} of a class file, whose last parameter is no array.
 *
 * <p>Java 18 and later call a method by reflection through method handles, for which they make seven hidden classes at each
 * start. Method handles cannot call what has the flag and no array, so that these methods are called natively, as by earlier
 * versions: {@code jdk.internal.reflect.MethodHandleAccessorFactory.useNativeAccessor}, case 4. To the JVM the flag says
 * nothing (JVMS, 4.6). Compilers do not set it so.
 */
final class VarargsMark {

    private VarargsMark() {}

    /** @param files the class file to read, and the one to write */
    public static void main(String[] files) throws Exception {
        ClassReader reader = new ClassReader(Files.readAllBytes(Path.of(files[0])));
        ClassWriter writer = new ClassWriter(reader, 0);
        boolean[] isFound = {false};
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        boolean isEntry = name.equals("premain");
                        isFound[0] |= isEntry;
                        int marked = isEntry ? access | Opcodes.ACC_VARARGS : access;
                        return super.visitMethod(marked, name, descriptor, signature, exceptions);
                    }
                },
                0);
        if (!isFound[0]) {
            throw new IllegalStateException(files[0] + " has no premain");
        }
        Files.createDirectories(Path.of(files[1]).getParent());
        Files.write(Path.of(files[1]), writer.toByteArray());
    }
}
