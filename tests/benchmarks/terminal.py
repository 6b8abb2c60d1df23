"""A program in a pty, watched from outside: when does it paint, and when is a word on the screen?"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from typing import TYPE_CHECKING, Self

import pyte

if TYPE_CHECKING:
    from types import TracebackType


class Terminal:
    """A child process on a terminal of 80×24; what it paints is stamped as it comes and read afterwards."""

    def __init__(self, *command: str, env: dict[str, str] | None = None, rows: int = 24, columns: int = 80) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.painted = bytearray()
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(
                command[0], command, {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
            )
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def send(self, keys: str) -> float:
        """Type keys at once; tells when."""
        os.write(self.fd, keys.encode())
        return time.perf_counter()

    def until(self, text: str, *, seconds: float = 30) -> float:
        """Wait until a text is on the screen; tells when its last byte came."""
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            if not select.select([self.fd], [], [], 0.2)[0]:
                continue
            try:
                some = os.read(self.fd, 65536)
            except OSError:
                break
            stamp = time.perf_counter()
            self.painted += some
            self.stream.feed(some)
            if any(text in line for line in self.screen.display):
                return stamp
        raise AssertionError(f"{text!r} never came:\n" + "\n".join(self.screen.display))

    def until_end(self) -> None:
        """Read what is still painted until the program has ended."""
        while True:
            try:
                some = os.read(self.fd, 65536)
            except OSError:
                return
            self.painted += some
