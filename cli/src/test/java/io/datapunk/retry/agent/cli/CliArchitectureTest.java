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

/**
 * The shape of the command line: no cycles, with the agent's packages below it, and its libraries in one place each.
 */
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
            .resideInAnyPackage("org.objectweb.asm..", "org.yaml..", "javax.management..", "java.util.logging..");

    @ArchTest
    static final ArchRule ATTACHING_IN_ONE_PACKAGE_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("..agent.cli.jvm")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.bytebuddy.agent..");

    @Test
    void packageInfosListWhatTheirPackagesUse() throws IOException {
        assertThat(PackageUses.differences(Path.of("src/main/java"))).isEmpty();
    }
}
