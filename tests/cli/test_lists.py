"""Lists through the console: what is told, what is written, and that what goes out comes back the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kruidenier.config import starter_data
from kruidenier.shop.founding import found_shop
from tests.cli.conftest import Terminal
from tests.kit import NOW, Stand

GOODS = "gtin;code;name_fr;name_nl;group;sold_by;price_cents\n"


@pytest.fixture
def file(tmp_path: Path):
    """Write a file to import."""

    def write(text: str, name: str = "list.csv") -> Path:
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return write


@pytest.fixture
def another(tmp_path: Path) -> Terminal:
    """A terminal at another, empty shop."""
    found_shop(tmp_path / "other", name="Other", lang="nl", manager="Jan", pin="1234", now=NOW).close()
    return Terminal(tmp_path / "other")


def test_an_import_tells_what_it_did(terminal: Terminal, file):
    goods = file(GOODS + "5410188031072;;Gaspacho;;soups;piece;125\n;101;Pommes;Appels;fruit;weight;0\n")
    done = {"kind": "products", "rows": 2, "created": 2, "updated": 0, "unchanged": 0, "errors": []}
    assert terminal.json("import", "products", goods) == done
    assert terminal.json("import", "products", goods) == done | {"created": 0, "unchanged": 2}
    changed = file(GOODS + "5410188031072;;Gaspacho;;soups;piece;130\n;101;Pommes;Appels;fruit;weight;0\n")
    assert terminal.json("import", "products", changed) == done | {"created": 0, "updated": 1, "unchanged": 1}


def test_any_error_and_nothing_is_written(terminal: Terminal, stand: Stand, file):
    goods = file(GOODS + ";101;Pommes;;fruit;weight;\n;102;;;fruit;weight;\n;101;Poires;;fruit;weight;\n")
    result = terminal.run("import", "products", goods, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert (told["rows"], told["created"], told["updated"], told["unchanged"]) == (3, 0, 0, 0)
    assert [(error["row"], error["column"]) for error in told["errors"]] == [(2, "name_fr"), (3, "code")]
    assert all(error["message"] for error in told["errors"])
    assert stand.rows("SELECT 1 FROM product") == []
    assert "Row 2, name_fr:" in terminal.run("import", "products", goods).stderr


def test_good_rows_may_be_kept(terminal: Terminal, stand: Stand, file):
    goods = file(GOODS + ";101;Pommes;;fruit;weight;\n;102;;;fruit;weight;\n")
    result = terminal.run("import", "products", goods, "--keep-good", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["created"], len(told["errors"])) == (1, 1)
    assert [row.code for row in stand.rows("SELECT code FROM product")] == ["101"]


def test_a_rehearsal_writes_nothing(terminal: Terminal, stand: Stand, file):
    goods = file(GOODS + ";101;Pommes;;fruit;weight;\n")
    assert terminal.json("import", "products", goods, "--dry-run")["created"] == 1
    assert "rehearsal" in terminal.run("import", "products", goods, "--dry-run").stdout
    assert stand.rows("SELECT 1 FROM product") == []


def test_a_file_is_one_line_in_the_journal(terminal: Terminal, stand: Stand, file):
    terminal.json("import", "products", file(GOODS + ";101;Pommes;;fruit;weight;50\n;102;Poires;;fruit;weight;\n"))
    terminal.json("import", "products", file(GOODS + ";101;Pommes;;fruit;weight;60\n;102;Poires;;fruit;weight;\n"))
    first, second = stand.rows("SELECT subject, details FROM journal WHERE verb = 'import' ORDER BY id")
    assert first.subject == "products"
    details = second.details if isinstance(second.details, dict) else json.loads(second.details)
    assert details == {"created": 0, "changed": {"101": {"price_cents": [50, 60]}}}


def test_unknown_columns_are_named_beside_the_answer(terminal: Terminal, file):
    goods = file("code,name_fr,group,sold_by,colour\n101,Pommes,fruit,weight,red\n")
    result = terminal.run("import", "products", goods, "--json")
    assert "colour" in result.stderr
    assert json.loads(result.stdout)["created"] == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "NotASheet"),
        (b"\n\n", "NotASheet"),
        (b"101,Pommes,fruit,weight\n", "MissingColumns"),
        ("code,name_fr,group,sold_by\n101,Épices,spices,piece\n".encode("latin-1"), "NotASheet"),
        ("code,name_fr,group,sold_by\n101,Pommes,fruit,weight\n".encode("utf-16"), "NotASheet"),
        (b"PK\x03\x04 not a spreadsheet", "NotASheet"),
        (b"\x89PNG\r\n\x1a\n\0\0", "NotASheet"),
        (b"code,code,name_fr,group,sold_by\n", "NotASheet"),
        (b'code,name_fr,group,sold_by\n101,"Pommes,fruit,weight\n', "NotASheet"),
        (b"code\tname_fr\tgroup\tsold_by\n101\tPommes\tfruit\tweight\n", "MissingColumns"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_way_on(terminal: Terminal, tmp_path: Path, content: bytes, code: str):
    (tmp_path / "list.csv").write_bytes(content)
    result = terminal.run("import", "products", tmp_path / "list.csv", "--json")
    assert result.exit_code == 1
    refused = json.loads(result.stdout)["refused"]
    assert refused["code"] == code
    assert "CSV UTF-8" in refused["message"]


def test_a_file_that_is_not_there_is_said_to_be(terminal: Terminal, tmp_path: Path):
    assert terminal.no("import", "products", tmp_path / "nothing.csv") == "NoSuchFile"
    assert terminal.no("import", "products", tmp_path) == "NoSuchFile"


def test_everything_that_goes_out_comes_back_the_same(terminal: Terminal, another: Terminal, stand: Stand, tmp_path):
    terminal.json("import", "products", starter_data() / "own_products.csv")
    stand.supplier("=colruyt")
    stand.product("5410188031072", names={"fr": "=1+1", "nl": '@home, "x";\''}, fixed=0, reference=250, content=33)
    (tmp_path / "stock.csv").write_text(
        "supplier,gtin,code,group,count,grams,lot,date_mark,date,origin,received_on,reference_value_cents\n"
        "=colruyt,5410188031072,,,4,,=L;1,use_by,2026-11-01,donated,2026-11-20,210\n"
        "=colruyt,,101,,,1250,,none,,bought,,\n"
        "=colruyt,,,fruit,,9000,,none,,food_bank,,\n",
        "utf-8",
    )
    (tmp_path / "households.csv").write_text(
        "card,display_name,lang,members,adults,children,referred_by,access_from,access_until,esf_from,note\n"
        'H-1,+Fam Één,fr,2021-03:M;1984:F,,,OCMW,2026-01-01,2026-12-31,2026-01-01,"two\nlines"\n'
        "h2,عائلة,ar,,2,3,CPAS,2026-01-01,2026-12-31,,\n",
        "utf-8",
    )
    terminal.json("import", "stock", tmp_path / "stock.csv")
    terminal.json("import", "households", tmp_path / "households.csv")
    for kind in ("suppliers", "products", "stock", "households"):
        for ending in ("csv", "xlsx"):
            out = tmp_path / f"{kind}.{ending}"
            assert terminal.run("export", kind, "-o", out).exit_code == 0
            another.json("import", kind, out)
            again = tmp_path / f"again.{ending}"
            another.run("export", kind, "-o", again)
            assert again.read_bytes() == out.read_bytes(), (kind, ending)
        assert another.run("export", kind).stdout.encode() == (tmp_path / f"{kind}.csv").read_bytes()
    assert "=1+1" in (tmp_path / "products.csv").read_text("utf-8")
    assert another.json("check") == {"ok": True, "faults": []}


def test_an_export_that_cannot_be_written_is_said_to_be(terminal: Terminal):
    assert terminal.run("export", "products", "-o", "/proc/nowhere/x.csv").exit_code == 1


def test_new_cards_are_told(terminal: Terminal, file):
    people = file(
        "display_name,lang,adults,children,referred_by,access_from,access_until\n"
        "Een,nl,1,0,OCMW,2026-01-01,2026-12-31\nTwee,nl,1,0,OCMW,2026-01-01,2026-12-31\n"
    )
    first, second = terminal.json("import", "households", people)["cards"]
    assert terminal.json("household", first)["adults"] == terminal.json("household", second)["adults"] == 1
    again = terminal.json("import", "households", people)
    assert (again["created"], again["unchanged"], again["cards"]) == (0, 2, [])


def test_goods_of_a_price_list_sell_at_once(terminal: Terminal, stand: Stand, file):
    stand.household("H1")
    terminal.json("import", "products", file(GOODS + "5410188031072;;Gaspacho;;soups;piece;125\n"))
    sale = terminal.json(
        "sell", "--card", "H1", "5410188031072", "--pay", "cash", "--paper", "1", "--at", "2026-11-20T10:00"
    )
    assert sale["total_cents"] == 125


def test_crates_of_a_group_sell_by_weight_and_by_the_piece(terminal: Terminal, stand: Stand, file):
    stand.household("H1")
    stand.supplier("bank")
    stand.product("carrots", group="vegetables", fixed=50, content=100)
    terminal.json("import", "stock", file("supplier,group,grams,date_mark,origin\nbank,vegetables,5000,none,donated\n"))
    sale = terminal.json("sell", "--card", "H1", "vegetables@500", "carrots*3", "--pay", "cash")
    takes = [taken for line in sale["lines"] for taken in line["taken"]]
    assert {(taken["lot"], taken["known_by"]) for taken in takes} == {("L1-000001", "attributed")}
    assert stand.left("L1-000001") == (0, 4200)
