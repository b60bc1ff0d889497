package io.datapunk.retry.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** OSGi frameworks that delegate nothing but {@code java.*} to the JVM: no boot delegation, no system packages. */
class OsgiIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void felix(TestJdk jdk) throws IOException {
        Matrix.holds("platforms", "Apache Felix 7.0.5, no boot delegation", jdk, orders(jdk, "org.apache.felix."));
    }

    @OnEachJdk
    void equinox(TestJdk jdk) throws IOException {
        Matrix.holds("platforms", "Eclipse Equinox 3.18.600, no boot delegation", jdk, orders(jdk, "org.eclipse.osgi"));
    }

    /** Guava is a bundle beside that of the orders. */
    private String orders(TestJdk jdk, String framework) throws IOException {
        Path bundle = Jars.write(
                temp.resolve("orders.jar"),
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "orders",
                        "Bundle-Activator", "com.acme.legacy.platform.OrdersActivator",
                        "Import-Package", "org.osgi.framework,javax.management,com.google.common.util.concurrent"),
                "com/acme/legacy/platform/",
                "com/acme/legacy/Counters");
        return new OrdersRun(
                        jdk, temp, jvm -> jvm.classPath(BuildArtifacts.platform(framework), BuildArtifacts.FIXTURE))
                .countsToo(
                        3,
                        "com.acme.legacy.platform.OsgiHost",
                        temp.resolve("framework").toString(),
                        BuildArtifacts.client("failureaccess").toString(),
                        BuildArtifacts.client("guava-").toString(),
                        bundle.toString());
    }
}
