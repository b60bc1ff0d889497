package io.datapunk.retry.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The XML files in which JUnit writes down what has become of tests. */
final class JUnitReports {

    private JUnitReports() {}

    /**
     * A line for each test, sorted: its class, its name, and {@code passed} or the kind of what is wrong. The tests of
     * one method with several values have no numbers: some get their values from a set, in another order each time.
     */
    static List<String> outcomes(Path folder) throws Exception {
        List<Path> reports;
        try (Stream<Path> files = Files.list(folder)) {
            reports = files.toList();
        }
        List<String> outcomes = new ArrayList<>();
        for (Path report : reports) {
            NodeList tests = parse(report).getElementsByTagName("testcase");
            for (int i = 0; i < tests.getLength(); i++) {
                Element test = (Element) tests.item(i);
                String name = test.getAttribute("name").replaceFirst("\\[\\d+]$", "[…]");
                outcomes.add(test.getAttribute("classname") + " " + name + " " + outcome(test));
            }
        }
        Collections.sort(outcomes);
        return outcomes;
    }

    private static Document parse(Path report) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    }

    private static String outcome(Element test) {
        for (Node child = test.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && !element.getTagName().startsWith("system-")) {
                return element.getTagName() + " " + element.getAttribute("type");
            }
        }
        return "passed";
    }
}
