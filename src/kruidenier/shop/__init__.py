"""The business: every room with its rows, its rules and its verbs."""
