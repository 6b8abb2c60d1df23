"""What a scanner sends, and what it means."""

from __future__ import annotations

import calendar
import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kruidenier.errors import ShopError
from kruidenier.shop.goods.barcodes import (
    CardCode,
    Gtin,
    InStoreCode,
    NotACode,
    OwnCode,
    TornBarcode,
    WeightLabel,
    from_azerty,
    gtin_check_digit,
    new_card,
    read,
)

BY_WEIGHT = "29IIIIIWWWWWC"
BY_PRICE = "23IIIIIPPPPPC"
LOT_AND_DATE = "010541018803107217261231"
GTIN = "05410188031072"

digits = st.text("0123456789")
years = st.integers(2000, 2060)
slow_at_first = settings(deadline=None)
"""The library behind GS1 is imported when it is first needed."""


def complete(body: str) -> str:
    return body + gtin_check_digit(body)


def outcome(text: str, patterns=(BY_WEIGHT, BY_PRICE)):
    """Read a text, and hand back the refusal if there is one."""
    try:
        return read(text, patterns=patterns)
    except ShopError as no:
        return no


# Articles of the trade


@pytest.mark.parametrize(
    ("scanned", "gtin"),
    [
        ("73513537", "00000073513537"),
        ("036000291452", "00036000291452"),
        ("5410188031072", GTIN),
        ("05410188031072", GTIN),
        ("15400141379317", "15400141379317"),
        ("0012345678905", "00012345678905"),
    ],
)
def test_articles_are_known_by_14_digits_and_keep_what_was_scanned(scanned, gtin):
    assert read(scanned) == Gtin(gtin, given=scanned)


def test_a_digit_that_is_gs1_as_well_stays_an_article():
    assert read("96385074") == Gtin("00000096385074", given="96385074")


@pytest.mark.parametrize(
    "typed", ["5 410188 031072", " 5410188031072 ", "5410188031072\r\n", "\t5410188031072", "\x1d5410188031072"]
)
def test_blanks_and_line_ends_around_and_between_digits_do_not_matter(typed):
    assert read(typed) == Gtin(GTIN, given="5410188031072")


@pytest.mark.parametrize("prefix", ["]E0", "]C0", "]A0", "]I1", "]d1", "]Q1", "]X0"])
def test_what_a_scanner_says_about_the_bars_is_left_out(prefix):
    assert read(f"{prefix}5410188031072") == Gtin(GTIN, given="5410188031072")


def test_a_short_barcode_with_its_symbology_is_an_article():
    assert read("]E473513537") == Gtin("00000073513537", given="73513537")


@slow_at_first
@given(st.sampled_from([7, 11, 12, 13]).flatmap(lambda size: st.text("0123456789", min_size=size, max_size=size)))
def test_no_single_wrong_digit_goes_unseen(body):
    right = complete(body)
    for place in range(len(right)):
        wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
        with pytest.raises(TornBarcode):
            read(wrong, patterns=[BY_WEIGHT])


def test_a_torn_barcode_tells_the_digits_so_that_an_own_code_of_that_form_can_be_looked_up():
    with pytest.raises(TornBarcode) as no:
        read("5410188031073")
    assert no.value.details == {"given": "5410188031073"}
    assert "type the digits under the bars" in no.value.explain()


def test_a_plain_article_is_read_without_the_slow_library():
    seen = "import sys; from kruidenier.shop.goods import barcodes; barcodes.read('5410188031072'); print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout.split()
    assert "biip" not in modules


# GS1 element strings


@pytest.mark.parametrize("prefix", ["]C1", "]e0", "]d2", "]Q3", "]J1", "]C1\x1d", "\x1d", ""])
def test_element_strings_tell_article_date_and_lot(prefix):
    assert read(f"{prefix}{LOT_AND_DATE}10LOT42") == Gtin(GTIN, given=GTIN, lot="LOT42", use_by=dt.date(2026, 12, 31))


def test_an_element_string_may_hold_only_the_article():
    assert read("]e001" + GTIN) == read("01" + GTIN) == Gtin(GTIN, given=GTIN)


def test_the_order_of_the_elements_is_free():
    expected = Gtin("05400000000003", "05400000000003", lot="L42", best_before=dt.date(2026, 11, 30), grams=1250)
    assert read("010540000000000315261130310300125010L42") == expected
    assert read("]d210L42\x1d310300125015261130\x1d0105400000000003") == expected
    assert read("152611300105400000000003310300125010L42") == expected


@pytest.mark.parametrize("prefix", ["]C1", "]e0", "]d2", "]Q3", "]J1"])
def test_where_a_scanner_says_gs1_a_lot_is_never_taken_for_an_article(prefix):
    lot = complete("101234567890")
    assert isinstance(read(lot), Gtin)
    with pytest.raises(NotACode):
        read(prefix + lot)


@pytest.mark.parametrize("mark", ["\x1d", "^"])
def test_a_mark_ends_a_lot(mark):
    assert read(f"01{GTIN}10A/1-b_2{mark}15270115{mark}") == Gtin(
        GTIN, given=GTIN, lot="A/1-b_2", best_before=dt.date(2027, 1, 15)
    )


def test_elements_that_the_counter_does_not_need_are_passed_over():
    scanned = f"]C101{GTIN}112601011326010221SERIAL\x1d3922125\x1d3012\x1d17260131"
    assert read(scanned) == Gtin(GTIN, given=GTIN, use_by=dt.date(2026, 1, 31))


def test_both_dates_may_be_on_a_pack():
    article = read(f"01{GTIN}1526010517260110")
    assert isinstance(article, Gtin)
    assert (article.best_before, article.use_by) == (dt.date(2026, 1, 5), dt.date(2026, 1, 10))


@slow_at_first
@given(years, st.integers(1, 12), st.sampled_from(["15", "17"]))
def test_day_00_is_the_end_of_the_month(year, month, mark):
    assume(abs(year - dt.datetime.now(dt.UTC).year) < 49)
    article = read(f"01{GTIN}{mark}{year % 100:02}{month:02}00")
    assert isinstance(article, Gtin)
    end = dt.date(year, month, calendar.monthrange(year, month)[1])
    assert (article.best_before if mark == "15" else article.use_by) == end


@pytest.mark.parametrize(
    ("element", "grams"),
    [
        ("3100000002", 2000),
        ("3101000015", 1500),
        ("3102000125", 1250),
        ("3103001250", 1250),
        ("3104012345", 1235),
        ("3104012344", 1234),
        ("3105123450", 1235),
        ("3105123449", 1234),
        ("3103000000", None),
    ],
)
def test_net_weight_is_whole_grams_halves_up_and_nothing_is_no_weight(element, grams):
    assert read(f"01{GTIN}{element}") == Gtin(GTIN, given=GTIN, grams=grams)


def test_a_wrong_check_digit_inside_an_element_string_is_told():
    with pytest.raises(TornBarcode):
        read("]d2010541018803107317261231")
    with pytest.raises(TornBarcode):
        read("010541018803107317261231")


@pytest.mark.parametrize(
    "scanned",
    [
        "]C1",
        "]d2",
        "]C15410188031072",
        "]C1003541018803107200011",
        "]d217261231",
        f"]d201{GTIN}17261331",
        f"]d201{GTIN}17260230",
        f"]d201{GTIN}17260000",
        f"01{GTIN}\x1d17",
        f"]d201{GTIN}10",
        f"]d201{GTIN}10é",
        "]d201" + "٠٥٤١٠١٨٨٠٣١٠٧٢",
        "\x1d\x1d",
        "10\x1dL",
    ],
)
def test_element_strings_without_article_or_with_impossible_parts_are_no_code(scanned):
    with pytest.raises(NotACode):
        read(scanned)


# The shop's own codes, and those of other shops


@pytest.mark.parametrize(
    "code", ["101", "7", "vegetables", "biscuits-snacks", "B-12", "légumes", "1" * 40, "123456789"]
)
def test_short_codes_are_looked_up_as_they_are(code):
    assert read(code) == OwnCode(code)


def test_a_long_number_that_holds_no_article_may_be_a_card_made_elsewhere():
    assert read("9876543210987654321") == OwnCode("9876543210987654321")


def test_a_label_of_the_own_scale_tells_goods_and_grams():
    assert read(complete("290010101250"), patterns=[BY_WEIGHT]) == WeightLabel("101", grams=1250, price_cents=None)


def test_a_label_of_the_own_scale_may_tell_the_price():
    assert read(complete("230020100345"), patterns=[BY_WEIGHT, BY_PRICE]) == WeightLabel("201", None, price_cents=345)


def test_a_label_without_a_weight_leaves_it_open():
    assert read(complete("290010100000"), patterns=[BY_WEIGHT]) == WeightLabel("101", grams=None, price_cents=None)


def test_a_scanner_that_leaves_the_first_zero_out_is_understood():
    label = complete("020010101250")
    assert read(label[1:], patterns=["02IIIIIWWWWWC"]) == WeightLabel("101", grams=1250, price_cents=None)


def test_a_misread_label_of_the_own_scale_is_told():
    label = complete("290010101250")
    with pytest.raises(TornBarcode):
        read(label[:-1] + str((int(label[-1]) + 1) % 10), patterns=[BY_WEIGHT])


@pytest.mark.parametrize("prefix", ["02", "04", *(str(n) for n in range(20, 30))])
def test_a_number_of_another_shop_never_gives_a_price_or_a_weight(prefix):
    scanned = complete(f"{prefix}1234500199")
    patterns = [p for p in (BY_WEIGHT, BY_PRICE) if not p.startswith(prefix)]
    assert read(scanned, patterns=patterns) == InStoreCode(scanned)
    assert read("0" + scanned, patterns=patterns) == InStoreCode("0" + scanned)


def test_a_carton_of_such_goods_is_that_shops_business_too():
    scanned = complete("1201234567890")
    assert read(scanned) == InStoreCode(scanned)


def test_a_pattern_of_another_length_is_no_label():
    scanned = complete("290010101250")
    assert read(scanned, patterns=["29IIIII", BY_WEIGHT + "C"]) == InStoreCode(scanned)


def test_twelve_digits_from_2_are_a_number_of_another_shop_too():
    scanned = complete("21234500199")
    assert read(scanned) == InStoreCode(scanned)


@slow_at_first
@given(st.text("0123456789", min_size=12, max_size=12), st.sampled_from([(), (BY_WEIGHT,), (BY_WEIGHT, BY_PRICE)]))
def test_only_a_pattern_of_the_shop_makes_a_label(body, patterns):
    scanned = complete(body)
    ours = any(scanned.startswith(pattern[:2]) for pattern in patterns)
    assert isinstance(read(scanned, patterns=patterns), WeightLabel) == ours


@slow_at_first
@given(digits, st.lists(st.text("0129IWPCX-", max_size=14)))
@example("290010101250", ["", "C", "IWIWIWIWIWIWC", "29XXXXXWWWWWC"])
def test_no_pattern_brings_the_till_down(scanned, patterns):
    assert outcome(scanned, patterns)


# Cards


def test_new_cards_are_read_as_cards_however_they_are_typed():
    card = new_card()
    assert read(card) == read(card.lower()) == read(f"]C0{card}\r\n") == CardCode(card)


def test_new_cards_differ():
    assert len({new_card() for _ in range(100)}) == 100


def test_a_card_misread_by_one_digit_is_never_another_card():
    card = new_card()
    for place in range(1, len(card)):
        wrong = card[:place] + str((int(card[place]) + 1) % 10) + card[place + 1 :]
        assert read(wrong) == OwnCode(wrong)


def test_cards_carry_a_check_digit_that_others_can_compute():
    assert read("K123456783") == OwnCode("K123456783")
    assert read("K123456782") == CardCode("K123456782")


# Keyboards


def test_digits_typed_without_shift_on_a_belgian_keyboard_are_digits():
    assert from_azerty("&é\"'(§è!çà") == "1234567890"
    assert read("('&à&!!à\"&àèé") == Gtin(GTIN, given="5410188031072")


def test_a_card_scanned_into_a_belgian_keyboard_is_a_card():
    assert read("K&é\"'(§è!é") == CardCode("K123456782")


@pytest.mark.parametrize("text", ["", "K", "5410188031072", "crème", "(01)", "é1", "œ&"])
def test_other_text_is_left_as_typed(text):
    assert from_azerty(text) == text


def test_only_western_digits_make_an_article():
    assert read("٥٤١٠١٨٨٠٣١٠٧٢") == OwnCode("٥٤١٠١٨٨٠٣١٠٧٢")


# Garbage


def test_more_than_any_pack_can_say_is_refused():
    further = "\x1d".join(f"9{number}{'x' * 90}" for number in range(1, 4))
    with pytest.raises(NotACode):
        read(f"]d201{GTIN}{further}")


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        " ",
        "\r\n",
        "]",
        "]]",
        "-",
        "---",
        "^",
        "\x00",
        "54101880310\x0072",
        "\x02101",
        "a\tb",
        "hello world",
        "[b]",
        "=cmd|' /C calc'!A0",
        "<para>",
        "a" * 41,
        "1" * 5000,
        "x" * 5000,
        "&" * 5000,
        "https://id.example/01/05410188031072",
        "\ud800",
    ],
)
def test_garbage_is_a_kind_sentence(garbage):
    with pytest.raises(NotACode) as no:
        read(garbage)
    assert "scan again" in no.value.explain()


@slow_at_first
@given(st.text() | st.text("]CdeEQ0123456789\x1d^KAB- é&", max_size=60))
@example("]")
@example("96385074")
def test_any_text_is_a_code_or_a_refusal(text):
    assert isinstance(outcome(text), Gtin | OwnCode | WeightLabel | InStoreCode | CardCode | NotACode | TornBarcode)


@slow_at_first
@given(
    st.lists(
        st.tuples(st.sampled_from(["01", "02", "10", "15", "17", "3103", "3109", "21", "37", "8005", "00"]), st.text()),
        max_size=4,
    )
)
def test_any_elements_are_an_article_or_a_refusal(elements):
    scanned = "]d2" + "\x1d".join(ai + value for ai, value in elements)
    assert isinstance(outcome(scanned), Gtin | NotACode | TornBarcode)
