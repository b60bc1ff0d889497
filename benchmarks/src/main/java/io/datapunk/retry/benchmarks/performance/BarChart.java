package io.datapunk.retry.benchmarks.performance;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A picture of bars, from left to right, each with its label and figure; readable on light and on dark. */
final class BarChart {
    private static final int WIDTH = 760;
    private static final int LABELS = 360;
    private static final int FIGURES = 70;
    private static final int LINE = 24;
    private static final int TOP = 36;
    private final String title;
    private final Map<String, Double> bars = new LinkedHashMap<>();

    BarChart(String title) {
        this.title = title;
    }

    void bar(String label, double value) {
        bars.put(label, value);
    }

    String svg() {
        double longest =
                bars.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        int height = TOP + LINE * bars.size() + LINE / 2;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n"
                        + "<text x=\"10\" y=\"22\" font-weight=\"bold\">%s</text>%n",
                WIDTH,
                height,
                escaped(title)));
        int y = TOP;
        for (Map.Entry<String, Double> bar : bars.entrySet()) {
            double width = Math.max(1, bar.getValue() / longest * (WIDTH - LABELS - FIGURES));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"10\" y=\"%d\">%s</text>"
                            + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                            + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                    y + LINE - 8,
                    escaped(bar.getKey()),
                    LABELS,
                    y + 4,
                    width,
                    LINE - 8,
                    bar.getKey().startsWith("agent") || bar.getKey().startsWith("datapunk") ? "#0b6e4f" : "#8d99ae",
                    LABELS + width + 6,
                    y + LINE - 8,
                    String.format(Locale.ROOT, bar.getValue() < 100 ? "%.1f" : "%,.0f", bar.getValue())));
            y += LINE;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
