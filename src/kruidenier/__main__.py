"""The command `kruidenier`."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def main() -> None:
    """Run one command, or open the screens."""
    from kruidenier.cli.root import kruidenier
    from kruidenier.cli.run import Stopped, tell_fault

    os.umask(0o077)  # what is written here, copies and papers too, only this account may read
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show é shows ?
    try:
        kruidenier(prog_name="kruidenier")
    except Stopped as stopped:
        sys.exit(tell_fault(stopped))


if __name__ == "__main__":
    main()
