"""The receipt on a receipt printer, in ESC/POS: the language of nearly all of them."""

from __future__ import annotations

import os
import select
import socket
import time
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kruidenier.documents.receipt import compose, speaking_to
from kruidenier.documents.roll import RULE, Row
from kruidenier.documents.text import clean, wrap
from kruidenier.errors import ShopError
from kruidenier.i18n import N_

if TYPE_CHECKING:
    from kruidenier.shop.till.values import SaleDocument, ShopHeading

COLUMNS = 42
"""What every printer of 80 mm has; many have more."""
USUAL_PORT = 9100
CODE_PAGE = "cp858"
"""West European with the euro sign: page 19 of every printer that follows Epson."""
SPELT_OUT = {"œ": "oe", "Œ": "OE", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"}

_START = b"\x1b@\x1bt\x13"
_BOLD = (b"\x1bE\x00", b"\x1bE\x01")
_SIZE = b"\x1d!"
_FEED_AND_CUT = b"\x1dVB\x00"
_KICK_DRAWER = b"\x1bp\x00\x19\xfa"


class PrinterSilent(ShopError):
    """The receipt printer is off, out of reach or stuck."""

    message = N_(
        "The receipt printer {printer} does not take anything ({fault}). Nothing is lost: the books have it. "
        "Look at power, paper and cable, then print it again."
    )


class NoPrinterThere(PrinterSilent):
    """What `shop.toml` says is not the address of a printer."""

    message = N_(
        "{printer} is not the address of a receipt printer. Nothing is lost: the books have it. "
        "Mend the line “printer” in shop.toml: tcp://192.168.1.20:9100 or file:/dev/usb/lp0."
    )


def print_receipt(
    sale: SaleDocument, heading: ShopHeading, printer: str, *, timeout_seconds: float, house: str = "fr"
) -> None:
    """Print a receipt. A printer that is slow to take it is given up after the time-out."""
    with speaking_to(sale, house=house):
        rows = compose(sale, heading, latin=True)
    print_rows(rows, printer, timeout_seconds=timeout_seconds)


def print_rows(rows: Sequence[Row], printer: str, *, timeout_seconds: float) -> None:
    """Print rows of a strip, and cut it."""
    _send(b"".join((_START, *map(_row, rows), _FEED_AND_CUT)), printer, timeout_seconds=timeout_seconds)


def open_drawer(printer: str, *, timeout_seconds: float) -> None:
    """Open the drawer that hangs on the receipt printer."""
    _send(_KICK_DRAWER, printer, timeout_seconds=timeout_seconds)


def _row(row: Row) -> bytes:
    look = row.look
    wide, high = look.printed
    size, columns = _SIZE + bytes([(wide - 1) << 4 | (high - 1)]), COLUMNS // wide
    lines = ["-" * columns] if row is RULE else _lines(row, columns)
    text = b"".join(line.encode(CODE_PAGE) + b"\n" for line in lines)
    return size + _BOLD[look.bold] + text


def _lines(row: Row, columns: int) -> Iterator[str]:
    right = _spelt(row.right)
    start = "  " if row.look.indented else ""
    room = columns - len(start) - (len(right) + 1 if right else 0)
    lines = wrap(clean(row.left), room, lambda text: len(_spelt(text)), most=row.look.most_lines)
    for line in map(_spelt, lines):
        placed = line.center(room) if row.look.centred else f"{start}{line:<{room}} {right}"
        yield placed.rstrip(" ")
        right = ""


def _spelt(text: str) -> str:
    """Write a text with the letters that the printer has."""
    return "".join(_known_letters(sign) for sign in text)


@cache
def _known_letters(sign: str) -> str:
    if sign in SPELT_OUT:
        return SPELT_OUT[sign]
    if sign != "\u00a0" and _in_code_page(sign):
        return sign
    parts = unicodedata.normalize("NFKD", sign)
    return "".join(part for part in parts if _in_code_page(part)) or "?"


def _in_code_page(sign: str) -> bool:
    return sign.encode(CODE_PAGE, "ignore") != b""


def _send(data: bytes, printer: str, *, timeout_seconds: float) -> None:
    try:
        _deliver(data, printer, timeout_seconds=timeout_seconds)
    except ValueError as fault:  # a port that is no number, a name that no network can look up
        raise NoPrinterThere(printer=printer) from fault
    except OSError as fault:
        raise PrinterSilent(printer=printer, fault=fault.strerror or fault) from fault


def _deliver(data: bytes, printer: str, *, timeout_seconds: float) -> None:
    address = urlsplit(printer)
    if address.scheme == "tcp" and address.hostname:
        at = (address.hostname, address.port or USUAL_PORT)
        with socket.create_connection(at, timeout=timeout_seconds) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)  # else the system takes all for a stuck printer
            line.sendall(data)
    elif address.scheme == "file" and address.path:
        _write_to_device(data, address.path, timeout_seconds=timeout_seconds)
    else:
        raise NoPrinterThere(printer=printer)


def _write_to_device(data: bytes, path: str, *, timeout_seconds: float) -> None:
    """Write without ever waiting in the system's hands: a printer without paper takes nothing and says nothing."""
    deadline = time.monotonic() + timeout_seconds
    device = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        while data:
            _reading, ready, _failed = select.select([], [device], [], max(deadline - time.monotonic(), 0))
            if not ready:
                raise TimeoutError("timed out")
            data = data[os.write(device, data) :]
    finally:
        os.close(device)
