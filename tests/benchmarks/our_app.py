"""The program itself on a given shop, for the benchmarks that watch it in a terminal."""

import sys
from pathlib import Path

from kruidenier.tui.program import run

if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), lang="en"))
