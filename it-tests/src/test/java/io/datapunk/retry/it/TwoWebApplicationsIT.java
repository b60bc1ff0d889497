package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.junit.jupiter.api.io.TempDir;

/** Two web applications of one server that have the same woven class, each its own; one comes and goes. */
class TwoWebApplicationsIT {
    private static final String SERVLET = """
            <servlet>
              <servlet-name>charge</servlet-name>
              <servlet-class>com.acme.legacy.platform.ChargeServlet</servlet-class>
            </servlet>
            <servlet-mapping><servlet-name>charge</servlet-name><url-pattern>/charge</url-pattern></servlet-mapping>
            """;

    private static final String METHODS = "io.datapunk.retry:type=Method,*";

    @TempDir
    private Path temp;

    @OnEachJdk
    void oneGoesAndTheOtherGoesOn(TestJdk jdk) throws Exception {
        Path jar = Jars.write(temp.resolve("charge.jar"), Map.of(), "com/acme/legacy/platform/");
        Tomcat server = new Tomcat(temp.resolve("base"));
        server.deploy("one", jar, SERVLET);
        server.deploy("two", jar, SERVLET);
        Path rules = Files.writeString(temp.resolve("rules.yml"), OrdersRun.RULES);

        try (RunningJvm tomcat = Tomcat.start(
                server.jvm(jdk).agent("rules=" + rules + ",reload=100ms").jvm("-Dfailures=2"))) {
            Poll.until("Tomcat is up", () -> tomcat.err().contains("Server startup in"));
            try (JMXConnector connector = LocalJmx.connect(tomcat.pid())) {
                MBeanServerConnection beans = connector.getMBeanServerConnection();
                ObjectName http = LocalJmx.await(beans, "Catalina:type=Connector,*");
                URI root = URI.create("http://127.0.0.1:" + beans.getAttribute(http, "localPort"));

                assertThat(charge(root, "one")).isEqualTo("charged /one, charged /one");
                assertThat(charge(root, "two")).isEqualTo("charged /two, charged /two");
                LocalJmx.await(beans, METHODS, 4);
                assertThat(retriedBy(beans, "")).containsExactly(1L, 1L);
                assertThat(retriedBy(beans, "-2")).containsExactly(1L, 1L);

                server.undeploy("two");
                // Not by asking for a page: a request that is under way as it goes would hold it for a moment.
                LocalJmx.await(beans, "Catalina:j2eeType=WebModule,name=//localhost/two,*", 0);
                assertThat(charge(root, "two")).contains("404");
                // Its MBeans go with its class loader.
                Poll.until("nothing of two is left", () -> {
                    beans.invoke(new ObjectName("java.lang:type=Memory"), "gc", null, null);
                    return beans.queryNames(new ObjectName(METHODS), null).size() == 2;
                });
                assertThat(charge(root, "one")).isEqualTo("charged /one, charged /one");
                assertThat(retriedBy(beans, "")).containsExactly(2L, 2L);

                server.deploy("two", jar, SERVLET);
                Poll.until("two is back", () -> charge(root, "two").equals("charged /two, charged /two"));
                LocalJmx.await(beans, METHODS, 4);
                assertThat(retriedBy(beans, "")).containsExactly(2L, 2L);
                assertThat(retriedBy(beans, "-2")).containsExactly(1L, 1L);
            }
            assertThat(tomcat.err()).doesNotContain("WARNING", "SEVERE", "datapunk");
        }
        Matrix.holds(
                "platforms",
                "Tomcat 9.0.98, two web applications with the same class, one undeployed and deployed again",
                jdk,
                "its loader is collected, its MBeans go");
    }

    /** Of the methods whose loader is told apart by this ending; of those whose is not, if it is empty. */
    private static List<Long> retriedBy(MBeanServerConnection beans, String loaderEnding) throws Exception {
        List<Long> retried = new ArrayList<>();
        for (ObjectName name : beans.queryNames(new ObjectName(METHODS), null)) {
            String loader = name.getKeyProperty("loader");
            if (loader == null
                    ? loaderEnding.isEmpty()
                    : !loaderEnding.isEmpty() && loader.endsWith(loaderEnding + "\"")) {
                retried.add((Long) beans.getAttribute(name, "RetriedSuccesses"));
            }
        }
        return retried;
    }

    private static String charge(URI root, String application) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/" + application + "/charge"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
