package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.guard.RetryBudget;

/** {@code type=Budget}: one budget, of a name or of one rule. */
final class BudgetMBean extends AttributeTable {

    BudgetMBean(RetryBudget budget) {
        super(BudgetMBean.class.getName(), "The retry budget " + budget.name());
        attribute("Balance", double.class, "Retries that it would allow now [retries]", budget::balance);
        attribute("Withdrawn", long.class, "Retries that it has allowed [retries]", budget::withdrawn);
        attribute("Denied", long.class, "Retries that it has refused [retries]", budget::denied);
    }
}
