package io.datapunk.retry.dist;

import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * Has Byte Buddy make its dispatchers when they are first asked, and not in static initialisers: each is a proxy of the
 * JDK, and to make all of them takes a third of the time until the first class is woven. Each call of
 * {@code JavaDispatcher.of} is replaced by a new {@code LazyDispatcher}, whose generated subclass implements the
 * interface of the dispatcher. Nothing else of the library is changed. Stateless.
 */
final class LazyDispatchers {

    /** How many calls the library has. Another number means another version, which somebody must look at. */
    static final int CALLS = 65;

    private static final String LIBRARY = "net/bytebuddy/";
    private static final String DISPATCHER = LIBRARY + "utility/dispatcher/JavaDispatcher";
    private static final String FACTORY = "of";

    /** Of the interfaces of dispatchers. */
    private static final String MARK = "L" + DISPATCHER + "$Proxied;";

    private static final String SUFFIX = "$LazyDispatcher";

    /** The one dispatcher that weaving asks; {@link PlainCalls} answer for it. */
    private static final String OF_EXECUTABLE =
            LIBRARY + "description/method/ParameterList$ForLoadedExecutable$Executable";

    private static final Type BASE = Type.getObjectType("io/datapunk/retry/agent/weave/LazyDispatcher");
    private static final Method CONSTRUCTOR = Method.getMethod("void <init>(Class, ClassLoader)");
    private static final Method CONSTRUCTOR_OF_SUBCLASS = Method.getMethod("void <init>(ClassLoader)");
    private static final Method DELEGATE = Method.getMethod("Object dispatcher()");

    private LazyDispatchers() {}

    /**
     * All of these classes, those of the library changed, and the generated ones.
     *
     * @param classFiles by internal name, before any relocation
     * @throws IllegalStateException where the library has calls that were not expected
     */
    static SortedMap<String, byte[]> addTo(SortedMap<String, byte[]> classFiles) {
        SortedMap<String, byte[]> all = new TreeMap<>(classFiles);
        int calls = 0;
        for (String name : classFiles.keySet()) {
            if (!name.startsWith(LIBRARY) || name.startsWith(DISPATCHER)) {
                continue;
            }
            Calls redirected = new Calls(new ClassReader(classFiles.get(name)), classFiles);
            calls += redirected.interfaces.size();
            for (String each : redirected.interfaces) {
                all.put(name, redirected.bytes());
                all.put(each + SUFFIX, implementation(each, classFiles.get(each)));
            }
        }
        if (calls != CALLS) {
            throw new IllegalStateException("Byte Buddy calls " + DISPATCHER + "." + FACTORY + " " + calls
                    + " times, and " + CALLS + " are expected: look at the new calls, then change "
                    + LazyDispatchers.class.getSimpleName() + ".CALLS");
        }
        return all;
    }

    /** A class that implements the interface by asking the dispatcher that {@code LazyDispatcher} has made. */
    private static byte[] implementation(String name, byte[] classFile) {
        Type type = Type.getObjectType(name);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(
                Opcodes.V1_5,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                name + SUFFIX,
                null,
                BASE.getInternalName(),
                new String[] {name});
        GeneratorAdapter constructor = new GeneratorAdapter(0, CONSTRUCTOR_OF_SUBCLASS, null, null, writer);
        constructor.loadThis();
        constructor.push(type);
        constructor.loadArg(0);
        constructor.invokeConstructor(BASE, CONSTRUCTOR);
        constructor.returnValue();
        constructor.endMethod();
        new ClassReader(classFile).accept(new Delegates(type, writer), ClassReader.SKIP_CODE);
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Replaces the calls of one class. */
    private static final class Calls extends ClassVisitor {

        final List<String> interfaces = new ArrayList<>();
        private final Map<String, byte[]> classFiles;
        private final ClassWriter writer;

        Calls(ClassReader reader, Map<String, byte[]> classFiles) {
            this(new ClassWriter(reader, ClassWriter.COMPUTE_MAXS), classFiles);
            reader.accept(this, 0);
        }

        private Calls(ClassWriter writer, Map<String, byte[]> classFiles) {
            super(Opcodes.ASM9, writer);
            this.writer = writer;
            this.classFiles = classFiles;
        }

        byte[] bytes() {
            return writer.toByteArray();
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {

                /** The interface of the dispatcher that the next call asks for. */
                private String dispatcher;

                @Override
                public void visitLdcInsn(Object value) {
                    super.visitLdcInsn(value);
                    if (value instanceof Type type && isDispatcher(classFiles.get(type.getInternalName()))) {
                        dispatcher = type.getInternalName();
                    }
                }

                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String of, boolean isInterface) {
                    if (!owner.equals(DISPATCHER) || !called.equals(FACTORY)) {
                        super.visitMethodInsn(opcode, owner, called, of, isInterface);
                        return;
                    }
                    interfaces.add(dispatcher);
                    replace(Type.getArgumentTypes(of).length);
                }

                /** The interface is on the stack, and above it, if it is given, the class loader. */
                private void replace(int arguments) {
                    if (arguments == 1) {
                        visitInsn(Opcodes.ACONST_NULL);
                    }
                    visitInsn(Opcodes.SWAP);
                    visitInsn(Opcodes.POP);
                    visitTypeInsn(Opcodes.NEW, dispatcher + SUFFIX);
                    visitInsn(Opcodes.DUP_X1);
                    visitInsn(Opcodes.SWAP);
                    super.visitMethodInsn(
                            Opcodes.INVOKESPECIAL,
                            dispatcher + SUFFIX,
                            CONSTRUCTOR_OF_SUBCLASS.getName(),
                            CONSTRUCTOR_OF_SUBCLASS.getDescriptor(),
                            false);
                }
            };
        }

        private static boolean isDispatcher(byte[] classFile) {
            if (classFile == null) {
                return false;
            }
            boolean[] isMarked = new boolean[1];
            new ClassReader(classFile)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                                    isMarked[0] |= descriptor.equals(MARK);
                                    return null;
                                }
                            },
                            ClassReader.SKIP_CODE);
            return isMarked[0];
        }
    }

    /** Writes a method for each of an interface. */
    private static final class Delegates extends ClassVisitor {

        private final Type type;
        private final ClassWriter writer;

        Delegates(Type type, ClassWriter writer) {
            super(Opcodes.ASM9);
            this.type = type;
            this.writer = writer;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            if ((access & Opcodes.ACC_STATIC) != 0) {
                return null;
            }
            if ((access & Opcodes.ACC_ABSTRACT) == 0) {
                throw new IllegalStateException(type.getInternalName() + "." + name + " has a body");
            }
            GeneratorAdapter method = new GeneratorAdapter(
                    writer.visitMethod(Opcodes.ACC_PUBLIC, name, descriptor, null, exceptions),
                    Opcodes.ACC_PUBLIC,
                    name,
                    descriptor);
            method.visitCode();
            if (type.getInternalName().equals(OF_EXECUTABLE)) {
                PlainCalls.write(method, name, descriptor);
            } else {
                method.loadThis();
                method.invokeVirtual(BASE, DELEGATE);
                method.checkCast(type);
                method.loadArgs();
                method.invokeInterface(type, new Method(name, descriptor));
            }
            method.returnValue();
            method.endMethod();
            return null;
        }
    }

    /**
     * The dispatcher of {@code java.lang.reflect.Executable}, which Java 8 and later have: what the library's own would
     * do by reflection. To make that one takes the JDK's proxies and readers of annotations.
     */
    private static final class PlainCalls {

        private static final Type EXECUTABLE = Type.getType(Executable.class);

        private PlainCalls() {}

        static void write(GeneratorAdapter method, String name, String descriptor) {
            method.loadArg(0);
            switch (name + descriptor) {
                case "isInstance(Ljava/lang/Object;)Z" -> method.instanceOf(EXECUTABLE);
                case "getParameterCount(Ljava/lang/Object;)I" -> call(method, "int getParameterCount()");
                case "getParameters(Ljava/lang/Object;)[Ljava/lang/Object;" ->
                    call(method, "java.lang.reflect.Parameter[] getParameters()");
                default ->
                    throw new IllegalStateException(
                            OF_EXECUTABLE + " has a method that is not known: " + name + descriptor);
            }
        }

        private static void call(GeneratorAdapter method, String called) {
            method.checkCast(EXECUTABLE);
            method.invokeVirtual(EXECUTABLE, Method.getMethod(called));
        }
    }
}
