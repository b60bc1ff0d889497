package io.datapunk.retry.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.datapunk.architecture.PackageUses;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The shape of the agent: no cycles, each library in one place, and what must not be touched before main. */
@AnalyzeClasses(packages = "io.datapunk.retry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.datapunk.retry.agent.(**)").should().beFreeOfCycles();

    /** Else one interrupt makes a loop that never rests. */
    @ArchTest
    static final ArchRule THREADS_OF_THE_AGENT_WAIT_BY_PARKING = noClasses()
            .that()
            .resideInAPackage("io.datapunk.retry.agent..")
            .should()
            .callMethodWhere(JavaCall.Predicates.target(HasOwner.Predicates.With.<JavaClass>owner(
                            JavaClass.Predicates.equivalentTo(LockSupport.class)))
                    .and(JavaCall.Predicates.target(HasName.Predicates.nameStartingWith("park"))));

    @ArchTest
    static final ArchRule BYTE_BUDDY_IN_WEAVE_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("..agent.weave")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.bytebuddy..");

    @ArchTest
    static final ArchRule YAML_IN_SYNTAX_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("..rules.syntax")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.yaml..");

    @ArchTest
    static final ArchRule JMX_IN_ITS_REPORT_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("..report.jmx")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.management..", "java.lang.management..");

    @ArchTest
    static final ArchRule LIBRARIES_OF_APPLICATIONS_IN_THEIR_ADAPTERS_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("..agent.async.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google..", "reactor..", "io.reactivex..", "org.reactivestreams..");

    @ArchTest
    static final ArchRule MICROMETER_IN_ITS_BRIDGE_ALONE = noClasses()
            .that()
            .resideOutsideOfPackages("..report.micrometer.bridge", "io.datapunk.retry.micrometer")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.datapunk.retry.micrometer");

    @ArchTest
    static final ArchRule NOBODY_SEES_THE_BRIDGE = noClasses()
            .that()
            .resideOutsideOfPackage("..report.micrometer.bridge")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..report.micrometer.bridge");

    @ArchTest
    static final ArchRule JFR_IN_ITS_REPORT_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("..report.jfr")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.jfr..");

    /** They are defined by loaders of their own: a class of the same name that others could see is another one. */
    @ArchTest
    static final ArchRule NOBODY_SEES_ADAPTERS = noClasses()
            .that()
            .resideOutsideOfPackage("..agent.async.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..agent.async.*");

    @ArchTest
    static final ArchRule NO_LOGGING_FRAMEWORK =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.logging..", "org.slf4j..");

    /** The loader that has these sees nothing else of the agent. */
    @ArchTest
    static final ArchRule THE_VISIBLE_NAME_NOTHING_BUT_THE_JDK = classes()
            .that()
            .resideInAnyPackage("io.datapunk.retry.agent", "io.datapunk.retry.agent.boot")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.datapunk.retry.agent", "io.datapunk.retry.agent.boot");

    @ArchTest
    static final ArchRule NO_FILE_SYSTEM_PROVIDERS_BEFORE_MAIN = noClasses()
            .that()
            .resideInAnyPackage(
                    "..agent.startup",
                    "..agent.options",
                    "..agent.rules..",
                    "..agent.inforce",
                    "..agent.match",
                    "..agent.classfile",
                    "..agent.asynctype",
                    "..agent.hook",
                    "..agent.log",
                    "..agent.reload",
                    "..agent.boot")
            .and()
            .doNotHaveSimpleName("WritableByOthersCheck") // asked under strict alone
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.file..");

    @Test
    void eachPackageInfoListsThePackagesThatItsSourcesUse() throws Exception {
        assertThat(PackageUses.differences(Path.of("src/main/java"))).isEmpty();
    }
}
