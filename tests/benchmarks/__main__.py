"""All figures, one after another: `python -m tests.benchmarks`."""

from tests.benchmarks import report, sale, screens, search, stock

for subject in (sale, stock, search, report, screens):
    subject.main()
