"""Numbers of the Belgian register of enterprises (KBO, BCE): of an enterprise, and of one establishment of it."""

from __future__ import annotations

import re

from kruidenier.errors import ShopError
from kruidenier.i18n import N_

_BETWEEN = re.compile(r"[ .\-/\u00a0\u202f]")
_ENTERPRISE, _ESTABLISHMENT = re.compile("[01][0-9]{9}"), re.compile("[2-8][0-9]{9}")


class NotAnEnterpriseNumber(ShopError):
    """Digits that are no number of an enterprise."""

    message = N_("“{given}” is not an enterprise number. It has 10 digits and begins with 0 or 1: 0403.019.261.")


class NotAnEstablishmentNumber(ShopError):
    """Digits that are no number of an establishment."""

    message = N_("“{given}” is not an establishment number. It has 10 digits and begins with 2 to 8: 2.143.385.145.")


def enterprise(text: str) -> str:
    """Read an enterprise number, with or without BE and points; tells it as 0403.019.261."""
    digits = _BETWEEN.sub("", text.strip().upper()).removeprefix("BE")
    if len(digits) == 9:  # as it was written before 2005
        digits = f"0{digits}"
    if not _ENTERPRISE.fullmatch(digits) or not _checks(digits):
        raise NotAnEnterpriseNumber(given=text[:40])
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def establishment(text: str) -> str:
    """Read the number of an establishment, with or without points; tells it as 2.143.385.145."""
    digits = _BETWEEN.sub("", text.strip())
    if not _ESTABLISHMENT.fullmatch(digits) or not _checks(digits):
        raise NotAnEstablishmentNumber(given=text[:40])
    return f"{digits[0]}.{digits[1:4]}.{digits[4:7]}.{digits[7:]}"


def is_enterprise(text: str | None) -> bool:
    """Tell whether a text is the number of an enterprise."""
    try:
        return bool(text) and bool(enterprise(text or ""))
    except NotAnEnterpriseNumber:
        return False


def _checks(digits: str) -> bool:
    """Check the last two digits: 97 less what is left of the first eight by 97, so 01 to 97 and never 00."""
    return int(digits[8:]) == 97 - int(digits[:8]) % 97
