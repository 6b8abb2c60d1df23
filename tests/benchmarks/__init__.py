"""How fast: ratios to a bare probe in the same run. Not tests: `python -m tests.benchmarks` prints them."""
