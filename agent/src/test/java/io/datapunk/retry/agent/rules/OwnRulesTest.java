package io.datapunk.retry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example that the repository brings along. */
class OwnRulesTest {

    static final Path FILE = Path.of("..", "retry-rules.yml");

    @Test
    void loadWithoutAComplaint() throws Exception {
        RuleSet rules = RulesFiles.read(FILE.toString());

        assertThat(rules.warnings()).isEmpty();
        assertThat(rules.enabled()).isTrue();
        assertThat(rules.rules()).isNotEmpty().allMatch(rule -> rule.policy().maxAttempts() > 1);
        // Nothing that a Hello program has: started with these rules it must not be changed.
        assertThat(rules.rules())
                .flatExtracting(rule -> rule.match().classes())
                .isNotEmpty()
                .allMatch(Glob::isLiteral);
    }
}
