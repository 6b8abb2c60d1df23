"""The copies of the books: how old the last good one is, where they lie, and how a shop is made from one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _, ngettext
from kruidenier.tui.dialogs import Deed, Flow
from kruidenier.tui.screens.list_screen import ListScreen, marking
from kruidenier.tui.widgets.long_list import Column, LongList
from kruidenier.tui.widgets.rows import Rows, spread
from kruidenier.tui.widgets.words import plain

if TYPE_CHECKING:
    from kruidenier.shop.copying import Copied, Lying
    from kruidenier.shop.office.copies import LastCopy

MEGABYTE = 1_000_000


class CopiesScreen(ListScreen):
    """Every copy that lies here or in the second place."""

    HELP_PAGE: ClassVar[str] = "copies"
    NEEDS: ClassVar[str] = "copy"
    BINDINGS: ClassVar = [
        Binding("1", "make", "copy now", id="copies.make", tooltip=N_("Copy the books now, beside your work")),
        Binding(
            "enter", "prove", "is it whole?", id="copies.prove", tooltip=N_("Open the copy with the mark and prove it")
        ),
        *marking("copies"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.copies: tuple[Lying, ...] = ()
        self.last: LastCopy | None = None

    def body(self) -> Iterable[Any]:
        """Show the age of the last copy, the list, and the way back."""
        yield Rows(id="summary")
        yield LongList(id="list")
        yield Static(id="places", markup=False)

    def title_words(self) -> str:
        """Name the screen."""
        return _("COPIES OF THE BOOKS")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action == "prove":
            return self.at_rest and bool(self.copies)
        return self.at_rest or action not in ("make", "mark", "back")

    def show_body(self) -> None:
        """Show the copies and where they lie."""
        listed, summary = self.query_one(LongList), self.query_one("#summary", Rows)
        listed.show(self.copies, self._columns(), chosen=listed.chosen, stops=lambda _one: False)
        if self.last is not None:
            summary.put(spread((self._age(self.last), "soon" if self.last.is_old else "strong"), width=summary.room))
            self.query_one("#places", Static).update("\n".join(map(plain, self._places())))

    def _columns(self) -> list[Column]:
        zone = self.app.at.zone
        return [
            Column(_("made on"), 16, lambda one: f"{one.made_at.astimezone(zone):%d/%m/%Y %H:%M}"),
            Column(_("size"), 10, lambda one: f"{max(one.size // MEGABYTE, 1)} MB", right=True),
            Column(_("here"), 6, lambda one: _("yes") if one.first else ""),
            Column(_("second place"), 0, lambda one: _("yes") if one.second else ""),
        ]

    def _age(self, last: LastCopy) -> str:
        if last.made_at is None:
            return _("The books were never copied yet.")
        made = f"{last.made_at.astimezone(self.app.at.zone):%d/%m/%Y %H:%M}"
        if not last.days:
            return _("The last good copy is of today: {made}.").format(made=made)
        old = ngettext(
            "The last good copy is {n} day old: {made}.", "The last good copy is {n} days old: {made}.", last.days
        )
        return old.format(n=last.days, made=made)

    def _places(self) -> list[str]:
        config = self.app.config
        second = config.second_place
        if second is None:
            there = _('There is no second place. A line in shop.toml makes one: copies = "/media/usb".')
        elif os.path.isdir(second):  # noqa: PTH112 nor where a disk does not answer
            there = _("Second place: {place}").format(place=second)
        else:
            there = _("Second place: {place} is not there now. Plug it in.").format(place=second)
        back = _("A shop is made from a copy at the console, here or on an empty machine: {command}")
        return [
            _("Here: {place}").format(place=config.backups),
            there,
            back.format(command="kruidenier restore FILE DIR"),
        ]

    def look(self, said: str = "") -> Flow[None]:
        """Look which copies there are, then say what was done."""
        from kruidenier.shop import copying
        from kruidenier.shop.office import copies

        self.last = yield from self.ask(copies.last, at=self.app.at, now=self.app.now())
        self.copies = yield Deed(partial(copying.lying, self.app.config))
        self.show_all()
        if said:
            self.say(said)

    # Keys

    def action_make(self) -> None:
        """Copy the books beside the screen."""
        app, at, now = self.app, self.app.at, self.app.now()

        def work() -> Copied:
            from kruidenier.shop import copying

            assert app.shop is not None
            return copying.make(app.shop, at=at, now=now)

        self.say(_("The books are being copied. You can go on meanwhile."))
        self.in_background(
            work,
            self._made,
            late=_("The copy of the books takes long. Leave the till switched on; you can go on."),
            failed=_("There is no copy of the books: {why}"),
        )

    def _made(self, copied: Copied) -> None:
        whole = _("The books are copied to {place}, and the copy is whole.").format(place=copied.file.name)
        said = copied.trouble or whole
        if self.at_rest and self.is_current:
            self.start(self.look(said))
        else:
            self.say(said)

    def action_prove(self) -> None:
        """Open the copy with the mark, beside the screen, and prove that it is whole."""
        from kruidenier.shop import copying

        file = self.query_one(LongList).item.file
        self.in_background(
            partial(copying.prove, file, self.app.key),
            lambda _layout: self.say(_("{file} is whole: a shop can be made from it.").format(file=file.name)),
            late=_("A large copy takes long to prove. You can go on meanwhile."),
            failed="{why}",
        )
