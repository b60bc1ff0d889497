package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.FileText;
import io.datapunk.retry.agent.rules.syntax.Mark;
import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.agent.rules.syntax.ProblemList;
import io.datapunk.retry.agent.rules.syntax.YamlReader;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads rules files into a {@link RuleSet}. All files are read to their end, so that every mistake is told at once. Not
 * thread-safe; for one reading.
 */
public final class RulesReader {

    static final String[] KEYS = {"version", "enabled", "defaults", "circuit-breakers", "budgets", "rules"};

    private final ProblemList problems = new ProblemList();
    private final NodeValues values = new NodeValues(problems);
    private final Map<String, BreakerSpec> breakers = new LinkedHashMap<>();
    private final Map<String, BudgetSpec> budgets = new LinkedHashMap<>();
    private final Map<String, Mark> sharedMarks = new LinkedHashMap<>();
    private final Map<String, Mark> ruleMarks = new HashMap<>();
    private final RuleReader.Shared shared = new RuleReader.Shared(breakers, budgets);
    private final List<RetryRule> rules = new ArrayList<>();
    private boolean enabled = true;
    private int files;

    private RulesReader() {}

    /**
     * Reads files.
     *
     * @param source what is shown as the origin of the rules
     * @param texts name of each file to its text, in the order in which they count
     * @throws RulesException where something is wrong in one of them; nothing of them is used then
     */
    public static RuleSet read(String source, Map<String, String> texts) throws RulesException {
        return new RulesReader().readAll(source, texts);
    }

    /**
     * The same for files as they are on disk: UTF-8, or UTF-16 with a byte order mark.
     *
     * @throws RulesException where something is wrong in one of them; nothing of them is used then
     */
    public static RuleSet readBytes(String source, Map<String, byte[]> files) throws RulesException {
        RulesReader reader = new RulesReader();
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            texts.put(file.getKey(), FileText.decode(file.getKey(), file.getValue(), reader.problems));
        }
        return reader.readAll(source, texts);
    }

    private RuleSet readAll(String source, Map<String, String> texts) throws RulesException {
        List<Node.Mapping> roots = new ArrayList<>();
        files = texts.size();
        for (Map.Entry<String, String> file : texts.entrySet()) {
            if (file.getValue() == null) {
                continue; // told already: it cannot be decoded
            }
            Node root = new YamlReader(file.getKey(), problems).read(file.getValue());
            Node.Mapping map = root == null ? null : values.mapping(root, "a map with version and rules", KEYS);
            if (map != null) {
                roots.add(map);
                readHead(map);
            }
        }
        // After all heads: a rule may name a breaker of a later file.
        for (Node.Mapping root : roots) {
            readRules(root);
        }
        warnOfUnused();
        if (!problems.isEmpty()) {
            throw new RulesException(problems.problems());
        }
        return new RuleSet(source, enabled, rules, problems.warnings());
    }

    private void readHead(Node.Mapping root) {
        Node version = root.get("version");
        if (version == null) {
            problems.expected(root, "version: 1 in it");
        } else if (!Long.valueOf(1).equals(version instanceof Node.Scalar ? ((Node.Scalar) version).value() : null)) {
            problems.expected(version, "1, the only version there is");
        }
        if (root.get("enabled") != null) {
            Boolean value = values.bool(root.get("enabled"));
            enabled &= value == null || value;
        }
        for (Map.Entry<String, Node.Entry> entry : named(root, "circuit-breakers")) {
            BreakerSpec breaker = BreakerReader.read(values, entry.getValue().value(), entry.getKey());
            if (isNew("circuit-breakers", entry)) {
                breakers.put(entry.getKey(), breaker);
            }
        }
        for (Map.Entry<String, Node.Entry> entry : named(root, "budgets")) {
            BudgetSpec budget = BudgetReader.read(values, entry.getValue().value(), entry.getKey());
            if (isNew("budgets", entry)) {
                budgets.put(entry.getKey(), budget);
            }
        }
    }

    private Iterable<Map.Entry<String, Node.Entry>> named(Node.Mapping root, String section) {
        Node node = root.get(section);
        if (node != null && !(node instanceof Node.Mapping)) {
            problems.expected(node, "a map of names");
        }
        Map<String, Node.Entry> entries =
                node instanceof Node.Mapping ? ((Node.Mapping) node).entries() : new HashMap<String, Node.Entry>();
        for (Map.Entry<String, Node.Entry> entry : entries.entrySet()) {
            String path = section + "." + entry.getKey();
            checkName(entry.getKey(), entry.getValue().keyMark(), path);
            if (entry.getKey().equals("off")) {
                problems.add(
                        entry.getValue().keyMark(),
                        path,
                        "found the name \"off\", expected another: in a rule it says that there is none");
            }
        }
        return entries.entrySet();
    }

    private boolean isNew(String section, Map.Entry<String, Node.Entry> entry) {
        Mark mark = entry.getValue().keyMark();
        String key = section + "." + entry.getKey();
        Mark before = sharedMarks.get(key);
        if (before != null) {
            problems.add(mark, key, "the name \"" + entry.getKey() + "\" is taken at " + before);
            return false;
        }
        sharedMarks.put(key, mark);
        return true;
    }

    private void readRules(Node.Mapping root) {
        Map<String, Node.Entry> defaults = readDefaults(root.get("defaults"));
        Node list = root.get("rules");
        if (list == null) {
            if (files == 1 || root.get("circuit-breakers") == null && root.get("budgets") == null) {
                problems.expected(root, "rules: in it");
            }
        } else if (!(list instanceof Node.Sequence)) {
            problems.expected(list, "a list of rules, each beginning with \"- name:\"");
        } else {
            for (Node item : ((Node.Sequence) list).items()) {
                readRule(item, defaults);
            }
        }
    }

    private Map<String, Node.Entry> readDefaults(Node node) {
        if (node == null) {
            return new LinkedHashMap<>();
        }
        Node.Mapping map = values.mapping(node, "a map of keys that rules have, but name and match", RuleReader.KEYS);
        if (map == null) {
            return new LinkedHashMap<>();
        }
        problems.readingRule(null, accepted(map.entries()));
        new RuleReader(values, shared).readEach(map); // tells its mistakes even where no rule uses them
        problems.readingRule(null, Collections.<String>emptySet());
        return map.entries();
    }

    private void readRule(Node node, Map<String, Node.Entry> defaults) {
        String[] keys = new String[RuleReader.KEYS.length + 2];
        keys[0] = "name";
        keys[1] = "match";
        System.arraycopy(RuleReader.KEYS, 0, keys, 2, RuleReader.KEYS.length);
        Node.Mapping own = values.mapping(node, "a rule: a map with name and match", keys);
        if (own == null) {
            return;
        }
        int before = problems.count();
        String name = readName(own);
        MatchSpec match = null;
        if (own.get("match") == null) {
            problems.expected(own, "match: in it, which says which methods the rule is for");
        } else {
            match = new MatchReader(values).read(own.get("match"));
        }
        // A rule's own value replaces the whole value of the defaults.
        Map<String, Node.Entry> entries = new LinkedHashMap<>(defaults);
        entries.putAll(own.entries());
        Set<String> accepted = accepted(entries);
        problems.readingRule(name, accepted);
        Node.Mapping all = new Node.Mapping(own.mark(), own.path(), entries);
        RuleReader reader = new RuleReader(values, shared).read(all);
        if (problems.count() == before && match != null) {
            RetryRule rule = new RetryRule(name, own.mark(), match, reader, accepted);
            rules.add(rule);
            if (mayBeOutOfProportion(rule)) {
                Proportions.check(rule, all, problems);
            }
        }
        problems.readingRule(null, Collections.<String>emptySet());
    }

    private Set<String> accepted(Map<String, Node.Entry> rule) {
        return rule.containsKey(WarningId.KEY) ? WarningId.accepted(values, rule) : Collections.<String>emptySet();
    }

    /** Asked of each rule at each start, so that most load no class for it. */
    private static boolean mayBeOutOfProportion(RetryRule rule) {
        RetryPolicy policy = rule.policy();
        int waits = policy.maxAttempts() - 1;
        long longestWait = policy.backoff().maxDelayNanos();
        boolean mayPassTimeout = policy.timeoutNanos() > 0
                && (policy.attemptTimeoutNanos() > 0 || policy.timeoutNanos() / longestWait <= waits);
        return mayPassTimeout
                || rule.circuitBreaker() != null
                || policy.delayHint() != null && longestWait < Proportions.LEAST_HINT_NANOS
                || rule.budget() != null && waits > Math.max(1, rule.budget().minPerSecond());
    }

    private String readName(Node.Mapping rule) {
        Node node = rule.get("name");
        if (node == null) {
            problems.expected(rule, "name: in it");
            return null;
        }
        String name = values.text(node, "a name");
        if (name == null || !checkName(name, node.mark(), node.path())) {
            return null;
        }
        Mark taken = ruleMarks.get(name);
        if (taken != null) {
            problems.wrong(node, "the name \"" + name + "\" is taken by the rule at " + taken);
        }
        ruleMarks.put(name, node.mark());
        return name;
    }

    private boolean checkName(String name, Mark mark, String path) {
        if (name.isEmpty()) {
            problems.add(mark, path, "found an empty name, expected letters, digits, -, _ and .");
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '-' && c != '_' && c != '.') {
                problems.add(
                        mark,
                        path,
                        "found \"" + Node.shorten(name) + "\", expected a name of letters, digits, -, _ and .");
                return false;
            }
        }
        return true;
    }

    private void warnOfUnused() {
        for (Map.Entry<String, Mark> entry : sharedMarks.entrySet()) {
            if (!shared.used.contains(entry.getKey())) {
                problems.warn(entry.getValue(), entry.getKey(), WarningId.UNUSED_NAME.text(), "no rule uses it");
            }
        }
    }
}
