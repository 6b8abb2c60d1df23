"""The rules that were refused or set aside, in words of the reader."""

from __future__ import annotations

from kruidenier.i18n import N_, _

RULES = {
    "MayNotShop": N_("no right to shop"),
    "BudgetSpent": N_("budget spent"),
    "FreeBudgetSpent": N_("free goods used up"),
    "QuotaUsed": N_("quota used"),
    "OnlyEsfGoods": N_("only ESF+ goods"),
    "OnlyForEsf": N_("no right to ESF+ goods"),
    "RenewedOften": N_("renewed too often"),
    "LastsLong": N_("too long in all"),
    "PauseFirst": N_("pause not over"),
    "UseByPassed": N_("use-by date passed"),
    "GracePassed": N_("best-before date too long past"),
    "WrongPin": N_("wrong PIN"),
    "UnknownCard": N_("unknown card"),
    "UnknownCode": N_("unknown code"),
}


def rules(codes: str) -> str:
    """Say the codes of rules, as they are kept with commas between; one without words of its own stays as it is."""
    return ", ".join(_(RULES.get(code, code)) for code in codes.split(", "))
