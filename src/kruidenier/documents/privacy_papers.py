"""Papers about personal data: all that is kept of a household, the record of processing, a notice in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kruidenier.documents import page, paragraphs
from kruidenier.documents.blocks import INNER, MARGIN, Block
from kruidenier.documents.paragraphs import beside, gap, paragraph, rule, stacked
from kruidenier.documents.roll import MM
from kruidenier.i18n import N_, _, day, money, speaking
from kruidenier.shop.office import journal_words
from kruidenier.shop.people import needs, proofs
from kruidenier.shop.people.register import EVER

if TYPE_CHECKING:
    from kruidenier.shop.figures.household_export import HouseholdExport, Part
    from kruidenier.shop.figures.on_the_machine import OnTheMachine
    from kruidenier.shop.office.personal_data import Kept
    from kruidenier.shop.people.privacy import Terms
    from kruidenier.shop.till.values import SaleDocument, ShopHeading

LABEL = 55 * MM
SPACE = "  ·  "
IN_LINES = ("budget", "quotas", "journal")
"""Of these there are many rows, each with a moment and little more."""
LANGUAGES = {"nl": N_("Dutch"), "fr": N_("French"), "en": N_("English"), "ar": N_("Arabic")}
SAID: dict[str, Mapping[str, str]] = {
    "lang": LANGUAGES,
    "need": needs.NEEDS,
    "proof": proofs.DOCUMENTS,
    "verb": journal_words.VERBS,
    "purse": {"paid": N_("paid goods"), "free": N_("free goods")},
    "kind": {
        "grocery": N_("right to the grocery"),
        "esf": N_("right to ESF+ goods"),
        "paused": N_("paused"),
        "blocked": N_("blocked"),
    },
    "way": {
        "referral": N_("referral"),
        "category": N_("category"),
        "income": N_("income looked at"),
        "visit": N_("one visit"),
        "split": N_("from a split"),
    },
}
"""By column, the words for what the books write in short; anything else stands as it is written."""
FIELDS = {
    "registered": N_("registered"),
    "people": N_("people"),
    "needs": N_("needs"),
    "substitute": N_("who may come for them"),
    "grocery": N_("right to the grocery"),
    "grocery renewed": N_("right to the grocery, renewed"),
    "esf": N_("right to ESF+ goods"),
    "esf renewed": N_("right to ESF+ goods, renewed"),
    "paused": N_("paused"),
    "blocked": N_("blocked"),
    "unblocked": N_("pause or block lifted"),
    "card printed": N_("card printed"),
    "card replaced": N_("card replaced"),
    "merged": N_("made one of two files"),
    "not a duplicate": N_("told apart from another household"),
    "closed": N_("file closed"),
}
"""What the journal says of a file beside its columns."""
KINDS = {"sale": N_("Sale"), "void": N_("Cancelled sale"), "refund": N_("Goods taken back")}


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps the data: the shop, the lines under its name, and its settings for the terms."""

    name: str
    lines: Sequence[str]
    terms: Mapping[str, int]
    on: dt.date


def keeper(heading: ShopHeading, terms: Terms, on: dt.date) -> Keeper:
    """Tell who keeps the data, as these papers say it."""
    return Keeper(heading.name, heading.lines, asdict(terms), on)


def write_export(export: HouseholdExport, shop: str, file: Path, *, lang: str) -> Path:
    """Keep all that is kept of a household as a paper."""
    return page.keep(draw_export(export, shop, lang=lang), file)


def draw_export(export: HouseholdExport, shop: str, *, lang: str) -> bytes:
    """Draw all that is kept of a household as a PDF."""
    with speaking(lang):
        title = _("What we keep of you")
        blocks = [_title(title), paragraph(f"{shop}, {day(export.on)}"), gap(4 * MM)]
        fields = {name: _(word) for part in export.parts for name, word in part.words.items()}
        fields |= {name: _(word) for name, word in FIELDS.items()}
        for part in export.parts:
            blocks += _lines(part, fields) if part.name in IN_LINES else _part(part, fields)
        blocks += _heading(_("What you bought")) if export.sales else []
        for sale in export.sales:
            blocks += _sale(sale, lang)
        return paragraphs.draw(title, blocks, foot=f"{title}, {shop}")


def write_register(register: Sequence[Kept], keeper: Keeper, file: Path, *, lang: str) -> Path:
    """Keep the record of processing as a paper."""
    with speaking(lang):
        title = _("Record of processing of personal data")
        blocks = [_title(title), *_who(keeper), gap(3 * MM)]
        for kept in register:
            columns = ", ".join(f"{table}: {', '.join(named)}" for table, named in kept.columns.items())
            said = (
                (_("Whose data"), _(kept.person)),
                (_("What is kept"), _(kept.told)),
                (_("On what ground"), _(kept.ground)),
                (_("How long"), _(kept.term).format(**keeper.terms)),
                (_("Who sees it"), _(kept.roles)),
                (_("Where in the books"), columns),
            )
            blocks += [
                stacked(*_heading(_("Why: {purpose}").format(purpose=_(kept.purpose))), _row(*said[0])),
                *(_row(*one) for one in said[1:]),
            ]
        return page.keep(paragraphs.draw(title, blocks, foot=f"{title}, {keeper.name}"), file)


def write_notice(register: Sequence[Kept], keeper: Keeper, file: Path, *, lang: str) -> Path:
    """Keep the notice that a household gets, in plain words."""
    with speaking(lang):
        title = _("Your data with us")
        say = partial(paragraph, size=11)
        blocks = [_title(title), *_who(keeper), gap(3 * MM)]
        blocks += [say(_("We keep only what we need to help you. Here is what that is.")), gap(2 * MM)]
        for kept in register:
            lines = (
                _("What: {what}.").format(what=_(kept.told)),
                _("How long: {term}.").format(term=_(kept.term).format(**keeper.terms)),
                _("Who sees it: {roles}.").format(roles=_(kept.roles)),
            )
            blocks.append(stacked(*_heading(_("Why: {purpose}").format(purpose=_(kept.purpose))), *map(say, lines)))
        blocks.append(stacked(*_heading(_("What you may ask")), *map(say, _rights())))
        return page.keep(paragraphs.draw(title, blocks, foot=f"{title}, {keeper.name}, {day(keeper.on)}"), file)


def write_on_the_machine(found: OnTheMachine, keeper: Keeper, file: Path, *, lang: str) -> Path:
    """Keep what was on a stolen machine as a paper."""
    with speaking(lang):
        title = _("What was on the machine")
        blocks = [_title(title), *_who(keeper), gap(3 * MM), *map(paragraph, lay_open(found)), gap(2 * MM)]
        for kept, number, rows in found.kinds:
            said = (
                (_("Whose data"), _("{people}: {n}").format(people=_(kept.person), n=number)),
                (_("How many rows"), str(rows)),
                (_("How long it was kept"), _(kept.term).format(**keeper.terms)),
            )
            what = _(kept.told)
            blocks.append(stacked(*_heading(what[:1].upper() + what[1:]), *(_row(*one) for one in said)))
        languages = "; ".join(f"{_(LANGUAGES[code])}: {n}" for code, n in found.languages)
        told = (
            _("{n} households, {people} people in them.").format(n=found.households, people=found.people),
            languages,
        )
        blocks.append(stacked(*_heading(_("Whom it concerns")), *map(paragraph, told)))
        blocks.append(stacked(*_heading(_("What to do")), *map(paragraph, _first_steps())))
        return page.keep(paragraphs.draw(title, blocks, foot=f"{title}, {keeper.name}, {day(keeper.on)}"), file)


def lay_open(found: OnTheMachine) -> tuple[str, ...]:
    """Say what of it whoever has the machine can read."""
    copies = _("Copies of the books: {n}, of which {m} were encrypted and open to nobody without the key.")
    papers = _("Papers with names of households: {n}. Receipts carry no name and no card.")
    return (
        _books(found),
        copies.format(n=found.copies, m=found.sealed_copies),
        papers.format(n=found.papers),
        _("A disk that the machine itself encrypts is read by nobody while it is switched off. Was it?"),
    )


def _books(found: OnTheMachine) -> str:
    if not found.books_here:
        return _("The books are on a server and were not on the machine; its password in shop.toml was. Change it.")
    if not found.books_sealed:
        return _("The books were a file on the machine, not encrypted: whoever has its disk can read all that follows.")
    if found.sealed_copies < found.copies:
        return _(
            "The books were encrypted, but not all copies of them on the machine: in those, whoever has its disk can"
            " read all that follows."
        )
    return _(
        "The books were a file on the machine, encrypted: whoever does not know the key reads nothing of what follows."
        " Was the key beside it, or the program running?"
    )


def _first_steps() -> tuple[str, ...]:
    return (
        _("Tell whoever is responsible for personal data here today, and note when it was found out."),
        _("Decide together whether the authority and the households are told; this paper has the facts for both."),
        _("Give everybody who works here a new PIN: it was kept unreadable, but four digits can be guessed in time."),
        _("Go on from the last copy on another machine: kruidenier restore."),
    )


def _rights() -> tuple[str, ...]:
    return (
        _("You may ask at the desk to see all that we keep of you, and get it on paper or as a file."),
        _("You may ask us to mend what is wrong, and to erase what we keep. The amounts of sales stay, without you."),
        _("We keep no national number, no income and no nationality. We sell and lend your data to nobody."),
        _("We do this as a task of public interest. If you do not agree, you may object: speak to us."),
        _("You may complain to the data protection authority: Drukpersstraat 35, 1000 Brussels."),
    )


def _who(keeper: Keeper) -> list[Block]:
    return [paragraph(keeper.name, font=page.BOLD), *map(paragraph, keeper.lines), paragraph(day(keeper.on))]


def _part(part: Part, fields: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = []
    for turn, row in enumerate(part.rows):
        lines = [
            _row(_(part.words[name]), _said(name, value, fields))
            for name, value in row.items()
            if value not in (None, [], {}, EVER)
        ]
        head = _heading(_(part.title)) if turn == 0 else [gap(2 * MM)]
        blocks += [stacked(*head, *lines[:1]), *lines[1:]]
    return blocks


def _lines(part: Part, fields: Mapping[str, str]) -> list[Block]:
    """Write each row as one line: when it was, and what it says."""
    lines = []
    for row in part.rows:
        when, *said = (money(one) if name == "cents" else _said(name, one, fields) for name, one in row.items())
        lines.append(_row(when, SPACE.join(filter(None, said))))
    return [stacked(*_heading(_(part.title)), *lines[:1]), *lines[1:]] if lines else []


def _said(name: str, value: Any, fields: Mapping[str, str]) -> str:
    if name == "details" and "fields" in value:
        changed = "; ".join(fields.get(one, one) for one in value["fields"])
        others = {key: one for key, one in value.items() if key != "fields"}
        return ", ".join(filter(None, (changed, _plain(others))))
    word = SAID.get(name, {}).get(value) if isinstance(value, str) else None
    return _plain(value) if word is None else _(word)


def _sale(sale: SaleDocument, lang: str) -> list[Block]:
    head = f"{_(KINDS[sale.kind])} {sale.number}{SPACE}{day(sale.date)}{SPACE}{money(sale.total_cents)}"
    lines = []
    for line in sale.lines:
        amount = f"{line.count} ×" if line.grams is None else f"{line.grams} g"
        name = line.names.get(lang) or next(iter(line.names.values()), line.code)
        lines.append(_row(amount, f"{name}{SPACE}{money(line.total_cents)}"))
    return [stacked(paragraph(head, font=page.BOLD), *lines[:1]), *lines[1:], gap(2 * MM)]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return f"{day(value.date())} {value:%H:%M}"
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_plain(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value))
    return str(value)


def _title(words: str) -> Block:
    return paragraph(words, font=page.BOLD, size=15)


def _heading(words: str) -> list[Block]:
    return [gap(3 * MM), rule(), paragraph(words, font=page.BOLD, size=11)]


def _row(label: str, words: str) -> Block:
    return beside([(label, MARGIN, LABEL - 3 * MM, page.REGULAR), (words, MARGIN + LABEL, INNER - LABEL, page.REGULAR)])
