"""The label for suppliers who give: assessed, awarded, withdrawn, proved, and on paper."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import label_schemes, words
from kruidenier.cli.run import Console, Deed, ShopCommand, file_option, json_option, print_json, say, show
from kruidenier.i18n import LANGUAGES, N_, _, day, language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kruidenier.shop.figures.label import Assessment
    from kruidenier.shop.figures.label_criteria import Criterion
    from kruidenier.shop.supply.awards import AwardFacts


@click.group("label", cls=words.Group, help=N_("The municipality's label for suppliers who give."))
def label_() -> None:
    """Hold the commands about the label together."""


@label_.command("assess", cls=ShopCommand, help=N_("Measure a supplier: points, and the way to the next level."))
@click.argument("code")
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("The last day of the months that count."))
@json_option
@click.pass_obj
def assess(console: Console, code: str, *, on: dt.date | None, as_json: bool) -> None:
    """Measure a supplier."""
    from kruidenier.shop.figures import label

    measured = console.ask(label.assess, code, on=on or console.today)
    if as_json:
        print_json(_measured(measured))
    else:
        show(*_lines(measured))


@label_.command("propose", cls=Deed, help=N_("Propose a supplier at the level of the figures, frozen from then on."))
@click.argument("code")
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("The last day of the months that count."))
@json_option
@click.pass_obj
def propose(console: Console, code: str, *, on: dt.date | None, as_json: bool) -> None:
    """Propose a supplier."""
    from kruidenier.shop.figures import awarding

    _tell(console, console.do(awarding.propose, code, on=on), as_json=as_json)


@label_.command(
    "award", cls=Deed, needs="decide_label", help=N_("Note the municipality's decision and issue the label for a year.")
)
@click.argument("code")
@click.option("--by", "signatories", metavar="NAME", required=True, help=N_("Who signed the decision."))
@click.option("--decision", metavar="TEXT", required=True, help=N_("The number of the decision."))
@click.option("--level", metavar="L", type=int, help=N_("Another level than the figures say, with --reason."))
@click.option("--reason", metavar="TEXT", help=N_("Why another level."))
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("The last day of the months that count."))
@click.option("--decided", "decided_on", metavar="DATE", type=words.Day(), help=N_("The day of the decision."))
@click.option("--heard", "heard_on", metavar="DATE", type=words.Day(), help=N_("The day the supplier was heard."))
@click.option("--publish", is_flag=True, help=N_("The supplier agrees to stand in the public register."))
@json_option
@click.pass_obj
def award(console: Console, /, code: str, *, as_json: bool, **said: Any) -> None:
    """Propose, decide and issue at once."""
    from kruidenier.shop.figures import awarding

    _tell(console, console.do(awarding.award, code, **said), as_json=as_json)


@label_.command("drop", cls=Deed, needs="propose_label", help=N_("Give up the proposal that waits for a supplier."))
@click.argument("code")
@json_option
@click.pass_obj
def drop(console: Console, code: str, *, as_json: bool) -> None:
    """Give a proposal up."""
    from kruidenier.shop.supply import awards, label_deciding

    waiting = console.ask(awards.require_open, code)
    _tell(console, console.do(label_deciding.drop, waiting.number), as_json=as_json)


@label_.command("withdraw", cls=Deed, help=N_("Take the label back, once the supplier was heard."))
@click.argument("code")
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why."))
@click.option("--heard", "heard_on", metavar="DATE", type=words.Day(), help=N_("The day the supplier was heard."))
@json_option
@click.pass_obj
def withdraw(console: Console, code: str, *, reason: str, heard_on: dt.date | None, as_json: bool) -> None:
    """Take the label back."""
    from kruidenier.shop.supply import label_deciding

    _tell(console, console.do(label_deciding.withdraw, code, reason=reason, heard_on=heard_on), as_json=as_json)


@label_.command(
    "consent", cls=Deed, needs="decide_label", help=N_("Note whether a holder agrees to stand in the public register.")
)
@click.argument("code")
@click.option("--publish/--no-publish", required=True, help=N_("The supplier agrees, or no longer does."))
@json_option
@click.pass_obj
def consent(console: Console, code: str, *, publish: bool, as_json: bool) -> None:
    """Note the consent to publish."""
    from kruidenier.shop.supply import label_deciding

    _tell(console, console.do(label_deciding.consent, code, publish=publish), as_json=as_json)


@label_.command("list", cls=ShopCommand, help=N_("List every proposal and award."))
@json_option
@click.pass_obj
def list_(console: Console, *, as_json: bool) -> None:
    """List awards."""
    from kruidenier.shop.supply import awards

    found = console.ask(awards.all_awards)
    if as_json:
        print_json({"awards": [_award(one, console.today) for one in found]})
        return
    for one in found:
        show(_award_line(one, console.today))


@label_.command("certificate", cls=ShopCommand, help=N_("The certificate for a shop window, with sticker and speech."))
@click.argument("code")
@file_option(required=True)
@click.option("--sticker", metavar="FILE.pdf", type=click.Path(path_type=Path), help=N_("The window sticker too."))
@click.option("--speech", metavar="FILE.pdf", type=click.Path(path_type=Path), help=N_("Five figures for a speech."))
@json_option
@click.pass_obj
def certificate(
    console: Console, code: str, *, file: Path, sticker: Path | None, speech: Path | None, as_json: bool
) -> None:
    """Write the certificate of the label that a supplier holds today, and what goes with it."""
    from kruidenier.documents import certificate as certificates
    from kruidenier.documents import label_sticker, speech_note
    from kruidenier.shop.figures import awarding
    from kruidenier.shop.supply import awards

    held = console.ask(awards.require_held, code, on=console.today)
    paper = console.ask(awarding.certificate, held.number)
    written = [certificates.write(paper, file)]
    if sticker is not None:
        written.append(label_sticker.write(paper, sticker))
    if speech is not None:
        written.append(speech_note.write(console.ask(awarding.speech, held.number), speech))
    if as_json:
        print_json({"number": held.number, "files": written, "text": paper.text})
    else:
        show(*(_("Written: {place}").format(place=place) for place in written))


@label_.command("letter", cls=ShopCommand, help=N_("The letter that tells a supplier what was decided, and why."))
@click.argument("code")
@file_option(required=True)
@click.option("--lang", "spoken", type=click.Choice(LANGUAGES), help=N_("In this language; else the supplier's."))
@json_option
@click.pass_obj
def letter(console: Console, code: str, *, file: Path, spoken: str | None, as_json: bool) -> None:
    """Write the letter about the newest decision."""
    from kruidenier.documents import label_letter as letters
    from kruidenier.shop.figures import label_letter

    told = console.ask(label_letter.letter, code, lang=spoken)
    place = letters.write(told, file)
    if as_json:
        print_json({"number": told.award.number, "kind": told.kind, "lang": told.lang, "file": place})
    else:
        show(_("Written: {place}").format(place=place))


@label_.command("register", cls=ShopCommand, help=N_("Who holds the label and agrees to say so: .pdf, .csv, .html."))
@file_option(N_("Write it as FILE.pdf, FILE.csv or FILE.html."), metavar="FILE")
@click.option("--on", metavar="DATE", type=words.Day(), help=N_("On this day."))
@json_option
@click.pass_obj
def register(console: Console, *, file: Path | None, on: dt.date | None, as_json: bool) -> None:
    """Tell who holds the label."""
    from kruidenier.documents import label_register
    from kruidenier.shop.figures import awarding

    found = console.ask(awarding.register, on=on or console.today)
    if file is not None:
        say(_("Written: {place}").format(place=label_register.write(found, file)))
    if as_json:
        holders = [asdict(one) for one in found.holders]
        print_json({"on": found.on, "public_key": found.public_key, "holders": holders})
    elif file is None:
        for one in found.holders:
            show(f"{one.number}  {one.name}  {one.level} {one.level_names.get(language(), '')}  {day(one.valid_until)}")


@label_.command("verify", cls=ShopCommand, help=N_("Prove the text of a certificate; - reads it from the input."))
@click.argument("text")
@json_option
@click.pass_obj
def verify(console: Console, text: str, *, as_json: bool) -> None:
    """Prove a certificate's text."""
    from kruidenier.shop.figures import awarding

    proved = console.ask(awarding.prove_text, sys.stdin.read() if text == "-" else text)
    award = None if proved.award is None else _award(proved.award, console.today)
    if as_json:
        print_json({"genuine": True, "text": proved.text, "award": award})
        return
    show(_("This certificate is genuine: {text}").format(text=proved.text))
    if proved.award is None:
        show(_("These books are older than it: they do not know how it stands now."))
    else:
        show(_award_line(proved.award, console.today))


label_.add_command(label_schemes.scheme_)


def _tell(console: Console, done: AwardFacts, *, as_json: bool) -> None:
    if as_json:
        print_json(_award(done, console.today))
    else:
        show(_award_line(done, console.today))


def _award(one: AwardFacts, today: dt.date) -> dict[str, Any]:
    return {
        "number": one.number,
        "supplier": one.supplier,
        "name": one.supplier_name,
        "scheme": one.scheme,
        "state": one.state,
        "status": one.standing(today),
        "assessed_on": one.assessed_on,
        "proposed_level": one.proposed_level,
        "level": one.level,
        "level_names": one.level_names,
        "points": sum(one.figures["points"].values()),
        "decision": one.decision,
        "decided_on": one.decided_on,
        "by": one.signatories,
        "reason": one.reason,
        "heard_on": one.heard_on,
        "publish": one.publish,
        "issued_on": one.issued_on,
        "valid_until": one.valid_until,
        "renews": one.renews,
        "withdrawn_on": one.withdrawn_on,
        "withdrawn_why": one.withdrawn_why,
    }


def _award_line(one: AwardFacts, today: dt.date) -> str:
    from kruidenier.shop.figures import label_words

    level = one.proposed_level if one.level is None else one.level
    until = _("until {day}").format(day=day(one.valid_until)) if one.valid_until else ""
    if one.withdrawn_on:
        until = _("on {day}").format(day=day(one.withdrawn_on))
    standing = _(label_words.STANDINGS[one.standing(today)])
    name = one.level_names.get(language(), "")
    return "  ".join(part for part in (one.number, one.supplier_name, f"{level} {name}", standing, until) if part)


def _measured(measured: Assessment) -> dict[str, Any]:
    from kruidenier.shop.figures import label_words

    facts = measured.facts
    return {
        "supplier": measured.supplier,
        "scheme": measured.scheme,
        "from": facts.first,
        "until": facts.last,
        "prerequisites": [
            {"name": one.name, "met": one.met, "why": label_words.prerequisite(one)} for one in measured.prerequisites
        ],
        "homework": [
            {"name": one.name, "left": len(one.documents), "documents": one.documents, "why": label_words.homework(one)}
            for one in measured.homework
        ],
        "criteria": [
            {
                "name": one.name,
                "applies": one.applies,
                "value": _value(one),
                "points": one.points,
                "of": one.of,
                "why": label_words.criterion(one, facts),
            }
            for one in measured.criteria
        ],
        "points": measured.points,
        "of": measured.of,
        "share": round(measured.points / measured.of, 4) if measured.of else 0,
        "level": measured.level,
        "level_of_points": measured.level_of_points,
        "missing_points": measured.missing,
        "next": label_words.next_level(measured),
        "held": measured.held.number if measured.held else None,
        "kg": facts.grams / 1000,
        "deliveries": facts.deliveries,
    }


def _value(one: Criterion) -> float | None:
    """Write what was measured: kilograms a month, else a part of one."""
    if one.name == "volume":
        return round(one.part / one.months / 1000, 3)
    return round(one.part / one.whole, 4) if one.whole else None


def _lines(measured: Assessment) -> Iterator[str]:
    from kruidenier.shop.figures import label_words

    facts = measured.facts
    yield _("{name}: {first} to {last}, scheme {scheme}").format(
        name=measured.name, first=day(facts.first), last=day(facts.last), scheme=measured.scheme
    )
    for need in measured.prerequisites:
        yield f"  [{'x' if need.met else ' '}] {label_words.prerequisite(need)}"
    for one in measured.criteria:
        points = f"{one.points:>2} / {one.of}" if one.applies else "     –"
        yield f"  {_(label_words.CRITERIA[one.name]):<14} {points:>7}  {label_words.criterion(one, facts)}"
    yield _("{points} of {of} points: level {level}").format(
        points=measured.points, of=measured.of, level=measured.level
    )
    yield from filter(None, (label_words.renewal(measured), label_words.next_level(measured)))
    for task in measured.homework:
        yield _("Our own homework first: {task}").format(task=label_words.homework(task))
