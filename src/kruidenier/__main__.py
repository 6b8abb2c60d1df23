"""The command `kruidenier`."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def main() -> None:
    """Run one command, or open the screens."""
    from kruidenier.cli.root import kruidenier

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show é shows ?
    try:
        kruidenier(prog_name="kruidenier")
    except Exception as fault:  # noqa: BLE001 the last stop: the log has the trace, the reader a sentence
        from kruidenier.cli.run import stop_for

        sys.exit(stop_for(fault))


if __name__ == "__main__":
    main()
