package io.datapunk.retry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Classes for tests, compiled into a folder. */
final class Sources {

    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern NAME = Pattern.compile("(?:class|interface|enum|@interface) ([\\w$]+)");

    private Sources() {}

    /** Each text is one file; its first type names it. */
    static Path compile(Path folder, String... texts) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> files = new ArrayList<>();
        for (String text : texts) {
            Matcher inPackage = PACKAGE.matcher(text);
            String prefix = inPackage.find() ? inPackage.group(1).replace('.', '/') + "/" : "";
            Matcher name = NAME.matcher(text);
            assertThat(name.find()).as(text).isTrue();
            files.add(
                    new SimpleJavaFileObject(
                            URI.create("string:///" + prefix + name.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return text;
                        }
                    });
        }
        List<String> problems = new ArrayList<>();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
            manager.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of(folder));
            boolean good = compiler.getTask(
                            null,
                            manager,
                            problem -> problems.add(problem.getMessage(Locale.ROOT)),
                            List.of("-proc:none", "-Xlint:none", "--release", "11"),
                            null,
                            files)
                    .call();
            assertThat(good).as("%s", problems).isTrue();
        }
        return folder;
    }
}
