package io.datapunk.retry.agent.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.classfile.ClassFile;
import io.datapunk.retry.agent.classfile.LoaderSource;
import io.datapunk.retry.agent.classfile.MethodInfo;
import java.io.Closeable;
import java.nio.channels.CompletionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose end is told after the method has returned. */
class UnfollowedTypesTest {

    private final LoaderSource source = new LoaderSource(getClass().getClassLoader(), null);
    private final Supertypes supertypes = new Supertypes(source);

    @ParameterizedTest
    @ValueSource(strings = {"converted", "inherited", "registered"})
    void resultsThatTellTheirEndLaterAreLeftAlone(String method) {
        assertThat(reason(method)).contains("it returns", "tells its end later");
    }

    @ParameterizedTest
    @ValueSource(strings = {"called", "calledByShape", "calledByKind"})
    void failuresThatGoToACallbackAreLeftAlone(String method) {
        assertThat(reason(method)).contains("its failure goes to a callback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connected", "handled", "functions", "primitives", "plain"})
    void othersAreNot(String method) {
        assertThat(reason(method)).isNull();
    }

    @Test
    void knownTypesNeedNoClassFile() {
        for (String type :
                List.of("io.vertx.core.Future", "rx.Single", "io.smallrye.mutiny.Uni", "com.twitter.util.Future")) {
            assertThat(reason(method("()L" + type.replace('.', '/') + ";")))
                    .as(type)
                    .contains("it returns " + type);
        }
        assertThat(reason(method("(Ljava/lang/String;Lio/grpc/stub/StreamObserver;)V")))
                .contains("io.grpc.stub.StreamObserver");
    }

    /** Nor again for the types that other types name above them, nor for those whose own methods were matched. */
    @Test
    void aClassFileIsReadOnce() {
        List<String> read = new ArrayList<>();
        Supertypes counted = new Supertypes(name -> {
            read.add(name);
            return source.read(name);
        });
        counted.note(ClassFile.read(source.read(internalName(Inherited.class))));

        for (int i = 0; i < 2; i++) {
            for (MethodInfo method :
                    ClassFile.read(source.read(internalName(Client.class))).methods()) {
                AsyncReturns.reasonToLeaveAlone(method, counted);
            }
        }

        assertThat(read)
                .contains(internalName(Converted.class))
                .doesNotContain(internalName(Inherited.class))
                .doesNotHaveDuplicates();
    }

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private String reason(String method) {
        byte[] bytes = source.read(Client.class.getName().replace('.', '/'));
        return reason(ClassFile.read(bytes).methods().stream()
                .filter(each -> each.name().equals(method))
                .findFirst()
                .orElseThrow());
    }

    private String reason(MethodInfo method) {
        return AsyncReturns.reasonToLeaveAlone(method, supertypes);
    }

    private static MethodInfo method(String descriptor) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT, "I", null, "java/lang/Object", null);
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "call", descriptor, null, null);
        return ClassFile.read(writer.toByteArray()).methods().get(0);
    }

    interface Converted {
        CompletionStage<String> toCompletionStage();
    }

    interface Inherited extends Closeable, Converted {}

    interface Registered {
        void addListener(Runnable listener);

        boolean isDone();
    }

    /** A client has listeners too, and is no result that comes later. */
    interface Connection {
        void addListener(Runnable listener);

        boolean isOpen();
    }

    interface Told {
        void onResponse(String response);

        void onFailure(Throwable failure);
    }

    interface ToldOfKind extends CompletionHandler<String, Void> {}

    /** As Apache's clients have it: it makes the result of a call that has ended. */
    interface ResponseHandler {
        String handleResponse(Object response);
    }

    abstract static class Client {
        abstract Converted converted();

        abstract Inherited inherited();

        abstract Registered registered();

        abstract void called(CompletionHandler<String, Void> handler);

        abstract void calledByShape(Told told);

        abstract void calledByKind(ToldOfKind told);

        abstract Connection connected();

        abstract String handled(ResponseHandler handler);

        abstract String functions(Function<String, String> a, BiConsumer<String, Throwable> b, Runnable c);

        abstract long primitives(int a, byte[] b);

        abstract String plain();
    }
}
