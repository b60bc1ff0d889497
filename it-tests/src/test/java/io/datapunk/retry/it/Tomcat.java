package io.datapunk.retry.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Tomcat as its makers pack it, with web applications of our own. */
final class Tomcat {
    /** With these it looks for what an application that is gone has left behind, and warns. */
    private static final String[] OPENED = {
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.io=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
        "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED"
    };

    /** Its main class, and what that one is told. */
    static final String[] START = {"org.apache.catalina.startup.Bootstrap", "start"};

    private final Path home;
    private final Path base;

    /**
     * A Tomcat that looks for new and deleted applications every second, on a port that is free.
     *
     * @param base a folder for it, which is made
     */
    Tomcat(Path base) throws IOException {
        this(BuildArtifacts.server("apache-tomcat-"), base, 0);
    }

    /**
     * A Tomcat of any version.
     *
     * @param home where it is unpacked
     * @param port 0: one that is free
     */
    Tomcat(Path home, Path base, int port) throws IOException {
        this.home = home;
        this.base = base;
        Files.createDirectories(base.resolve("logs"));
        Files.createDirectories(base.resolve("temp"));
        Files.createDirectories(base.resolve("webapps"));
        Path configuration = Files.createDirectories(base.resolve("conf"));
        Files.writeString(configuration.resolve("server.xml"), """
                <Server port="-1"><Service name="Catalina"><Connector port="%d" address="127.0.0.1"/>
                <Engine name="Catalina" defaultHost="localhost" backgroundProcessorDelay="1">
                  <Host name="localhost" appBase="webapps"/>
                </Engine></Service></Server>
                """.formatted(port));
    }

    /**
     * Puts an application in its place, all at once.
     *
     * @param parts what its web.xml says
     */
    void deploy(String name, Path jar, String parts) throws IOException {
        Path made = Files.createDirectories(base.resolve("temp").resolve(name));
        Path web = Files.createDirectories(made.resolve("WEB-INF/lib"));
        Files.copy(jar, web.resolve("classes.jar"));
        Files.writeString(web.resolveSibling("web.xml"), """
                <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0" metadata-complete="true">
                  %s
                </web-app>
                """.formatted(parts));
        Files.move(made, webApplication(name));
    }

    /** Deletes an application, all at once; Tomcat then undeploys it. */
    void undeploy(String name) throws IOException {
        Files.move(
                webApplication(name),
                Files.createTempDirectory(base.resolve("temp"), name).resolve(name));
    }

    private Path webApplication(String name) {
        return base.resolve("webapps").resolve(name);
    }

    /** As Tomcat's own script starts it. */
    ForkedJvm jvm(TestJdk jdk) {
        return ForkedJvm.on(jdk)
                .jvm(jdk.version() > 8 ? OPENED : new String[0])
                .jvm("-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager")
                .jvm("-Djava.util.logging.config.file=" + home.resolve("conf/logging.properties"))
                .jvm("-Dcatalina.home=" + home, "-Dcatalina.base=" + base)
                .jvm("-Djava.io.tmpdir=" + base.resolve("temp"))
                .classPath(home.resolve("bin/bootstrap.jar"), home.resolve("bin/tomcat-juli.jar"));
    }

    static RunningJvm start(ForkedJvm jvm) throws IOException {
        return jvm.start(START);
    }
}
