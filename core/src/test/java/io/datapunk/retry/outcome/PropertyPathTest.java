package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datapunk.retry.outcome.hidden.Hiding;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a path leads. */
class PropertyPathTest {

    private static final String SECRET = "4111-1111-1111-1111";

    /** A result with every kind of accessor. */
    public static class Reply {
        public int publicField = 42;
        int hiddenField = 43;

        public int getStatus() {
            return 503;
        }

        public boolean isBusy() {
            return true;
        }

        public String code() {
            return "plain";
        }

        public String getCode() {
            return "bean";
        }

        String packagePrivate() {
            return "opened";
        }

        public Optional<Reply> next() {
            return Optional.of(this);
        }

        public Optional<Reply> none() {
            return Optional.empty();
        }

        public Reply nothing() {
            return null;
        }

        public String fails() {
            throw new IllegalStateException(SECRET);
        }

        public String overloaded(Object key) {
            return "object";
        }

        public String overloaded(String key) {
            return "string";
        }

        public String otherOrder(CharSequence key) {
            return "text";
        }

        public String otherOrder(String key) {
            return "string";
        }

        public String otherOrder(Object key) {
            return "object";
        }

        @Override
        public String toString() {
            return SECRET;
        }
    }

    @Test
    void methodsPropertiesAndFields() {
        assertThat(read("getStatus")).isEqualTo(503);
        assertThat(read("status")).isEqualTo(503);
        assertThat(read("getStatus()")).isEqualTo(503);
        assertThat(read("busy")).isEqualTo(true);
        assertThat(read("publicField")).isEqualTo(42);
        assertThat(read("code")).as("the name itself before its property").isEqualTo("plain");
        assertThat(read("packagePrivate")).isEqualTo("opened");
    }

    @Test
    void theClosestOverload() {
        assertThat(read("overloaded('x')")).isEqualTo("string");
        assertThat(read("otherOrder('x')")).isEqualTo("string");
        assertThat(read("overloaded(1)")).isEqualTo("object");
    }

    @Test
    void nullAndOptionalOnTheWay() {
        assertThat(read("nothing.getStatus")).isNull();
        assertThat(read("next.status")).isEqualTo(503);
        assertThat(read("next")).isInstanceOf(Reply.class);
        assertThat(read("none")).isNull();
        assertThat(read("none.status")).isNull();
        assertThat(PropertyPath.parse("status").read(AttemptOutcome.returned(null, null, null)))
                .isNull();
        assertThat(PropertyPath.parse("status").read(AttemptOutcome.returned(Optional.of(new Reply()), null, null)))
                .isEqualTo(503);
    }

    @Test
    void startsAtTheOutcomeTheReceiverOrAnArgument() {
        Exception failure = new Exception("failed");
        AttemptOutcome attempt = AttemptOutcome.threw(failure, new Reply(), new Object[] {"first", null, "third"});

        assertThat(readIn(attempt, "getMessage")).isEqualTo("failed");
        assertThat(readIn(attempt, "this.status")).isEqualTo(503);
        assertThat(readIn(attempt, "this")).isInstanceOf(Reply.class);
        assertThat(readIn(attempt, "arg0.length")).isEqualTo(5);
        assertThat(readIn(attempt, "arg1.length")).isNull();
        assertThat(readIn(attempt, "arg2")).isEqualTo("third");
        assertThat(PropertyPath.parse("arg0").startsAtReceiverOrArgument()).isTrue();
        assertThat(PropertyPath.parse("this.x").startsAtReceiverOrArgument()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arg", "args", "argument", "arg0()", "this()", "thisOne", "arg1x", "arg1234"})
    void namesThatOnlyLookLikeThem(String text) {
        assertThat(PropertyPath.parse(text).startsAtReceiverOrArgument()).isFalse();
    }

    @Test
    void anArgumentThatIsNotThere() {
        assertThatThrownBy(() -> readIn(AttemptOutcome.returned("x", null, new Object[] {SECRET}), "arg1.length"))
                .isInstanceOf(UnreadablePropertyException.class)
                .hasMessage("arg1.length asks for argument 1, but the method has 1 (they are counted from 0)");
        assertThatThrownBy(() -> readIn(AttemptOutcome.returned("x", null, null), "arg0"))
                .isInstanceOf(UnreadablePropertyException.class)
                .hasMessageContaining("the method has 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"missing", "next.missing", "publicField()", "hiddenField", "getStatus(1)", "overloaded(1, 2)"})
    void aMissingAccessor(String path) {
        assertThatThrownBy(() -> read(path))
                .isInstanceOf(UnreadablePropertyException.class)
                .hasMessageStartingWith(path + " cannot be read: ")
                .hasMessageEndingWith("of " + Reply.class.getName() + ": there is no such accessor")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    @Test
    void anAccessorThatThrows() {
        assertThatThrownBy(() -> read("next.fails"))
                .isInstanceOf(UnreadablePropertyException.class)
                .hasMessage("next.fails cannot be read: fails of " + Reply.class.getName()
                        + ": it threw java.lang.IllegalStateException")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHiddenClassIsReadThroughWhatIsPublicOfIt() {
        assertThat(PropertyPath.parse("status").readFrom(Hiding.behindAnInterface()))
                .isEqualTo(503);
        assertThat(PropertyPath.parse("status").readFrom(Hiding.behindAClass())).isEqualTo(503);
    }

    @Test
    void aPublicMethodOfTheJdkThatAHiddenSuperclassDeclares() {
        StringBuilder text = new StringBuilder(77);
        text.append("abc");
        assertThat(PropertyPath.parse("capacity").readFrom(text)).isEqualTo(77);
        assertThat(PropertyPath.parse("length").readFrom(text)).isEqualTo(3);
    }

    private static Object read(String path) {
        return readIn(AttemptOutcome.returned(new Reply(), null, null), path);
    }

    private static Object readIn(AttemptOutcome attempt, String path) {
        return PropertyPath.parse(path).read(attempt);
    }
}
