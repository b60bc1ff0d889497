package io.datapunk.retry.dist;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The program that the build runs: packs the classes of its own class path into
 * {@code agent/target/datapunk-retry.jar}.
 */
public final class PackAgentJar {

    /**
     * Below the root of the repository. It is the path that documents and scripts name, so that it is not in this
     * module.
     */
    private static final String JAR = "agent/target/datapunk-retry.jar";

    private static final String LISTS = "dist/src/archives";

    private static final List<String> DOCUMENTS = List.of("LICENSE", "NOTICE", "retry-rules.schema.json");

    private PackAgentJar() {}

    /**
     * Writes the jar.
     *
     * @param arguments the root of the repository, the version, and the time of all entries in ISO 8601
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Path jar = root.resolve(JAR);
        Files.createDirectories(jar.getParent());
        Files.write(jar, pack(root, arguments[1], arguments[2], classPath()));
    }

    private static byte[] pack(Path root, String version, String time, List<Path> classPath) throws IOException {
        Path lists = root.resolve(LISTS);
        ArchivePlan plan =
                new ArchivePlan(names(lists.resolve(Archive.START.list())), names(lists.resolve(Archive.WEAVE.list())));
        SortedMap<String, byte[]> classFiles = LazyDispatchers.addTo(ClassFiles.read(classPath));
        AgentJar jar = new AgentJar(new StoredZip(OffsetDateTime.parse(time).toLocalDateTime()), plan);
        jar.add(classFiles);
        Map<String, byte[]> documents = new LinkedHashMap<>();
        for (String name : DOCUMENTS) {
            documents.put("META-INF/" + name, Files.readAllBytes(root.resolve(name)));
        }
        return jar.bytes(manifest(version), documents);
    }

    private static Map<String, String> manifest(String version) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("Premain-Class", "io.datapunk.retry.agent.DatapunkRetryAgent");
        attributes.put("Agent-Class", "io.datapunk.retry.agent.DatapunkRetryAgent");
        attributes.put("Main-Class", "io.datapunk.retry.agent.DatapunkRetryCommands");
        attributes.put("Can-Redefine-Classes", "true");
        attributes.put("Can-Retransform-Classes", "true");
        attributes.put("Implementation-Title", "datapunk-retry");
        attributes.put("Implementation-Version", version);
        attributes.put("Automatic-Module-Name", "io.datapunk.retry.agent");
        attributes.put("Created-By", "datapunk-retry");
        return attributes;
    }

    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
    }

    /** The names in a list, one a line; lines that begin with # are comments. */
    private static Set<String> names(Path list) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(list)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                names.add(line.replace('.', '/'));
            }
        }
        return names;
    }
}
