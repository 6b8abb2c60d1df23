"""The places of the shop and how cold it is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _, degrees
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, pick
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import signing
from kruidenier.tui.widgets.words import fit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from kruidenier.shop.goods.places import Reading, Spot

DONE_ABOUT_IT = (N_("the door was open, closed now"), N_("goods moved, technician called"), N_("goods thrown away"))


class PlacesScreen(ShopScreen):
    """Every place with its last temperature; Enter notes those that were read now."""

    HELP_PAGE: ClassVar[str] = "places"
    NEEDS: ClassVar[str] = "see_stock"
    BINDINGS: ClassVar = [
        Binding("enter", "read", "temperatures", id="places.read", tooltip=N_("Note the temperatures, place by place")),
        Binding("1", "one", "one place", id="places.one", tooltip=N_("Note the temperature of one place")),
        Binding("2", "log", "earlier ones", id="places.log", tooltip=N_("Show the earlier temperatures of a place")),
        Binding("escape", "back", "back", id="places.back", tooltip=N_("Back to where you came from")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.spots: tuple[Spot, ...] = ()
        self.shown: Spot | None = None
        """The place whose earlier temperatures are shown."""
        self.earlier: tuple[Reading, ...] = ()
        self.names: Mapping[str, str] = {}
        """Of who works here, by their codes."""

    def body(self) -> Iterable[Any]:
        """Show the places."""
        yield Static(id="sheet", markup=False)

    def on_mount(self) -> None:
        """Look how cold it was."""
        self.start(self._look())

    def title_words(self) -> str:
        """Name the screen."""
        return _("PLACES")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        return self.at_rest or action not in ("read", "one", "log", "back")

    def show_body(self) -> None:
        """Show the places with their last temperature, or the earlier ones of one place."""
        width, zone = max(self.app.size.width - 4, 40), self.app.at.zone
        if self.shown is not None:
            earlier = (line for reading in self.earlier for line in _reading_lines(reading, zone, self.names))
            lines = [self.shown.name, "", *earlier]
        else:
            lines = [line for spot in self.spots for line in _spot_lines(spot, width, zone, self.names)]
        self.query_one("#sheet", Static).update("\n".join(fit(line, width).rstrip() for line in lines))

    def action_back(self) -> None:
        """Back to the list of places, or to where one came from."""
        if self.shown is None:
            self.dismiss()
            return
        self.shown = None
        self.show_body()

    def action_read(self) -> None:
        """Note the temperatures of all fridges and freezers, one after another."""
        self.start(self._read([spot for spot in self.spots if spot.kind in ("fridge", "freezer")]))

    def action_one(self) -> None:
        """Note the temperature of one place."""
        self.start(self._one())

    def action_log(self) -> None:
        """Show the earlier temperatures of a place."""
        self.start(self._log())

    def _look(self) -> Flow[None]:
        from kruidenier.shop.goods import places
        from kruidenier.shop.office import staff

        self.spots = (yield from self.ask(places.spots)) or ()
        self.names = {one.code: one.name for one in (yield from self.ask(staff.people)) or ()}
        self.shown = None
        self.show_body()

    def _one(self) -> Flow[None]:
        spot = yield from self._choose(_("Which place?"))
        if spot is not None:
            yield from self._read([spot])

    def _log(self) -> Flow[None]:
        from kruidenier.shop.goods import places

        spot = yield from self._choose(_("Of which place?"))
        if spot is not None:
            self.earlier = (yield from self.ask(places.readings, spot.code)) or ()
            self.shown = spot
            self.show_body()

    def _choose(self, title: str) -> Flow[Spot | None]:
        return (yield from pick(title, [Choice(spot.name, spot) for spot in self.spots]))

    def _read(self, spots: list[Spot]) -> Flow[None]:
        """Ask for each place; what was noted stays noted, whenever one stops."""
        from kruidenier.shop.goods import places
        from kruidenier.shop.office.staff import Permission

        if not spots:
            self.say(_("There is no fridge or freezer yet. `kruidenier spot add` makes one."))
            return
        at = yield from signing.allowed(self, Permission.STOCK)
        for spot in spots if at is not None else ():
            tenths = yield from ask(
                _("{place}: how many degrees?").format(place=spot.name),
                prompt="°C",
                reads=reading.tenths,
                lines=[_("A freezer is below zero: -18. One digit after the comma.")],
            )
            if tenths is None:
                break
            most = yield from self.ask(places.warmest, spot.code, at=at, now=self.app.now())
            note: str | None = ""
            if most is not None and tenths > most:
                self.say(_("Too warm: at most {most}.").format(most=degrees(most)), "bold $stop")
                note = yield from signing.reason(DONE_ABOUT_IT)
                if not note:
                    break
            yield from self.do(places.read_temperature, spot.code, tenths=tenths, note=note, at=at)
        yield from self._look()


def _spot_lines(spot: Spot, width: int, zone: ZoneInfo, names: Mapping[str, str]) -> list[str]:
    from kruidenier.shop.goods import words

    name, kind = fit(spot.name, min(28, width // 3)), fit(_(words.PLACES[spot.kind]), 11)
    if spot.last is None:
        return [f"{name} {kind}"]
    first, *note = _reading_lines(spot.last, zone, names)
    return [f"{name} {kind} {first}", *note]


def _reading_lines(read: Reading, zone: ZoneInfo, names: Mapping[str, str]) -> list[str]:
    """Write a reading; what was done about it stands on a line of its own."""
    lines = [f"{degrees(read.tenths):>9}  {read.at.astimezone(zone):%d/%m/%y %H:%M}  {names.get(read.by, read.by)}"]
    if read.too_warm:
        lines.append("    " + _("TOO WARM: {note}").format(note=_(read.note) if read.note else ""))
    elif read.note:
        lines.append("    " + _(read.note))
    return lines
