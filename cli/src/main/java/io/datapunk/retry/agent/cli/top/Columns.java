package io.datapunk.retry.agent.cli.top;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A table: first columns of numbers, to the right, then columns of text, to the left, which give way where room is
 * short.
 */
final class Columns {

    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";
    private static final int LEAST_TEXT = 12;

    private final List<String> names;
    private final int numbers;
    private final List<String[]> rows = new ArrayList<>();
    private final Set<Integer> alarms = new HashSet<>();

    /** Columns of numbers. */
    Columns(String... numbers) {
        this.names = new ArrayList<>(Arrays.asList(numbers));
        this.numbers = numbers.length;
    }

    /** One more column, of text. */
    Columns text(String name) {
        names.add(name);
        return this;
    }

    void row(String... cells) {
        rows.add(cells);
    }

    /** The last row is one to be seen. */
    void alarmIf(boolean isAlarm) {
        if (isAlarm) {
            alarms.add(rows.size() - 1);
        }
    }

    /** As {@link #lines}, each as long as it is; none where there is no row. */
    List<String> linesIfAny(boolean isStyled) {
        return rows.isEmpty() ? new ArrayList<String>() : lines(Integer.MAX_VALUE, isStyled);
    }

    /** A line of names, and one for each row. */
    List<String> lines(int width, boolean isStyled) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>();
        String head = line(names.toArray(new String[0]), widths);
        lines.add(isStyled ? BOLD + head + PLAIN : head);
        for (int i = 0; i < rows.size(); i++) {
            String line = line(rows.get(i), widths);
            lines.add(isStyled && alarms.contains(i) ? RED + line + PLAIN : line);
        }
        return lines;
    }

    private int[] widths(int width) {
        int[] widths = new int[names.size()];
        long used = 0;
        for (int i = 0; i < widths.length; i++) {
            widths[i] = names.get(i).length();
            for (String[] row : rows) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
            used += widths[i] + 2;
        }
        // The last text gives way first.
        for (int i = widths.length - 1; i >= numbers && used - 2 > width; i--) {
            int less = (int) Math.min(used - 2 - width, Math.max(0, widths[i] - LEAST_TEXT));
            widths[i] -= less;
            used -= less;
        }
        return widths;
    }

    private String line(String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = cut(cells[i], widths[i]);
            StringBuilder room = new StringBuilder();
            for (int j = cell.length(); j < widths[i]; j++) {
                room.append(' ');
            }
            line.append(i == 0 ? "" : "  ");
            line.append(i < numbers ? room + cell : i == cells.length - 1 ? cell : cell + room);
        }
        return line.toString();
    }

    /** The beginning of a text where all of it is too long; what styles it has no length. */
    static String cut(String text, int width) {
        StringBuilder cut = new StringBuilder();
        int shown = 0;
        int length = plainLength(text);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\u001b') {
                int end = text.indexOf('m', i);
                cut.append(text, i, end + 1);
                i = end;
            } else {
                shown++;
                if (length <= width || shown <= width - 2) {
                    cut.append(text.charAt(i));
                } else if (shown <= width) {
                    cut.append('.');
                }
            }
        }
        return cut.toString();
    }

    private static int plainLength(String text) {
        return text.replaceAll("\u001b\\[[0-9]*m", "").length();
    }
}
