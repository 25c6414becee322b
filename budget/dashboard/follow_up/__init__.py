"""The page Budgetopfølgning: the budget beside what was spent, entering it, and reading it from a ledger."""
