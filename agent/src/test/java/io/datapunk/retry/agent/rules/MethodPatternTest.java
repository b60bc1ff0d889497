package io.datapunk.retry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    charge                          | charge  | long                       | true
                    charge                          | Charge  |                            | false
                    get*                            | getName |                            | true
                    *                               | x       | int byte[]                 | true
                    charge()                        | charge  |                            | true
                    charge()                        | charge  | int                        | false
                    charge(..)                      | charge  |                            | true
                    charge(java.lang.String, long)  | charge  | java.lang.String long      | true
                    charge(java.lang.String,long)   | charge  | java.lang.String int       | false
                    charge( String , .. )           | charge  | java.lang.String long int  | true
                    charge(String)                  | charge  | String                     | true
                    charge(String)                  | charge  | com.acme.String            | false
                    charge(Integer)                 | charge  | java.lang.Integer          | true
                    charge(String[])                | charge  | java.lang.String[]         | true
                    charge(String...)               | charge  | java.lang.String[]         | true
                    charge(byte[])                  | charge  | byte[]                     | true
                    charge(int[][])                 | charge  | int[]                      | false
                    charge(a.Outer$Inner)           | charge  | a.Outer$Inner              | true
                    charge(a.**)                    | charge  | a.b.C                      | true
                    charge(*)                       | charge  | int                        | true
                    charge(int, ..)                 | charge  |                            | false
                    """)
    void matches(String pattern, String method, String types, boolean expected) {
        List<String> parameters = types == null ? List.of() : List.of(types.split(" "));

        assertThat(MethodPattern.parse(pattern).matches(method, parameters)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a.b        | found "a.b", expected a method's name or glob, such as charge or charge(java.lang.String, long)
                    a(int      | found "a(int", expected ")" at its end
                    a(.., int) | found "a(.., int)", expected nothing after ".."
                    a(int,)    | found "" in "a(int,)", expected a type such as java.lang.String, long or byte[]
                    a(L<T>)    | found "L<T>" in "a(L<T>)", expected a type such as java.lang.String, long or byte[]
                    <clinit>   | found "<clinit>", expected a method: constructors and static initialisers are never retried
                    """)
    void saysWhatIsWrong(String pattern, String message) {
        assertThatThrownBy(() -> MethodPattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void tellsItsName() {
        assertThat(MethodPattern.parse("get*(int)").name()).isEqualTo(new Glob("get*"));
    }
}
