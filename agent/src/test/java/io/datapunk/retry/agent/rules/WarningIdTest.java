package io.datapunk.retry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The ids that there are, and the page that explains them. */
class WarningIdTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| \\S.* \\|$");

    @Test
    void eachIdHasItsRowInThePageAndThePageHasNoOther() throws Exception {
        Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/warnings.md")));
        List<String> ids = new ArrayList<>();
        while (rows.find()) {
            ids.add(rows.group(1));
        }

        assertThat(ids)
                .containsExactly(
                        Arrays.stream(WarningId.values()).map(WarningId::text).toArray(String[]::new));
    }
}
