package io.datapunk.retry.it;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A system class loader of the application's own, on the class path alone. */
class SystemLoaderIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void definesTheWovenClass(TestJdk jdk) throws IOException {
        OrdersRun run = new OrdersRun(jdk, temp, jvm -> jvm.classPath(BuildArtifacts.FIXTURE)
                .jvm("-Xshare:off") // or newer JVMs warn, with the time of day, that their archive is of no use then
                .jvm("-Djava.system.class.loader=com.acme.legacy.platform.OwnSystemLoader"));

        Matrix.holds(
                "platforms",
                "a system class loader of the application's own",
                jdk,
                run.countsToo(2, "com.acme.legacy.platform.OrdersOfOwnLoader"));
    }
}
