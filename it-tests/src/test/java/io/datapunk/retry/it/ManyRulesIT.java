package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Five thousand rules load, match and are changed like one. */
class ManyRulesIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void theLastOfFiveThousand(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), rules(3, "Filed"));
        Path other = Files.writeString(temp.resolve("other.yml"), rules(5, "Filed"));
        Path gone = Files.writeString(temp.resolve("gone.yml"), rules(5, "Nobody"));

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent("rules=" + rules + ",jmx-write=true")
                .classPath(BuildArtifacts.FIXTURE)
                .run(
                        "com.acme.legacy.tuned.Filed",
                        "link|" + rules + "|" + other,
                        "link|" + rules + "|" + gone,
                        "link|" + rules + "|" + other);

        assertThat(ended.succeeded()
                        .loggedOnlyThatCallsFail("com.acme.legacy.tuned.Filed.call()")
                        .outLines())
                .containsExactly("start 3", "link 5", "link 1", "link 5");
    }

    /** Of every kind, so that each way of the index has thousands: exact names, packages, supertypes, annotations. */
    private static String rules(int attempts, String lastClass) {
        StringBuilder rules = new StringBuilder("version: 1\ndefaults: {budget: off}\nrules:\n");
        for (int i = 0; i < 4_999; i++) {
            String match =
                    switch (i % 5) {
                        case 0 -> "class: com.acme.p" + i + ".Client";
                        case 1 -> "class: com.acme.p" + i + ".**, method: get*";
                        case 2 -> "class: '**.Service" + i + "'";
                        case 3 -> "subtype-of: com.acme.Type" + i;
                        default -> "annotated-with: com.acme.Marker" + i;
                    };
            rules.append("  - {name: r")
                    .append(i)
                    .append(", match: {")
                    .append(match)
                    .append("}}\n");
        }
        return rules + """
                  - name: last
                    match: {class: com.acme.legacy.tuned.%s, method: call}
                    max-attempts: %d
                    backoff: {strategy: fixed, delay: 1ms}
                """.formatted(lastClass, attempts);
    }
}
