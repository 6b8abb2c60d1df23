"""People: households, their rights and their budgets."""
