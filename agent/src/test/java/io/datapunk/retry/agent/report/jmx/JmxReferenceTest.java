package io.datapunk.retry.agent.report.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.MarkdownPage;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference page of JMX and the MBeans: the same attributes and operations, with the same descriptions. */
class JmxReferenceTest {

    private static final String PAGE = "docs/reference/jmx.md";

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("Agent", AgentMBean.table(new File("agent.jar"), null)),
                Arguments.of("Method", MethodMBean.table()),
                Arguments.of("CircuitBreaker", BreakerMBean.table(null)),
                Arguments.of("Budget", BudgetMBean.table()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachAttributeHasARowWithItsTypeAndDescription(String kind, AttributeTable<?> table) throws IOException {
        List<String> attributes = Arrays.stream(table.info("").getAttributes())
                .map(each -> "`" + each.getName() + "` " + shortName(each.getType()) + " " + each.getDescription())
                .toList();

        assertThat(MarkdownPage.read(PAGE).table(kind))
                .map(row -> String.join(" ", row))
                .isEqualTo(attributes);
    }

    @Test
    void eachOperationHasARowWithItsDescription() throws IOException {
        List<String> operations = kinds().flatMap(
                        kind -> operations((String) kind.get()[0], ((AttributeTable<?>) kind.get()[1]).info("")))
                .toList();

        assertThat(MarkdownPage.read(PAGE).table("Operations"))
                .map(row -> String.join(" ", row))
                .isEqualTo(operations);
    }

    private static Stream<String> operations(String kind, MBeanInfo info) {
        return Arrays.stream(info.getOperations()).map(each -> kind + " `" + call(each) + "` " + each.getDescription());
    }

    private static String call(MBeanOperationInfo operation) {
        return operation.getName()
                + Arrays.stream(operation.getSignature())
                        .map(MBeanParameterInfo::getType)
                        .toList()
                        .toString()
                        .replace('[', '(')
                        .replace(']', ')');
    }

    private static String shortName(String type) {
        return type.replaceFirst("^\\[L(.*);$", "$1[]").replaceFirst(".*\\.", "");
    }
}
