"""The receipt on a receipt printer."""

from __future__ import annotations

import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kruidenier.documents.escpos_receipt import NoPrinterThere, PrinterSilent, open_drawer, print_receipt
from kruidenier.shop.till.values import Paid, ShopHeading
from tests.documents.papers import HEADING, MILK, TAXABLE, goods, sale

COMMANDS = re.compile(rb"\x1b@|\x1b[aEt].|\x1d!.|\x1dVB\x00", re.DOTALL)
PATIENCE = 0.2


class Printer:
    """A receipt printer on the network that keeps what it was sent."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self._took = b""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self._door.getsockname()[1]}"

    def took(self) -> bytes:
        """Everything that the first caller sent."""
        self._reader.join()
        self._door.close()
        return self._took

    def _read(self) -> None:
        line, _caller = self._door.accept()
        with line:
            while part := line.recv(4096):
                self._took += part


def printed(*lines, heading=HEADING, **more) -> list[str]:
    """The lines of an English receipt, as the paper shows them."""
    printer = Printer()
    print_receipt(sale(*lines, **{"lang": "en", **more}), heading, printer.address, timeout_seconds=5)
    return COMMANDS.sub(b"", printer.took()).decode("cp858").splitlines()


def silent(printer: str, *lines) -> PrinterSilent:
    """How the printer's failing is told."""
    with pytest.raises(PrinterSilent) as refused:
        print_receipt(sale(*(lines or [goods(MILK)])), HEADING, printer, timeout_seconds=PATIENCE)
    return refused.value


def test_the_printer_gets_the_same_receipt() -> None:
    paid = (Paid("cash", 225, 500),)
    assert printed(goods("Brood", 100), goods("Appelen", 100, grams=1234), rounding_cents=2, payments=paid,
                   change_cents=275, heading=ShopHeading("Kruidenier")) == [
        "      Kruidenier",
        "------------------------------------------",
        "Receipt 1-000412",
        "24/11/2026 at 10:12, till 1",
        "------------------------------------------",
        "Brood                                 1.00",
        "Appelen                               1.23",
        "  1.234 kg × 1.00 per kg",
        "------------------------------------------",
        "Total                                €2.23",
        "Rounding of cash                      0.02",
        "To pay                               €2.25",
        "Cash                                  2.25",
        "  Handed over                         5.00",
        "  Change                              2.75",
        "",
        "       Thank you, and see you soon.",
    ]  # fmt: skip


def test_it_begins_in_a_known_state_and_ends_with_a_cut() -> None:
    printer = Printer()
    print_receipt(sale(goods(MILK)), HEADING, printer.address, timeout_seconds=5)
    took = printer.took()
    assert took.startswith(b"\x1b@\x1bt\x13")
    assert took.endswith(b"\x1dVB\x00")


def test_large_letters_are_only_for_the_shop_and_the_total() -> None:
    printer = Printer()
    print_receipt(sale(goods("Brood"), lang="en"), HEADING, printer.address, timeout_seconds=5)
    large = re.findall(rb"\x1d![^\x00](?:\x1b..)*([^\n]+)", printer.took(), re.DOTALL)
    assert [line.split()[0] for line in large] == [b"Sociale", b"Total"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Crème brûlée ë € ×", "Crème brûlée ë € ×"),
        ("ĳs Ĳ œuf Œ æ", "ijs IJ oeuf OE æ"),
        ("l’eau – “vive”…", 'l\'eau - "vive"...'),
        ("6\u202f%\u00a0vet", "6 % vet"),
        ("Șosetă", "Soseta"),
        ("茶 thee", "? thee"),
        ("<para>[b]\x1b@\x1dV", "<para>[b] @ V"),
    ],
)
def test_letters_that_the_printer_lacks_are_spelt_out(name: str, shown: str) -> None:
    assert f"{shown:<37} 0.50" in printed(goods(name), heading=TAXABLE)


def test_arabic_is_left_to_the_pdf() -> None:
    lines = printed(goods({"ar": "حليب", "fr": "Lait"}), goods({"ar": "حليب"}, code="9001"), lang="ar")
    assert any(line.startswith("Lait ") for line in lines)
    assert any(line.startswith("9001 ") for line in lines)
    assert not any("?" in line for line in lines)


def test_no_line_is_wider_than_the_paper() -> None:
    lines = printed(*(goods(name, 123456, 2) for name in ("x" * 200, "ĳ" * 200, "Yaourt nature… " * 14)))
    assert max(map(len, lines)) == 42
    assert sum("1234.56" in line for line in lines) == 3


def test_the_drawer_opens() -> None:
    printer = Printer()
    open_drawer(printer.address, timeout_seconds=5)
    assert printer.took() == b"\x1bp\x00\x19\xfa"


def test_a_printer_on_a_cable_is_written_to(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    print_receipt(sale(goods(MILK)), HEADING, f"file:{device}", timeout_seconds=5)
    assert "Halfvolle melk 1 l".encode("cp858") in device.read_bytes()


def test_a_printer_that_is_off_is_a_sentence_with_a_way_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    sentence = silent(f"tcp://127.0.0.1:{port}").explain()
    assert f"tcp://127.0.0.1:{port}" in sentence
    assert "Nothing is lost" in sentence
    assert "print it again" in sentence


def test_a_printer_that_never_answers_is_given_up() -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(0)
        with waiting(door.getsockname(), 4):
            assert silent(f"tcp://127.0.0.1:{door.getsockname()[1]}").details["fault"]


def test_a_printer_that_takes_nothing_is_given_up() -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        door.bind(("127.0.0.1", 0))
        door.listen()
        long = [goods(MILK, 50, 2)] * 300
        assert silent(f"tcp://127.0.0.1:{door.getsockname()[1]}", *long).details["fault"]


def test_a_printer_on_a_cable_without_paper_is_given_up(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    os.mkfifo(device)
    reader = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert "timed out" in silent(f"file:{device}", *[goods(MILK, 50, 2)] * 1500).explain()
    finally:
        os.close(reader)


def test_a_cable_without_a_printer_makes_no_file(tmp_path: Path) -> None:
    assert "No such file" in silent(f"file:{tmp_path / 'lp0'}").explain()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    ["", "lp0", "tcp://", "file:", "usb:1", "tcp://192.0.2.1:port", "tcp://192.0.2.1:99999", "tcp://[", "file:/dev/\0",
     f"tcp://{'é' * 80}:9100"],
)  # fmt: skip
def test_what_is_no_address_says_how_to_write_one(address: str) -> None:
    refusal = silent(address)
    assert isinstance(refusal, NoPrinterThere)
    assert "file:/dev/usb/lp0" in refusal.explain()


@contextmanager
def waiting(address: tuple[str, int], callers: int) -> Iterator[None]:
    """Callers enough to fill the queue at a door that nobody opens."""
    queue = [socket.socket() for _ in range(callers)]
    try:
        for caller in queue:
            caller.setblocking(False)
            caller.connect_ex(address)
        yield
    finally:
        for caller in queue:
            caller.close()
