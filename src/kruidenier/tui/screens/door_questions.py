"""What is asked at the back door, each in a question with digits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kruidenier.i18n import N_, _, degrees, ngettext, weight
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, confirm, pick
from kruidenier.tui.screens import door_lines, packing, signing
from kruidenier.tui.screens.door_lines import Arrival

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.deliveries import DeliveryDocument
    from kruidenier.shop.supply.habits import Expected
    from kruidenier.shop.supply.packs import PackInHand
    from kruidenier.tui.screen import ShopScreen

MOST_EMPTY = 999
ORIGINS = ("donated", "food_bank", "garden", "esf", "bought")
WHY_DROPPED = (N_("nothing came"), N_("the wrong supplier"), N_("begun twice"))
ANOTHER = "another"
MEASURE_AGAIN = "again"


def who_came(screen: ShopScreen, at: Counter) -> Flow[tuple[DeliveryDocument, str] | None]:
    """Choose a delivery that was begun, or begin one; tells it with the origin of its goods."""
    from kruidenier.shop.supply import door, habits

    begun = (yield from screen.ask(door.open_deliveries)) or ()
    if begun:
        choices: list[Choice[Any]] = [Choice(_begun_words(delivery), delivery) for delivery in begun]
        chosen = yield from pick(_("Not signed yet: go on with it?"), [*choices, Choice(_("another van"), ANOTHER)])
        if chosen is None:
            return None
        if chosen != ANOTHER:
            return chosen, (chosen.lines[-1].origin if chosen.lines else (yield from _usual(screen, chosen)))
    expected = (yield from screen.ask(habits.expected, on=screen.app.today)) or ()
    supplier = yield from _supplier(screen, expected)
    origin = None if supplier is None else (yield from _origin(supplier))
    if supplier is None or origin is None:
        return None
    delivery = yield from screen.do(door.begin, supplier.code, at=at)
    return None if delivery is None else (delivery, origin)


def _begun_words(delivery: DeliveryDocument) -> str:
    lines = ngettext("{n} line", "{n} lines", len(delivery.lines)).format(n=len(delivery.lines))
    return f"{delivery.supplier_name}  {lines}  {weight(delivery.grams)}  {delivery.number}"


def _usual(screen: ShopScreen, delivery: DeliveryDocument) -> Flow[str]:
    from kruidenier.shop.supply import habits

    expected = (yield from screen.ask(habits.expected, on=screen.app.today)) or ()
    return next((one.origin for one in expected if one.code == delivery.supplier), "donated")


def _supplier(screen: ShopScreen, expected: tuple[Expected, ...]) -> Flow[Expected | None]:
    """Choose a supplier by digit, those that mostly come on this day first, or type the beginning of a name."""
    from kruidenier.shop.office.folding import folded
    from kruidenier.shop.supply.suppliers import NoSuchSupplier

    def by_name(typed: str) -> Expected:
        wanted = folded(typed)
        for one in expected:
            if wanted and (folded(one.name).startswith(wanted) or folded(one.code) == wanted):
                return one
        raise NoSuchSupplier(supplier=typed[:40])

    if not expected:
        screen.say(_("The shop knows no suppliers yet. `kruidenier import suppliers` brings a list in."))
        return None
    choices = [Choice(_expected_words(one), one) for one in expected]
    return (yield from pick(_("Who is at the door?"), choices, prompt=_("digit or name"), reads=by_name))


def _expected_words(one: Expected) -> str:
    if one.came_today:
        return one.name + "  " + _("(came today)")
    if one.pick_up is not None and one.is_due:
        words = [one.name, one.pick_up.at_time or "", _("agreement {number}").format(number=one.pick_up.agreement)]
        return "  ".join(word for word in words if word)
    return one.name + "  " + _("(expected)") if one.times else one.name


def _origin(supplier: Expected) -> Flow[str | None]:
    from kruidenier.shop.goods import words

    choices = [Choice(_(words.ORIGINS[origin]), origin) for origin in ORIGINS]
    title = _("{supplier}: how do these goods come to us?").format(supplier=supplier.name)
    return (yield from pick(title, choices, highlighted=ORIGINS.index(supplier.origin)))


def arrival(screen: ShopScreen, at: Counter, delivery: DeliveryDocument) -> Flow[Arrival | None]:
    """Tell what an agreement said of this delivery, and since when its chilled goods stand here."""
    from kruidenier.shop.office import settings
    from kruidenier.shop.supply import agreements

    on = delivery.happened_on
    promised = (yield from screen.ask(agreements.pick_ups, first=on, last=on, on=on)) or ()
    rules = yield from screen.ask(settings.current, on)
    if delivery.arrived_at is None or rules is None:
        return None
    return Arrival(
        arrived_at=delivery.arrived_at.astimezone(at.zone),
        cold_minutes=rules["door.cold_minutes"],
        pick_up=next((one for one in promised if one.supplier == delivery.supplier), None),
    )


def why_refused() -> Flow[str | None]:
    """Ask why goods do not come in."""
    from kruidenier.shop.supply import words

    return (yield from pick(_("Why not?"), [Choice(_(said), why) for why, said in words.REFUSALS.items()]))


def how_warm() -> Flow[int | None]:
    """Ask for degrees."""
    return (yield from ask(_("How many degrees in the middle of the crate?"), prompt="°C", reads=reading.tenths))


def measured(most: int, tenths: int | None) -> Flow[tuple[int | None, str | None] | None]:
    """Ask how warm chilled goods are; too warm leads to refusing them or to measuring again.

    Tells degrees in tenths, None if nobody measured, and why the goods are refused.
    """
    title = _("How many degrees? At most {most}. Enter alone: not measured.").format(most=degrees(most))

    def read(typed: str) -> int | str:
        return reading.tenths(typed) if typed.strip() else "not measured"

    while True:
        answer = tenths if tenths is not None else (yield from ask(title, prompt="°C", reads=read))
        if answer is None:
            return None
        if not isinstance(answer, int):
            return None, None
        if answer <= most:
            return answer, None
        choice = yield from pick(
            _("{tenths} is too warm: at most {most}.").format(tenths=degrees(answer), most=degrees(most)),
            [Choice(_("refuse it"), "temperature", forbidden=True), Choice(_("measure again"), MEASURE_AGAIN)],
        )
        if choice != MEASURE_AGAIN:
            return None if choice is None else (answer, choice)
        tenths = None


def how_much(pack: PackInHand) -> Flow[dict[str, Any] | None]:
    """Ask how many pieces came, or how heavy goods by weight are."""
    if not pack.by_weight:
        count = yield from packing.how_many(pack)
        return None if count is None else {"count": count}
    grams = yield from packing.how_heavy(
        _("{name}: how heavy?").format(name=pack.name), hint=_("Without the crates."), offered=pack.grams
    )
    return None if grams is None else {"gross_grams": grams, "tare_grams": 0}


def before_signing(delivery: DeliveryDocument) -> Flow[dict[str, Any] | None]:
    """Ask for empty crates, the giver's own list, and who signs for the giver."""

    def empties(typed: str) -> int:
        return reading.number(MOST_EMPTY)(typed) if typed.strip() else 0

    back = yield from ask(
        _("How many empty crates go back with them? Enter alone: none."),
        prompt=_("crates"),
        reads=empties,
        lines=door_lines.sums(delivery),
    )
    if back is None:
        return None
    lists = [Choice(_("no"), value=False), Choice(_("yes"), value=True)]
    own_list = yield from pick(_("Did they bring a list of their own?"), lists)
    if own_list is None:
        return None
    name = yield from ask(
        _("Who signs for {supplier}? Enter alone: no name is kept.").format(supplier=delivery.supplier_name),
        prompt=_("name"),
        reads=str.strip,
    )
    return None if name is None else {"crates_back": back, "own_list": own_list, "signed_by": name}


def drop(screen: ShopScreen, delivery: DeliveryDocument, at: Counter) -> Flow[bool]:
    """Ask whether a delivery without a line is given up; tells whether to leave."""
    from kruidenier.shop.supply import door

    wanted = yield from confirm(
        _("Nothing was written down for {supplier}. Drop this delivery?").format(supplier=delivery.supplier_name),
        yes=_("drop it"),
        no=_("keep it, they are still unloading"),
    )
    if not wanted:
        return True
    reason = yield from signing.reason(WHY_DROPPED)
    if not reason:
        return False
    return (yield from screen.do(door.drop, delivery.number, reason=reason, at=at)) is not None
