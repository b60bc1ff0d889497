package io.datapunk.retry.agent.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.datapunk.architecture.PackageUses;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The shape of the command line: no cycles, with the agent's packages below it, and no library but picocli. */
@AnalyzeClasses(packages = "io.datapunk.retry", importOptions = ImportOption.DoNotIncludeTests.class)
class CliArchitectureTest {

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.datapunk.retry.agent.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_LIBRARY_OF_THE_AGENT = noClasses()
            .that()
            .resideInAPackage("..agent.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.objectweb.asm..",
                    "net.bytebuddy..",
                    "org.yaml..",
                    "javax.management..",
                    "java.util.logging..");

    @Test
    void packageInfosListWhatTheirPackagesUse() throws IOException {
        assertThat(PackageUses.differences(Path.of("src/main/java"))).isEmpty();
    }
}
