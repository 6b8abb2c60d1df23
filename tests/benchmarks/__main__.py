"""All figures, one after another: `python -m tests.benchmarks`."""

from tests.benchmarks import journal, report, sale, screens, search, stock

for subject in (sale, stock, search, report, screens, journal):
    subject.main()
