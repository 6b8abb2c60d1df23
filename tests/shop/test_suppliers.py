"""Suppliers: registered, changed, archived, merged, and known together by establishment, enterprise or banner."""

from __future__ import annotations

import pytest

from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.office import enterprise_numbers
from kruidenier.shop.office.enterprise_numbers import NotAnEnterpriseNumber, NotAnEstablishmentNumber
from kruidenier.shop.office.staff import NeedsName, NotAllowed
from kruidenier.shop.supply import (
    door,
    receiving,
    supplier_contacts,
    supplier_file,
    supplier_list,
    supplier_merging,
    supplier_register,
    suppliers,
)
from kruidenier.shop.supply.agreements import Agreement
from kruidenier.shop.supply.receiving import Brought
from kruidenier.shop.supply.supplier_contacts import EmptyContact, NoSuchContact, UnknownLanguage, UnknownRole
from kruidenier.shop.supply.supplier_merging import (
    BothAgreed,
    MergedAlready,
    MergedWithItself,
    NotTheSame,
    PlanOutdated,
)
from kruidenier.shop.supply.supplier_register import (
    AgreementHolds,
    BadCode,
    CodeTaken,
    DeliveryIsOpen,
    NotWritable,
    SupplierChangedMeanwhile,
    UnknownKind,
    UnknownVatScheme,
)
from kruidenier.shop.supply.suppliers import NoBanner, NoEnterprise, NoSuchSupplier, SupplierArchived
from kruidenier.store.base import new_id
from tests.kit import Stand

KBO, OTHER_KBO = "0403.170.701", "0403.019.261"
HOSTILE = '[b]<para>&amp; =cmd()\' "Délices" مخبز'


@pytest.fixture
def miroir(stand: Stand) -> Stand:
    """Two shops of one enterprise, a third under its banner, and a bakery."""
    for code, kbo, banner in (("m1", KBO, "Miroir"), ("m2", KBO, None), ("m3", OTHER_KBO, "Miroir")):
        stand.do(supplier_register.register, code, name=code.upper(), kind="supermarket", kbo=kbo, banner=banner)
    stand.do(supplier_register.register, "koren", name="Bakkerij 't Koren", kind="bakery")
    stand.product("rice", fixed=60, content=500)
    return stand


def agree(stand: Stand, code: str, number: str) -> None:
    with stand.shop.writing.begin() as session:
        session.add(
            Agreement(
                number=number,
                supplier_id=suppliers.find(session, code).id,
                covers="establishment",
                state="in_force",
                starts_on=stand.today,
                notice_days=30,
                asks_own_list=False,
                on_holidays=False,
                terms={},
                signed_on=stand.today,
                recorded_at=stand.now,
                by="els",
            )
        )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0403.019.261", "0403.019.261"),
        ("BE 0403.019.261", "0403.019.261"),
        ("403019261", "0403.019.261"),
        ("be0403019261", "0403.019.261"),
        ("0400.008.697", "0400.008.697"),
    ],
)
def test_an_enterprise_number_is_read_however_it_is_written(text: str, number: str):
    assert enterprise_numbers.enterprise(text) == number
    assert enterprise_numbers.is_enterprise(text)


@pytest.mark.parametrize("text", ["", "0400008600", "0403019262", "2403019261", "04030192", "０403019261", "abc"])
def test_what_is_no_enterprise_number_is_refused(text: str):
    with pytest.raises(NotAnEnterpriseNumber):
        enterprise_numbers.enterprise(text)
    assert not enterprise_numbers.is_enterprise(text)


def test_an_establishment_number_begins_with_2_to_8():
    assert enterprise_numbers.establishment("2143385145") == "2.143.385.145"
    for text in ("2143385144", "0403019261", "9143385145", "214338514"):
        with pytest.raises(NotAnEstablishmentNumber):
            enterprise_numbers.establishment(text)
    assert not enterprise_numbers.is_enterprise(None)


def test_a_supplier_is_registered_with_all_that_is_known(stand: Stand):
    said = {"kbo": "BE 0403 170 701", "establishment": "2143385145", "banner": "B", "street": "Rue 1", "town": "Jette"}
    stand.do(
        supplier_register.register, " a ", name=HOSTILE, kind="shop", **said, vat_scheme="yes", notes="Belt eerst."
    )
    file = stand.ask(supplier_file.look_up, "a")
    assert (file.code, file.name, file.kbo, file.establishment) == ("a", HOSTILE, KBO, "2.143.385.145")
    assert (file.vat_scheme, file.notes, file.dry_goods_only, file.version) == ("yes", "Belt eerst.", False, 1)
    (line,) = stand.ask(supplier_register.listing)
    assert (line.name, line.archived) == (HOSTILE, False)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"code": "m1"}, CodeTaken),
        ({"code": ""}, BadCode),
        ({"code": "two words"}, BadCode),
        ({"code": "x" * 41}, BadCode),
        ({"name": "  "}, NeedsName),
        ({"name": "x" * 201}, NotWritable),
        ({"town": "\x1b[31m"}, NotWritable),
        ({"kind": "bank"}, UnknownKind),
        ({"vat_scheme": "perhaps"}, UnknownVatScheme),
        ({"kbo": "0400008600"}, NotAnEnterpriseNumber),
        ({"establishment": "0403019261"}, NotAnEstablishmentNumber),
        ({"notes": "x" * 2001}, NotWritable),
    ],
)
def test_what_cannot_be_written_down_is_refused(miroir: Stand, said: dict[str, str], refusal: type[Exception]):
    told = {"code": "new", "name": "New", "kind": "shop"} | said
    with pytest.raises(refusal):
        miroir.do(supplier_register.register, told.pop("code"), **told)


def test_volunteers_register_nobody(stand: Stand):
    with pytest.raises(NotAllowed):
        stand.as_("volunteer").do(supplier_register.register, "a", name="A", kind="shop")


def test_a_supplier_is_changed_as_whoever_changes_it_has_seen_it(miroir: Stand):
    seen = miroir.ask(supplier_file.look_up, "koren")
    miroir.do(supplier_register.change, "koren", to={"town": "Jette", "dry_goods_only": True}, version=seen.version)
    with pytest.raises(SupplierChangedMeanwhile):
        miroir.do(supplier_register.change, "koren", to={"town": "Laken"}, version=seen.version)
    now = miroir.ask(supplier_file.look_up, "koren")
    assert (now.town, now.dry_goods_only, now.version) == ("Jette", True, seen.version + 1)
    miroir.do(supplier_register.change, "koren", to={"town": "Jette"}, version=now.version)
    assert miroir.ask(supplier_file.look_up, "koren").version == now.version
    miroir.do(supplier_register.change, "koren", to={"town": ""})
    assert miroir.ask(supplier_file.look_up, "koren").town is None


def test_the_journal_tells_no_private_giver_and_no_notes(stand: Stand):
    stand.do(supplier_register.register, "p", name="Mevrouw Peeters", kind="private")
    stand.do(supplier_register.change, "p", to={"street": "Kerkstraat 1"})
    stand.do(supplier_register.register, "a", name="Winkel", kind="shop", notes="Vraag naar Janssens")
    stand.do(supplier_contacts.add, "a", said={"name": "Zoé Dubois"})
    journal = str(stand.rows("SELECT details FROM journal"))
    assert "Winkel" in journal
    for name in ("Peeters", "Kerkstraat", "Janssens", "Dubois"):
        assert name not in journal


def test_an_archived_supplier_brings_nothing_until_it_is_back(miroir: Stand):
    miroir.do(supplier_register.archive, "koren")
    miroir.do(supplier_register.archive, "koren")
    assert "koren" not in [line.code for line in miroir.ask(supplier_register.listing)]
    assert "koren" in [line.code for line in miroir.ask(supplier_register.listing, archived=True)]
    with pytest.raises(SupplierArchived):
        miroir.do(door.begin, "koren")
    miroir.do(supplier_register.archive, "koren", back=True)
    assert miroir.do(door.begin, "koren").supplier == "koren"
    with pytest.raises(DeliveryIsOpen):
        miroir.do(supplier_register.archive, "koren")
    agree(miroir, "m1", "A-1")
    with pytest.raises(AgreementHolds):
        miroir.do(supplier_register.archive, "m1")


def test_a_supplier_of_whose_goods_some_are_left_stays_in_the_export(miroir: Stand):
    miroir.do(receiving.receive, "koren", goods=[Brought("rice", 2)], id=new_id())
    miroir.do(supplier_register.archive, "koren")
    with miroir.shop.reading() as session:
        assert "koren" in [row[0] for row in supplier_list.export(session)]


def test_a_list_is_searched_by_the_beginnings_of_words_and_by_digits(miroir: Stand):
    miroir.do(supplier_register.register, "dv", name="Épicerie Crème", kind="shop", town="Jette")
    lines = miroir.ask(supplier_register.listing)

    def found(typed: str) -> list[str]:
        return [line.code for line in lines if line.answers_to(typed)]

    assert found("creme epi") == ["dv"]
    assert found("mir") == ["m1", "m3"]
    assert found("170") == ["m1", "m2"]
    assert found("") == ["koren", "dv", "m1", "m2", "m3"]
    assert found("oren") == []


def test_a_code_is_proposed_from_the_name(miroir: Stand):
    assert miroir.ask(supplier_register.free_code, "Crèmerie d'Été n° 2") == "cremerie-d-ete-n-2"
    assert miroir.ask(supplier_register.free_code, "Koren") == "koren-2"
    assert miroir.ask(supplier_register.free_code, "!!") == "supplier"


def test_contacts_have_a_role_and_a_language(miroir: Stand):
    social = miroir.do(
        supplier_contacts.add, "m1", said={"role": "social", "name": "Zoé", "email": "z@m", "lang": "fr"}
    )
    usual = miroir.do(supplier_contacts.add, "m1", said={"phone": "02 123"})
    assert miroir.ask(supplier_contacts.contacts_of, "m1") == (usual, social)
    assert miroir.ask(supplier_contacts.language_of, "m1") == "fr"
    changed = miroir.do(supplier_contacts.change, "m1", contact=usual.id, to={"lang": "nl", "name": HOSTILE})
    assert (changed.name, changed.lang, changed.phone) == (HOSTILE, "nl", "02 123")
    assert miroir.ask(supplier_file.look_up, "m1").lang == "nl"
    assert miroir.do(supplier_contacts.remove, "m1", contact=usual.id) == changed
    assert miroir.ask(supplier_contacts.contacts_of, "m1") == (social,)
    assert miroir.ask(supplier_contacts.language_of, "m2") == "nl"
    for refusal, said in ((UnknownRole, {"role": "boss"}), (UnknownLanguage, {"lang": "de"}), (EmptyContact, {})):
        with pytest.raises(refusal):
            miroir.do(supplier_contacts.add, "m1", said=said)
    with pytest.raises(EmptyContact):
        miroir.do(supplier_contacts.change, "m1", contact=social.id, to={"name": "", "email": "", "lang": ""})
    with pytest.raises(NoSuchContact):
        miroir.do(supplier_contacts.remove, "m2", contact=social.id)


def test_an_establishment_stands_with_its_enterprise_or_its_banner(miroir: Stand):
    def names(code: str, by: str) -> list[str]:
        with miroir.shop.reading() as session:
            return sorted(shop.code for shop in suppliers.together(session, suppliers.find(session, code), by=by))

    assert names("m1", "establishment") == ["m1"]
    assert names("m1", "enterprise") == ["m1", "m2"]
    assert names("m1", "banner") == ["m1", "m3"]
    for by, refusal in (("enterprise", NoEnterprise), ("banner", NoBanner)):
        with pytest.raises(refusal):
            names("koren", by)
    assert miroir.ask(supplier_file.look_up, "m1").siblings == ("m2", "m3")
    with pytest.raises(NoSuchSupplier):
        miroir.ask(suppliers.family, "nobody")


# Merging


def test_two_entries_become_one_and_everything_follows_or_points(miroir: Stand):
    twin = {"name": "Koren (dubbel)", "kind": "bakery", "town": "Jette", "notes": "Brood om 9 u", "vat_scheme": "yes"}
    miroir.do(supplier_register.register, "koren2", **twin)
    miroir.do(supplier_register.change, "koren", to={"notes": "Belt eerst"})
    miroir.do(supplier_contacts.add, "koren2", said={"name": "Rémy", "lang": "fr"})
    came = miroir.do(receiving.receive, "koren2", goods=[Brought("rice", 4)], id=new_id())
    planned = miroir.ask(supplier_merging.plan, "koren2", into="koren")
    assert planned.filled == (("town", "Jette"), ("vat_scheme", "yes"))
    assert planned.dropped == (("name", "Koren (dubbel)"),)
    assert (planned.deliveries, planned.lots_left, planned.contacts, planned.gift_notes) == (1, 1, 1, 1)
    kept = miroir.do(supplier_merging.merge, planned)
    assert kept.code == "koren"
    file = miroir.ask(supplier_file.look_up, "koren2")
    assert (file.code, file.town, file.vat_scheme, file.merged) == ("koren", "Jette", "yes", ("koren2",))
    assert file.notes == "Belt eerst · Brood om 9 u"
    assert [contact.name for contact in file.contacts] == ["Rémy"]
    assert len(miroir.ask(suppliers.family, "koren")) == 2
    assert "koren2" not in [line.code for line in miroir.ask(supplier_register.listing, archived=True)]
    assert miroir.do(door.begin, "koren2").supplier == "koren"
    with miroir.shop.reading() as session:
        lot = session.query(Lot).where(Lot.number == came.lines[0].lot).one()
        assert lot.supplier_id in suppliers.family(session, "koren")
    assert miroir.faults() == []


def test_an_entry_that_took_others_in_brings_them_along(miroir: Stand):
    for code in ("k2", "k3"):
        miroir.do(supplier_register.register, code, name=code, kind="bakery")
    miroir.do(supplier_merging.merge, miroir.ask(supplier_merging.plan, "k3", into="k2"))
    miroir.do(supplier_merging.merge, miroir.ask(supplier_merging.plan, "k2", into="koren"))
    assert miroir.ask(supplier_file.look_up, "k3").code == "koren"
    assert miroir.ask(supplier_file.look_up, "koren").merged == ("k2", "k3")


def test_nonsense_is_not_merged(miroir: Stand):
    miroir.do(supplier_register.register, "k2", name="K2", kind="bakery")
    miroir.do(supplier_register.register, "m4", name="M4", kind="supermarket", kbo=OTHER_KBO)
    for code, into, refusal in (
        ("koren", "koren", MergedWithItself),
        ("koren", "m1", NotTheSame),
        ("m1", "m3", NotTheSame),
        ("koren", "nobody", NoSuchSupplier),
        ("m1", "m4", NotTheSame),
    ):
        with pytest.raises(refusal):
            miroir.ask(supplier_merging.plan, code, into=into)
    for code, number in (("k2", "A-1"), ("koren", "A-2")):
        agree(miroir, code, number)
    with pytest.raises(BothAgreed):
        miroir.ask(supplier_merging.plan, "k2", into="koren")
    miroir.do(door.begin, "m2")
    with pytest.raises(DeliveryIsOpen):
        miroir.ask(supplier_merging.plan, "m1", into="m2")
    miroir.do(supplier_register.register, "old", name="Old", kind="bakery")
    miroir.do(supplier_register.archive, "old")
    with pytest.raises(MergedAlready):
        miroir.ask(supplier_merging.plan, "old", into="koren")


def test_a_merge_is_done_as_it_was_shown_or_not_at_all(miroir: Stand):
    miroir.do(supplier_register.register, "k2", name="K2", kind="bakery")
    planned = miroir.ask(supplier_merging.plan, "k2", into="koren")
    miroir.do(supplier_contacts.add, "k2", said={"name": "Jo"})
    with pytest.raises(PlanOutdated):
        miroir.do(supplier_merging.merge, planned)
    with pytest.raises(NotAllowed):
        miroir.as_("staff").do(supplier_merging.merge, planned)
