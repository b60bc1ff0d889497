package io.datapunk.retry.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A run-time image as {@code jlink} of a JDK under test makes it. */
final class RunTimeImage {
    private RunTimeImage() {}

    /**
     * Makes one.
     *
     * @param image the folder that it is made in, which must not be there
     * @param module a jar with a module besides those of the JDK
     * @param names the modules to put in, separated by commas
     */
    static TestJdk link(TestJdk jdk, Path image, Path module, String names) throws IOException, InterruptedException {
        JdkTool.run(
                jdk,
                "jlink",
                List.of("--module-path", module.toString()),
                List.of("--add-modules", names),
                List.of("--output", image.toString()));
        takeNativesFrom(jdk, image);
        return new TestJdk(jdk.version(), image);
    }

    /**
     * A JDK that was built for another system may run here since its natives were changed; the modules have the old
     * ones.
     */
    private static void takeNativesFrom(TestJdk jdk, Path image) throws IOException {
        List<Path> natives;
        try (Stream<Path> files = Files.walk(image)) {
            natives = files.map(image::relativize)
                    .filter(file ->
                            file.startsWith("bin/java") || file.toString().endsWith(".so"))
                    .filter(file -> Files.exists(jdk.home().resolve(file)))
                    .toList();
        }
        for (Path file : natives) {
            Files.copy(
                    jdk.home().resolve(file),
                    image.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
