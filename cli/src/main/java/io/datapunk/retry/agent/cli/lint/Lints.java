package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.Glob;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.WarningId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks every lint, and keeps what no rule accepts. Not thread-safe; for one run of {@code check}. */
public final class Lints {

    private static final List<MethodLint> OF_METHODS = Arrays.asList(
            new SoundsLikeWrite(),
            new ResultNeverComes(),
            new BreakerForManyHosts(),
            new InTransaction(),
            new OneShotArgument(),
            new OneShotObject(),
            new InterruptClosesChannels(),
            new AttemptIsNotBounded(),
            new ReturnValueDoesNotFit(),
            new EventLoop(),
            new BlockingBody(),
            new ThreadContext(),
            new EagerPublisher());

    private final NestedRetries nested = new NestedRetries();
    private final UnknownNames unknownNames;
    private final Map<String, RuleWarnings> ofRules = new LinkedHashMap<>();
    private final Map<String, RetryRule> rules = new LinkedHashMap<>();

    /**
     * Lints of some rules.
     *
     * @param classes what the rules are held against
     */
    public Lints(List<RetryRule> rules, CheckedClasses classes) {
        this.unknownNames = new UnknownNames(classes);
        for (RetryRule rule : rules) {
            this.rules.put(rule.name(), rule);
            ofRules.put(rule.name(), new RuleWarnings());
        }
    }

    /** A method that a rule gets. */
    public void look(MatchedMethod method) {
        nested.add(method);
        for (MethodLint lint : OF_METHODS) {
            String message = accepts(method.rule(), lint.id()) ? null : lint.look(method);
            if (message != null) {
                add(new Warning(lint.id(), method.rule().name(), method.toString(), message));
            }
        }
    }

    /** What is about a rule, and known elsewhere. */
    public void add(Warning warning) {
        if (!accepts(rules.get(warning.rule()), warning.id())) {
            ofRules.get(warning.rule()).add(warning);
        }
    }

    /** All methods have been looked at: the rest, about rules and about pairs of methods. */
    public void finish() {
        for (RetryRule rule : rules.values()) {
            for (Glob glob : rule.match().classes()) {
                if (glob.literalPrefix().isEmpty() && rule.match().methods().isEmpty() && !glob.isLiteral()) {
                    String message =
                            "class \"" + glob + "\" without a method is a catch-all: name what is to be retried";
                    add(new Warning(WarningId.CATCH_ALL, rule.name(), null, message));
                }
            }
            for (Warning warning : unknownNames.look(rule)) {
                add(warning);
            }
        }
        nested.look(this);
    }

    /** The warnings about a rule. */
    public RuleWarnings of(RetryRule rule) {
        return ofRules.get(rule.name());
    }

    private static boolean accepts(RetryRule rule, WarningId id) {
        return rule.acceptedWarnings().contains(id.text());
    }
}
