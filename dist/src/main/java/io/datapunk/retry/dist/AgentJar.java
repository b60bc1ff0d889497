package io.datapunk.retry.dist;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipOutputStream;

/**
 * The jar that operators use: the few classes that an application may see, and archives with all others. For one
 * thread.
 *
 * <p>Each archive is stored, as it is compressed itself, and the isolated class loader keeps it in memory in that form.
 */
final class AgentJar {

    private final StoredZip zips;
    private final ArchivePlan plan;
    private final SortedMap<String, byte[]> visible = new TreeMap<>();
    private final Map<Archive, SortedMap<String, byte[]>> archives = new EnumMap<>(Archive.class);

    /** Empty as yet. */
    AgentJar(StoredZip zips, ArchivePlan plan) {
        this.zips = zips;
        this.plan = plan;
        for (Archive archive : Archive.values()) {
            archives.put(archive, new TreeMap<>());
        }
    }

    /**
     * Adds all own classes among these, and those of libraries that they reach, relocated.
     *
     * @param classFiles by internal name; others than own classes and libraries are passed over
     */
    void add(SortedMap<String, byte[]> classFiles) {
        Relocation relocation = new Relocation(Layout.LIBRARIES);
        Map<String, byte[]> relocated = new TreeMap<>();
        Map<String, Set<String>> references = new TreeMap<>();
        classFiles.forEach((name, bytes) -> {
            if (Layout.isOwn(name) || Layout.libraryOf(name).isPresent()) {
                Relocation.Relocated each = relocation.apply(bytes);
                relocated.put(name, each.bytes());
                references.put(name, each.references());
            }
        });
        Set<String> own = relocated.keySet().stream().filter(Layout::isOwn).collect(Collectors.toSet());
        Set<String> ofAgent =
                own.stream().filter(name -> !Layout.isOfCommands(name)).collect(Collectors.toSet());
        Set<String> usedByAgent = Reachability.from(ofAgent, references);
        for (String name : Reachability.from(own, references)) {
            String newName = relocation.nameOf(name);
            target(newName, usedByAgent.contains(name)).put(newName + ".class", relocated.get(name));
        }
    }

    private SortedMap<String, byte[]> target(String name, boolean isUsedByAgent) {
        return Layout.isVisible(name) ? visible : archives.get(plan.archiveOf(name, isUsedByAgent));
    }

    /**
     * The finished jar.
     *
     * @param manifest its attributes, in order
     * @param documents further entries, by name
     */
    byte[] bytes(Map<String, String> manifest, Map<String, byte[]> documents) throws IOException {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(jar)) {
            zips.deflate(zip, "META-INF/MANIFEST.MF", manifestText(manifest).getBytes(StandardCharsets.UTF_8));
            for (String name : visible.keySet()) {
                zips.deflate(zip, name, visible.get(name));
            }
            for (Archive archive : Archive.values()) {
                zips.store(zip, archive.entry(), zips.gzipped(archives.get(archive)));
            }
            for (Map.Entry<String, byte[]> document : new LinkedHashMap<>(documents).entrySet()) {
                zips.deflate(zip, document.getKey(), document.getValue());
            }
        }
        return jar.toByteArray();
    }

    private static String manifestText(Map<String, String> attributes) {
        StringBuilder text = new StringBuilder("Manifest-Version: 1.0\r\n");
        attributes.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString();
    }
}
