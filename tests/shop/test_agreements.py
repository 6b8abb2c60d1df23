"""Agreements: drafted, signed, ended, renewed; which one holds for a supplier on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DatabaseError

from kruidenier.errors import ShopError
from kruidenier.shop.office import papers
from kruidenier.shop.office.staff import NeedsName, NotAllowed
from kruidenier.shop.supply import agreeing, agreement_documents, agreement_paper, agreements, pick_up_plans
from kruidenier.shop.supply.agreement_documents import AgreementDocument, NoSuchAgreement, Promise
from kruidenier.shop.supply.agreements import InForce
from kruidenier.shop.supply.suppliers import NoSuchSupplier, Supplier
from tests.kit import TODAY, Stand, day

TUESDAYS = "FREQ=WEEKLY;BYDAY=TU"
YEAR = Promise(day("2026-01-01"), day("2026-12-31"))


def supplier(stand: Stand, code: str, **columns: object) -> str:
    """Make a supplier with what identifies it."""
    key = stand.supplier(code)
    with stand.shop.writing.begin() as session:
        session.execute(update(Supplier).where(Supplier.id == key).values(**columns or {"name": code.capitalize()}))
    return key


def drafted(stand: Stand, code: str = "miroir", promise: Promise = YEAR, **planned: object) -> str:
    """Write down an agreement with a pick-up each Tuesday; tells its number."""
    stand.supplier(code)
    number = stand.do(agreeing.draft, code, promise=promise).number
    stand.do(pick_up_plans.add, number, **{"rule": TUESDAYS, **planned})
    return number


def signed(
    stand: Stand, code: str = "miroir", promise: Promise = YEAR, *, on: str = "2026-01-01", **planned: object
) -> str:
    """Write down an agreement that both sides signed on a day."""
    number = drafted(stand, code, promise, **planned)
    stand.do(agreeing.sign, number, signed_by="J. Maes", shop_signed_by="Els Peeters", signed_on=day(on))
    return number


def shown(stand: Stand, number: str) -> AgreementDocument:
    return stand.ask(agreement_documents.look_up, number)


def holding(stand: Stand, key: str, on: dt.date) -> InForce:
    found = stand.ask(agreements.in_force, key, on=on)
    assert found is not None
    return found


def test_a_draft_is_changed_until_both_sides_sign(stand: Stand):
    number = drafted(stand, promise=replace(YEAR, goods="bread"), at_time="17:00", crates=30)
    stand.do(agreeing.change, number, promise=replace(YEAR, goods="fruit", notice_days=60))
    document = shown(stand, number)
    assert (document.state, document.promise.goods, document.promise.notice_days) == ("draft", "fruit", 60)
    assert document.notice_on == day("2026-11-01")
    signed_one = stand.do(agreeing.sign, number, signed_by=" J. Maes ", shop_signed_by="Els")
    assert (signed_one.state, signed_one.signed_on, signed_one.signed_by) == ("in_force", TODAY, "J. Maes")
    with pytest.raises(agreeing.NotADraft):
        stand.do(agreeing.change, number, promise=YEAR)
    with pytest.raises(agreeing.NotADraft):
        stand.do(agreeing.drop, number)


def test_pick_ups_of_a_draft_follow_its_days(stand: Stand):
    number = drafted(stand)
    stand.do(pick_up_plans.add, number, rule=TUESDAYS, since=day("2026-03-01"), until=day("2026-06-30"))
    stand.do(pick_up_plans.add, number, rule=TUESDAYS, since=day("2026-11-01"))
    stand.do(agreeing.change, number, promise=replace(YEAR, goods="fruit"))
    assert shown(stand, number).pick_ups[1].until == day("2026-06-30")
    stand.do(agreeing.change, number, promise=Promise(day("2026-02-01"), day("2026-05-31")))
    assert [(plan.since, plan.until) for plan in shown(stand, number).pick_ups] == [
        (day("2026-02-01"), day("2026-05-31")),
        (day("2026-03-01"), day("2026-05-31")),
        (day("2026-02-01"), day("2026-05-31")),
    ]


def test_what_was_signed_is_printed_again_as_it_was(stand: Stand):
    supplier(stand, "miroir", kbo="0999.100.159")
    number = signed(stand)
    with stand.shop.writing.begin() as session:
        session.execute(update(Supplier).values(name="Another name"))
    paper = stand.ask(agreement_paper.contents, number, on=TODAY)
    assert (paper["giver"]["name"], paper["giver"]["kbo"]) == ("Miroir", "0999.100.159")
    assert (paper["signed_on"], paper["promise"]["ends_on"]) == ("2026-01-01", "2026-12-31")
    draft = stand.do(agreeing.renew, number)
    assert stand.ask(agreement_paper.contents, draft.number, on=TODAY)["giver"]["name"] == "Another name"
    assert stand.ask(agreement_paper.contents, draft.number, on=TODAY)["signed_on"] is None


def test_nobody_has_promised_anything_before_signing(stand: Stand):
    number = signed(stand, on="2026-03-10")
    assert shown(stand, number).holds_from == day("2026-03-10")
    key = stand.supplier("miroir")
    assert stand.ask(agreements.in_force, key, on=day("2026-03-09")) is None
    assert stand.ask(agreements.in_force, key, on=day("2026-03-10")) is not None


@pytest.mark.parametrize(
    ("promise", "refused"),
    [
        (replace(YEAR, covers="planet"), agreeing.UnknownReach),
        (replace(YEAR, covers="enterprise"), agreeing.NothingInCommon),
        (replace(YEAR, covers="banner"), agreeing.NothingInCommon),
        (replace(YEAR, ends_on=day("2025-12-31")), agreeing.DaysOutOfOrder),
        (replace(YEAR, notice_days=367), agreeing.BadTerm),
        (replace(YEAR, min_days=-1), agreeing.BadTerm),
        (replace(YEAR, goods="x" * 1001), agreeing.BadTerm),
        (replace(YEAR, other="a\x1b[2Jb"), agreeing.BadTerm),
    ],
)
def test_terms_that_cannot_be_are_refused(stand: Stand, promise: Promise, refused: type[ShopError]):
    stand.supplier("miroir")
    with pytest.raises(refused):
        stand.do(agreeing.draft, "miroir", promise=promise)


def test_a_signature_needs_names_a_day_that_came_and_pick_ups(stand: Stand):
    number = drafted(stand)
    sign = {"signed_by": "J. Maes", "shop_signed_by": "Els"}
    with pytest.raises(NeedsName):
        stand.do(agreeing.sign, number, **sign | {"signed_by": " "})
    with pytest.raises(agreeing.NotYetSigned):
        stand.do(agreeing.sign, number, **sign, signed_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(agreeing.DaysOutOfOrder):
        stand.on("2027-02-01").do(agreeing.sign, number, **sign)
    stand.do(pick_up_plans.stop, number, line=1)
    with pytest.raises(agreeing.NoPickUps):
        stand.do(agreeing.sign, number, **sign)
    assert shown(stand, number).state == "draft"
    assert stand.do(agreeing.drop, number).state == "dropped"
    with pytest.raises(papers.NoSuchPaper):
        stand.ask(papers.figures_of, "agreement", number)


@pytest.mark.parametrize("role", ["volunteer", "staff"])
def test_agreements_are_for_managers(stand: Stand, role: str):
    number = drafted(stand)
    with pytest.raises(NotAllowed):
        stand.as_(role).do(agreeing.draft, "miroir", promise=YEAR)
    with pytest.raises(NotAllowed):
        stand.as_(role).do(agreeing.sign, number, signed_by="a", shop_signed_by="b")
    with pytest.raises(NotAllowed):
        stand.as_(role).do(pick_up_plans.add, number, rule=TUESDAYS)


def test_an_unknown_supplier_or_agreement_is_refused(stand: Stand):
    with pytest.raises(NoSuchSupplier):
        stand.do(agreeing.draft, "nobody", promise=YEAR)
    for number in ("1-999999", "\x00"):
        with pytest.raises(NoSuchAgreement):
            stand.ask(agreement_documents.look_up, number)


def test_an_agreement_is_ended_with_a_reason_and_its_notice(stand: Stand):
    number = signed(stand, promise=replace(YEAR, notice_days=14))
    with pytest.raises(agreeing.NeedsEndReason):
        stand.do(agreeing.end, number, reason=" ")
    with pytest.raises(agreeing.BadTerm):
        stand.do(agreeing.end, number, reason="x" * 1001)
    ended = stand.do(agreeing.end, number, reason="the shop closes")
    assert (ended.state, ended.ended_on, ended.last_day) == ("ended", day("2026-12-08"), day("2026-12-07"))
    assert ended.status(TODAY, warn_days=30) == "in_force"
    assert ended.status(day("2026-12-08"), warn_days=30) == "ended"
    assert stand.ask(agreements.in_force, stand.supplier("miroir"), on=day("2026-12-08")) is None
    with pytest.raises(agreeing.NotInForce):
        stand.do(agreeing.end, number, reason="again")
    with pytest.raises(pick_up_plans.AgreementOver):
        stand.do(pick_up_plans.add, number, rule=TUESDAYS)


def test_an_end_lies_within_the_agreement(stand: Stand):
    number = signed(stand)
    for on in ("2026-11-23", "2027-01-01"):
        with pytest.raises(agreeing.EndsAnyway):
            stand.do(agreeing.end, number, reason="why", on=day(on))
    assert stand.do(agreeing.end, number, reason="why", on=TODAY).last_day == day("2026-11-23")
    short = signed(stand, "delhaize", replace(YEAR, notice_days=60))
    assert stand.do(agreeing.end, short, reason="no time for the whole notice").ended_on == day("2026-12-31")
    endless = signed(stand, "lidl", Promise(day("2026-12-01")))
    with pytest.raises(agreeing.EndsAnyway):
        stand.do(agreeing.end, endless, reason="why", on=TODAY)
    assert stand.do(agreeing.end, endless, reason="never began").ended_on == day("2026-12-31")
    with pytest.raises(agreeing.NotInForce):
        stand.do(agreeing.end, drafted(stand, "aldi"), reason="a draft")


def test_a_renewal_goes_on_where_the_old_one_ends(stand: Stand):
    old = signed(stand, promise=replace(YEAR, goods="bread"), at_time="17:00", crates=30)
    stand.do(pick_up_plans.add, old, rule="FREQ=WEEKLY;BYDAY=FR", until=day("2026-12-11"))
    new = stand.do(agreeing.renew, old)
    assert (new.renews, new.state, new.promise.goods) == (old, "draft", "bread")
    assert (new.promise.starts_on, new.promise.ends_on) == (day("2027-01-01"), day("2027-12-31"))
    assert [(p.rule, p.at_time, p.crates, p.since) for p in new.pick_ups] == [
        (TUESDAYS, "17:00", 30, day("2027-01-01"))
    ]
    assert shown(stand, old).renewed_by is None
    assert [one.number for one in stand.ask(agreement_documents.ending, on=TODAY)] == [old]
    other = stand.do(agreeing.renew, old)
    stand.do(agreeing.sign, new.number, signed_by="J. Maes", shop_signed_by="Els")
    assert shown(stand, old).renewed_by == new.number
    assert shown(stand, old).status(day("2026-12-31"), warn_days=30) == "in_force"
    assert stand.ask(agreement_documents.ending, on=TODAY) == ()
    with pytest.raises(agreeing.RenewedAlready):
        stand.do(agreeing.renew, old)
    with pytest.raises(agreeing.RenewedAlready):
        stand.do(agreeing.sign, other.number, signed_by="J. Maes", shop_signed_by="Els")
    with pytest.raises(agreeing.NotInForce):
        stand.do(agreeing.renew, other.number)


@pytest.mark.parametrize(
    ("first", "last", "again"),
    [
        ("2026-01-01", "2026-12-31", ("2027-01-01", "2027-12-31")),
        ("2026-09-15", "2026-12-14", ("2026-12-15", "2027-03-14")),
        ("2026-11-01", "2026-12-10", ("2026-12-11", "2027-01-19")),
        ("2026-01-01", None, ("2026-11-24", None)),
        ("2026-01-01", "2026-10-31", ("2026-11-24", "2027-09-23")),
    ],
)
def test_a_renewal_is_as_long_again_and_never_begins_in_the_past(stand: Stand, first, last, again):
    number = signed(stand, promise=Promise(day(first), day(last) if last else None), on=first if last else "2026-01-01")
    promise = stand.do(agreeing.renew, number).promise
    assert (str(promise.starts_on), promise.ends_on and str(promise.ends_on)) == again


def test_how_an_agreement_stands_on_a_day(stand: Stand):
    document = shown(stand, signed(stand, promise=replace(YEAR, starts_on=day("2026-02-01"))))
    status = {on: document.status(day(on), warn_days=10) for on in ("2026-01-31", "2026-11-20", "2026-11-21")}
    assert list(status.values()) == ["not_started", "in_force", "ends_soon"]
    assert document.status(day("2027-01-01"), warn_days=10) == "ended"
    assert document.days_left(day("2026-12-30")) == 1
    endless = shown(stand, signed(stand, "lidl", Promise(day("2026-01-01"))))
    assert (endless.status(TODAY, warn_days=365), endless.days_left(TODAY)) == ("in_force", None)
    assert shown(stand, drafted(stand, "aldi")).status(TODAY, warn_days=10) == "draft"


def test_an_agreement_reaches_the_enterprise_or_the_banner(stand: Stand):
    gare = supplier(stand, "gare", kbo="BE 0999.100.159", banner="Miroir")
    franchise = supplier(stand, "franchise", kbo="0999.200.331", banner="MIROIR ")
    stranger = supplier(stand, "stranger", kbo=None, banner=None)
    supplier(stand, "miroir", kbo="0999100159", banner="Miroir")
    bannered = signed(stand, "miroir", replace(YEAR, covers="banner"))
    assert holding(stand, franchise, TODAY).number == bannered
    enterprise = replace(YEAR, covers="enterprise", asks_own_list=True)
    of_enterprise = signed(stand, "miroir", enterprise, rule="FREQ=WEEKLY;BYDAY=WE")
    assert holding(stand, gare, TODAY).number == of_enterprise
    assert holding(stand, gare, TODAY).asks_own_list
    own = signed(stand, "gare", replace(YEAR, starts_on=day("2026-06-01"), ends_on=day("2026-06-30")))
    assert holding(stand, gare, day("2026-06-30")).number == own
    assert holding(stand, gare, day("2026-07-01")).number == of_enterprise
    assert stand.ask(agreements.in_force, stranger, on=TODAY) is None


def test_what_was_signed_stays_whoever_writes(stand: Stand):
    number = signed(stand)
    for change in (
        "UPDATE agreement SET min_days = NULL",
        "UPDATE agreement SET terms = '{}'",
        "UPDATE agreement SET ends_on = '2030-12-31'",
        "UPDATE agreement SET signed_by = 'somebody else'",
        "DELETE FROM agreement",
        "UPDATE pick_up SET rule = 'FREQ=WEEKLY;BYDAY=MO'",
    ):
        with pytest.raises(DatabaseError), stand.shop.writing.begin() as session:
            session.execute(text(change))
    assert shown(stand, number).promise == YEAR


def test_deeds_are_in_the_journal(stand: Stand):
    number = signed(stand)
    stand.do(agreeing.end, number, reason="enough")
    verbs = [row.verb for row in stand.rows("SELECT verb FROM journal WHERE subject = :n ORDER BY id", n=number)]
    assert verbs == ["agreement draft", "pick-up add", "agreement sign", "agreement end"]
