package io.datapunk.retry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.datapunk.architecture.PackageUses;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The shape of the engine: no cycles, arrows point down, and nothing but the JDK. */
@AnalyzeClasses(packages = "io.datapunk.retry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.datapunk.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOTHING_BUT_THE_JDK = classes()
            .that()
            .resideOutsideOfPackage("..retry.micrometer")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.datapunk.retry..",
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "java.io..",
                    "java.nio.channels..",
                    "java.security..",
                    "java.text..");

    @Test
    void eachPackageInfoListsThePackagesThatItsSourcesUse() throws Exception {
        assertThat(PackageUses.differences(Path.of("src/main/java"))).isEmpty();
    }

    @ArchTest
    static final ArchRule ARROWS_POINT_DOWN = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("micrometer")
            .definedBy("io.datapunk.retry.micrometer")
            .layer("top")
            .definedBy("io.datapunk.retry")
            .layer("call")
            .definedBy("io.datapunk.retry.call")
            .layer("policy")
            .definedBy("io.datapunk.retry.policy")
            .layer("guard")
            .definedBy("io.datapunk.retry.guard")
            .layer("time")
            .definedBy("io.datapunk.retry.time")
            .layer("outcome")
            .definedBy("io.datapunk.retry.outcome")
            .layer("backoff")
            .definedBy("io.datapunk.retry.backoff")
            .whereLayer("micrometer")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("top")
            .mayOnlyBeAccessedByLayers("micrometer")
            .whereLayer("call")
            .mayOnlyBeAccessedByLayers("top", "micrometer")
            .whereLayer("policy")
            .mayOnlyBeAccessedByLayers("top", "call")
            .whereLayer("guard")
            .mayOnlyBeAccessedByLayers("top", "call", "micrometer")
            .whereLayer("time")
            .mayOnlyBeAccessedByLayers("top", "call", "guard")
            .whereLayer("outcome")
            .mayOnlyBeAccessedByLayers("top", "call", "policy")
            .whereLayer("backoff")
            .mayOnlyBeAccessedByLayers("top", "call", "policy", "outcome");
}
