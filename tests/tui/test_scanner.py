"""A scanner's burst is one code, wherever the focus is; what a person types is not."""

from __future__ import annotations

import pytest
from textual.events import Key, Paste

from kruidenier.shop.till import baskets
from kruidenier.tui.scanner import LIMIT, LIMIT_IN_BROWSER, Gatherer, Scan
from tests.kit import Stand
from tests.tui.conftest import MILK, NAMES, PASSATA, Hands, Opens

GS1 = "010541018803107215270601\x1d10LOT7"
AZERTY = dict(zip("1234567890", "&é\"'(§è!çà", strict=True))


class Keyboard:
    """Types into a gatherer at given times, and notes what comes out."""

    def __init__(self, *, limit: float = LIMIT) -> None:
        self.gatherer = Gatherer(limit)
        self.now = 10.0
        self.out: list[Key | Scan] = []

    def type(self, *signs: str, gap: float) -> Keyboard:
        for sign in signs:
            self.now += gap
            key = Key(NAMES.get(sign, sign), sign if len(sign) == 1 and sign != "\x1d" else None)
            key.time = self.now
            self.out += self.gatherer.take(key)
        return self

    def pause(self) -> Keyboard:
        self.now += 1
        self.out += self.gatherer.pause()
        return self

    @property
    def scans(self) -> list[str]:
        return [given.text for given in self.out if isinstance(given, Scan)]

    @property
    def keys(self) -> list[str]:
        return [given.key for given in self.out if isinstance(given, Key)]


@pytest.mark.parametrize("gap", [0, 0.001, 0.005, 0.010, 0.020, 0.030])
def test_a_burst_is_one_scan_at_every_speed(gap: float):
    keyboard = Keyboard().type(*PASSATA, "enter", gap=gap)
    assert (keyboard.scans, keyboard.keys) == ([PASSATA], [])


def test_a_browser_gives_more_time():
    assert Keyboard(limit=LIMIT).type(*PASSATA, "enter", gap=0.08).scans == []
    assert Keyboard(limit=LIMIT_IN_BROWSER).type(*PASSATA, "enter", gap=0.08).scans == [PASSATA]


def test_typing_goes_through_key_by_key():
    keyboard = Keyboard().type("1", "0", "1", gap=0.2).pause().type("enter", gap=0.2)
    assert keyboard.keys == ["1", "0", "1", "enter"]


@pytest.mark.parametrize("ending", [("enter",), ("ctrl+j",), ("enter", "ctrl+j"), ("enter", "enter")])
def test_every_ending_ends_one_scan_and_nothing_else(ending: tuple[str, ...]):
    keyboard = Keyboard().type(*PASSATA, *ending, gap=0.01)
    assert (keyboard.scans, keyboard.keys) == ([PASSATA], [])


def test_an_enter_that_comes_later_is_a_person():
    keyboard = Keyboard().type(*PASSATA, "enter", gap=0.01).type("enter", gap=0.2)
    assert keyboard.keys == ["enter"]


def test_the_prefix_makes_even_a_slow_scanner_sure():
    keyboard = Keyboard().type("ctrl+b", *PASSATA, "enter", gap=0.12)
    assert (keyboard.scans, keyboard.keys) == ([PASSATA], [])


def test_a_prefix_without_a_code_is_forgotten():
    keyboard = Keyboard().type("ctrl+b", "5", gap=0.01).type("1", gap=2).pause()
    assert keyboard.keys == ["5", "1"]


def test_the_separator_of_gs1_arrives():
    assert Keyboard().type(*GS1, "enter", gap=0.01).scans == [GS1]


def test_control_characters_inside_a_burst_are_no_shortcuts():
    keyboard = Keyboard().type(*"5410", "ctrl+q", "f2", *"188", "enter", gap=0.01)
    assert (keyboard.scans, keyboard.keys) == (["5410188"], [])


def test_a_hiccup_does_not_cut_a_code_in_two():
    keyboard = Keyboard().type(*PASSATA[:5], gap=0.01).type(*PASSATA[5:], "enter", gap=0.01)
    keyboard = Keyboard().type(*PASSATA[:5], gap=0.01)
    keyboard.out += keyboard.gatherer.pause()
    keyboard.now += 0.1
    keyboard.type(*PASSATA[5:], "enter", gap=0.01)
    assert keyboard.scans == [PASSATA]


async def test_a_scan_without_its_ending_presses_no_keys(opens: Opens):
    async with opens(by="els") as hands:
        await hands.type("6")
        before = hands.app.screen
        await hands.scan(PASSATA, ending=())
        assert hands.app.screen is before
        assert "Nothing is scanned here" in hands.text


async def test_a_question_keeps_a_scan_without_its_ending(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _card(hands)
        await hands.scan(PASSATA)
        await hands.type("enter")
        await hands.scan(MILK, ending=())
        assert await _codes(stand) == [PASSATA, MILK]


def test_two_scans_without_any_pause_are_two():
    keyboard = Keyboard().type(*PASSATA, "enter", *MILK, "enter", gap=0)
    assert keyboard.scans == [PASSATA, MILK]


async def _card(hands: Hands) -> None:
    await hands.type("H", "1", "enter")


async def _codes(stand: Stand) -> list[str]:
    return [line.code for line in stand.ask(baskets.waiting)[0].lines]


@pytest.mark.parametrize("open_first", [(), ("f1",), ("ctrl+p",), (".",), ("/", "x")])
async def test_a_scan_arrives_wherever_the_focus_is(opens: Opens, stand: Stand, open_first: tuple[str, ...]):
    async with opens() as hands:
        await _card(hands)
        await hands.type(*open_first)
        await hands.scan(PASSATA)
        assert await _codes(stand) == [PASSATA]
        assert "scan >" in hands.text


async def test_an_azerty_burst_is_read_as_digits(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _card(hands)
        await hands.scan("".join(AZERTY[digit] for digit in PASSATA))
        assert await _codes(stand) == [PASSATA]


async def test_a_gs1_scan_brings_its_date(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _card(hands)
        await hands.scan(GS1)
        assert await _codes(stand) == [PASSATA]


async def test_pasted_digits_are_a_scan(opens: Opens, stand: Stand):
    async with opens() as hands:
        await _card(hands)
        hands.app.post_message(Paste(f"{PASSATA}\n{MILK}\n"))
        await hands.settle()
        assert await _codes(stand) == [PASSATA, MILK]


async def test_a_hundred_scans_without_a_pause(opens: Opens, stand: Stand):
    stand.household("H9", adults=50)
    stand.lot(PASSATA, 200)
    async with opens() as hands:
        await hands.type("H", "9", "enter")
        hands.clock += 1
        for _ in range(100):
            for sign in (*PASSATA, "enter"):
                hands.send(sign, 0)
        await hands.settle()
        assert stand.ask(baskets.waiting)[0].pieces == 100


async def test_the_check_says_what_a_scanner_sends(opens: Opens):
    async with opens() as hands:
        await hands.type(".", "0", "3")
        await hands.scan("1234567890", ending=("enter", "ctrl+j"))
        await hands.until("CR + LF")
        assert "Digits: right." in hands.text
        await hands.scan("".join(AZERTY[digit] for digit in "1234567890"))
        assert "American keys" in hands.text
        await hands.scan("010541234567890810LOT7\x1d17281231")
        await hands.until("Separator GS: seen.")
        assert "lot LOT7, 31/12/2028" in hands.text
        await hands.type("1", "2", "enter")
        assert "no ending" in hands.text
        await hands.type("escape")
        assert "TILL 1" in hands.text
