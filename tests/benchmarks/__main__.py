"""All figures, one after another: `python -m tests.benchmarks`."""

from tests.benchmarks import sale, screens, search

for subject in (sale, search, screens):
    subject.main()
