package io.datapunk.retry.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes the picture in the documents: {@code TopPicture ROOT}. It is what {@code top} prints of the demo's
 * application.
 */
public final class TopPicture {
    private static final int ORDERS = 400;
    private static final int LOOK_AFTER_SECONDS = 8;
    private static final int LINE = 18;
    private static final double LETTER = 7.83;
    private static final int MARGIN = 14;

    /** The demo's own rules name no breaker. */
    private static final String RULES = """
            version: 1
            circuit-breakers:
              orders: {failure-rate: 80%, window: 100 calls}
            budgets:
              orders: {ratio: 50%, min-per-second: 20}
            defaults: {max-attempts: 5, timeout: 20s, budget: orders}
            rules:
              - name: orders-http
                match:
                  class: org.apache.commons.httpclient.HttpClient
                  method: executeMethod(org.apache.commons.httpclient.HttpMethod)
                retry-if: [{status: [429, 502-504]}]
                delay-hint: arg0.getResponseHeader("Retry-After").getValue
                discard: arg0.releaseConnection
                backoff: {delay: 50ms, max-delay: 2s}
                circuit-breaker: orders
              - name: order-client
                match: {class: io.datapunk.retry.demo.OrderClient, method: fetch*}
                backoff: {strategy: fixed, delay: 100ms}
            """;

    private TopPicture() {}

    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toRealPath();
        Path agent = root.resolve("agent/target/datapunk-retry.jar");
        Path rules = Files.createTempDirectory("picture").resolve("retry-rules.yml");
        Files.writeString(rules, RULES);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (FlakyServer server = FlakyServer.start(FaultPlan.seeded(2007))) {
            Process application = new ProcessBuilder(
                            java,
                            "-javaagent:" + agent + "=rules=retry-rules.yml",
                            "-jar",
                            root.resolve("it-tests/target/it-tests-order-app.jar")
                                    .toString(),
                            server.url(),
                            Integer.toString(ORDERS))
                    .directory(rules.getParent().toFile())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.INHERIT)
                    .start();
            try {
                TimeUnit.SECONDS.sleep(LOOK_AFTER_SECONDS); // so that there is something to see
                Process top = new ProcessBuilder(
                                java, "-jar", agent.toString(), "top", "" + application.pid(), "--once")
                        .redirectError(Redirect.INHERIT)
                        .start();
                String shown = new String(top.getInputStream().readAllBytes(), UTF_8);
                if (top.waitFor() != 0) {
                    throw new IOException("top has failed");
                }
                // The path is that of a temporary folder.
                List<String> lines =
                        shown.replace(rules.getParent() + "/", "").lines().toList();
                Files.writeString(root.resolve("docs/top.svg"), svg(lines));
            } finally {
                application.destroyForcibly();
            }
        }
    }

    private static String svg(List<String> lines) {
        int columns = lines.stream().mapToInt(String::length).max().orElse(0);
        long width = Math.round(columns * LETTER) + 2 * MARGIN;
        int height = lines.size() * LINE + 2 * MARGIN;
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" role=\"img\">%n"
                .formatted(width, height));
        svg.append("<title>java -jar datapunk-retry.jar top PID</title>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#1e1e1e\"/>\n");
        svg.append("<g font-family=\"ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"13\">\n");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String style = line.matches(" *[A-Z].*[A-Z]{6}.*") && !line.contains(" ms")
                    ? " fill=\"#ffffff\" font-weight=\"bold\""
                    : line.contains(" OPEN ") ? " fill=\"#f48771\"" : " fill=\"#d4d4d4\"";
            svg.append(
                    "<text x=\"%d\" y=\"%d\" xml:space=\"preserve\" textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\"%s>%s</text>%n"
                            .formatted(
                                    MARGIN,
                                    MARGIN + (i + 1) * LINE - 5,
                                    Math.round(line.length() * LETTER),
                                    style,
                                    escape(line)));
        }
        return svg.append("</g>\n</svg>\n").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
