"""All figures, one after another: `python -m tests.benchmarks`."""

from tests.benchmarks import sale, screens, search, stock

for subject in (sale, stock, search, screens):
    subject.main()
