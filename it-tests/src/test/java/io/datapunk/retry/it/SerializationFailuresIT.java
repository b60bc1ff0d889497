package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Serializable transactions on a real PostgreSQL: what it refuses with 40001 is done again, as a whole. */
class SerializationFailuresIT {

    private static final int THREADS = 6;
    private static final int EACH = 20;

    private static Postgres postgres;

    @TempDir
    private Path temp;

    @BeforeAll
    static void start() throws Exception {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @OnFewJdks
    void noneSurfaces(TestJdk jdk) throws Exception {
        ProcessResult ended = increments(jdk, """
                version: 1
                rules:
                  - name: transactions
                    match: {class: com.acme.legacy.clients.Increments, method: increment}
                    retry-on: [{exception: java.sql.SQLException, sql-state: ["40001"]}]
                    max-attempts: 500
                    budget: off
                    backoff: {strategy: random, delay: 1ms, max-delay: 20ms}
                """);

        assertThat(ended.succeeded().outLines()).containsExactly("failed 0");
        assertThat(sum()).isEqualTo(THREADS * EACH);
    }

    @OnFewJdks
    void withoutRulesSomeDo(TestJdk jdk) throws Exception {
        ProcessResult ended = increments(jdk, "version: 1\nrules: []\n");

        int failed = Integer.parseInt(ended.succeeded().out().strip().replace("failed ", ""));
        assertThat(failed).isPositive();
        assertThat(sum()).isEqualTo(THREADS * EACH - failed);
    }

    private ProcessResult increments(TestJdk jdk, String text) throws Exception {
        execute("drop table if exists account");
        execute("create table account (id int primary key, value int not null)");
        execute("insert into account values (0, 0), (1, 0)");
        Path rules = Files.writeString(temp.resolve("rules.yml"), text);
        return ForkedJvm.on(jdk)
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.withFixture("postgresql-"))
                .run(
                        "com.acme.legacy.clients.Increments",
                        postgres.url(),
                        String.valueOf(THREADS),
                        String.valueOf(EACH));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int sum() throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sum(value) from account")) {
            row.next();
            return row.getInt(1);
        }
    }
}
