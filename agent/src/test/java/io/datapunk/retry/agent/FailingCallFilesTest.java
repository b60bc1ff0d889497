package io.datapunk.retry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page on the files of a failing call is held against the sources. */
class FailingCallFilesTest {

    private static final Path PAGE = Path.of("../docs/internals/failing-call.md");
    private static final Path CALL = Path.of("../core/src/main/java/io/datapunk/retry/call");

    private static final Pattern FILE = Pattern.compile("(?m)^\\d+\\. \\[`(\\w+)`]\\(([^)]+)\\)");
    private static final Pattern BULLET = Pattern.compile("(?m)^- `(\\w+)`: ");

    private final List<String> names = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final Set<String> declared = new HashSet<>();

    @BeforeEach
    void readPage() throws IOException {
        String page = Files.readString(PAGE);
        FILE.matcher(page).results().forEach(file -> {
            names.add(file.group(1));
            files.add(PAGE.resolveSibling(file.group(2)));
        });
        BULLET.matcher(page).results().map(bullet -> bullet.group(1)).forEach(declared::add);
    }

    @Test
    void thereAreAtMostNineFilesFromTheWovenMethodToTheResult() {
        assertThat(names).hasSizeBetween(8, 9).contains("RetryCall").endsWith("CallResult");
        assertThat(files).allSatisfy(file -> assertThat(file).isRegularFile());
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactlyElementsOf(
                        names.stream().map(name -> name + ".java").toList());
    }

    @Test
    void eachFileIsNamedInOneAboveIt() throws IOException {
        StringBuilder above = new StringBuilder(Files.readString(files.get(0)));
        for (int i = 1; i < files.size(); i++) {
            assertThat(wordsOf(above.toString()))
                    .as("the files above " + names.get(i))
                    .contains(names.get(i));
            above.append(Files.readString(files.get(i)));
        }
    }

    @Test
    void eachClassOfThePackageCallThatTheyUseIsOnThePage() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path file : files) {
            used.addAll(wordsOf(withoutComments(Files.readString(file))));
        }
        used.retainAll(classesOf(CALL));
        Set<String> onPage = new TreeSet<>(declared);
        names.stream()
                .filter(name -> Files.exists(CALL.resolve(name + ".java")))
                .forEach(onPage::add);

        assertThat(onPage).isEqualTo(used);
    }

    @Test
    void theirValuesHaveNoFieldThatIsWrittenAgain() throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("## Values"), page.indexOf("## Parts"));
        List<String> values =
                BULLET.matcher(section).results().map(bullet -> bullet.group(1)).toList();

        assertThat(values).isNotEmpty().allSatisfy(value -> assertThat(
                        Files.readString(CALL.resolve(value + ".java")).lines())
                .filteredOn(line -> line.matches(" {4}(private |volatile )*[\\w<>\\[\\]]+ \\w+( = .*)?;"))
                .isEmpty());
    }

    private static Set<String> classesOf(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info"))
                    .collect(Collectors.toSet());
        }
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//[^\\n]*", "");
    }

    private static Set<String> wordsOf(String text) {
        return Pattern.compile("\\w+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
