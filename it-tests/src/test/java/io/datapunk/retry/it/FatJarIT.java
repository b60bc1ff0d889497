package io.datapunk.retry.it;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Woven classes of a jar within a Spring Boot fat jar; {@link BootIT} has those of the fat jar itself. */
class FatJarIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void aLibraryWithin(TestJdk jdk) throws Exception {
        List<Path> libraries = List.of(
                BuildArtifacts.FIXTURE, BuildArtifacts.client("guava-"), BuildArtifacts.client("failureaccess"));
        Path jar = FatJar.write(
                temp.resolve("app.jar"), BuildArtifacts.FIXTURE, "com.acme.legacy.platform.Orders", libraries);

        String figure = new OrdersRun(jdk, temp, jvm -> jvm).countsToo(3, "-jar", jar.toString(), "guava");

        Matrix.holds("platforms", "Spring Boot 2.7.18 fat jar, a library in BOOT-INF/lib", jdk, figure);
    }
}
