package io.datapunk.retry.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.MarkdownPage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference page of options and the options that are read: the same keys in the same order, the same defaults. */
class OptionsReferenceTest {

    @Test
    void eachOptionHasARowWithItsDefaultAndEachRowIsAnOption() throws IOException {
        List<List<String>> rows = MarkdownPage.read("docs/reference/options.md").table("Options");

        assertThat(rows.stream().map(row -> row.get(0) + " " + row.get(2)))
                .containsExactlyElementsOf(Arrays.stream(AgentOptions.DEFAULTS)
                        .map(option ->
                                "`" + option[0] + "` " + (option[1] == null ? "standard error" : "`" + option[1] + "`"))
                        .toList());
    }
}
