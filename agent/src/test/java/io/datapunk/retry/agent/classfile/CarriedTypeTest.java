package io.datapunk.retry.agent.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What futures carry, as a compiler writes it into class files. */
class CarriedTypeTest {

    @SuppressWarnings({"unused", "rawtypes"})
    abstract static class Sample<T> {
        abstract CompletableFuture<Integer> count(List<String> of, Map<String, ? super Long> by);

        abstract CompletionStage<Optional<String>> find();

        abstract CompletableFuture<? extends Number> bounded();

        abstract CompletableFuture<? super Number> below();

        abstract CompletableFuture<?> any();

        abstract CompletableFuture<T> variable();

        abstract <E extends Enum<E>> CompletableFuture<TimeUnit> generic(E of);

        abstract CompletableFuture raw();

        abstract CompletableFuture<byte[]> bytes();

        abstract CompletableFuture<String[][]> texts();

        abstract CompletableFuture<Map.Entry<String, List<Integer>>> entry();

        abstract CompletableFuture<Generic<String>.Inner> inner();

        abstract List<Integer> noFuture();
    }

    static class Generic<T> {
        @SuppressWarnings("ClassCanBeStatic") // that is what is read
        class Inner {}
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "count, java.lang.Integer",
                "find, java.util.Optional",
                "bounded, java.lang.Number",
                "below, none",
                "any, none",
                "variable, none",
                "generic, java.util.concurrent.TimeUnit",
                "raw, none",
                "bytes, java.lang.Object[]",
                "texts, java.lang.String[][]",
                "entry, java.util.Map$Entry",
                "inner, none",
                "noFuture, none"
            })
    void theFirstTypeArgumentOfTheResult(String method, String carried) throws IOException {
        try (InputStream in = Sample.class.getResourceAsStream("CarriedTypeTest$Sample.class")) {
            MethodInfo found = ClassFile.read(in.readAllBytes()).methods().stream()
                    .filter(each -> each.name().equals(method))
                    .findFirst()
                    .orElseThrow();
            assertThat(found.carriedType()).isEqualTo(carried);
        }
    }
}
