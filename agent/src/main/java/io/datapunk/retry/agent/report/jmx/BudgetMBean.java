package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.guard.RetryBudget;

/** {@code type=Budget}: one budget, of a name or of one rule. */
final class BudgetMBean {

    private BudgetMBean() {}

    static AttributeTable<RetryBudget> table() {
        AttributeTable<RetryBudget> table =
                new AttributeTable<>(BudgetMBean.class, budget -> "The retry budget " + budget.name());
        table.attribute(
                "Balance", double.class, "Retries that the budget would allow now [retries]", RetryBudget::balance);
        table.attribute(
                "Withdrawn", long.class, "Retries that the budget has allowed [retries]", RetryBudget::withdrawn);
        table.attribute("Denied", long.class, "Retries that the budget has refused [retries]", RetryBudget::denied);
        return table;
    }
}
