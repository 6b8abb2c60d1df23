"""Office: the shop itself, who works here, its rules, its journal."""
