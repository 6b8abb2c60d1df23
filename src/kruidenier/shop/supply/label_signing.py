"""The shop's own key, and the plain text of a certificate that it signs, so that a copy proves itself offline."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.store.base import Base, Moment, insert_unless_there

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SEAL = "ed25519"
DAYS = ("first", "assessed_on", "issued_on", "valid_until", "decided_on")


class NotGenuine(ShopError):
    """A text that this shop did not sign, or that was changed since."""

    message = N_("This is not a certificate of this shop, or a sign of it was changed. Copy the whole text once more.")


class LabelKey(Base):
    """The one pair of keys that signs certificates, made when the first is issued.

    It lives in the books: every till signs with it, and a restored shop still proves what was issued before. Whoever
    holds the books or a backup can sign; but they could write a certificate into the books as well.
    """

    __tablename__ = "label_key"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    private: Mapped[str]
    """The seed, 32 bytes in base64."""
    public: Mapped[str]
    made_at: Mapped[Moment]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as it was issued: what stands on the paper, and nothing that can change."""

    number: str
    supplier: str
    """Its code."""
    name: str
    shop: str
    """Of the social grocery that got the gifts."""
    address: str
    """Street, postcode and town, as far as they are known."""
    level: int
    level_names: dict[str, str]
    scheme: str
    first: dt.date
    """The first day that was looked at; `assessed_on` is the last."""
    assessed_on: dt.date
    issued_on: dt.date
    valid_until: dt.date
    """Last day, included."""
    decision: str
    decided_on: dt.date
    signatories: str
    municipality: dict[str, str]
    register: str
    """Address of the register of holders."""
    figures_hash: str
    """Beginning of the hash of all figures behind it."""
    signature: str = ""

    @property
    def body(self) -> str:
        """What is signed: plain words in both languages, which a telephone shows as they are."""
        said = [
            f"{self.municipality['nl']} / {self.municipality['fr']}",
            f"{self.level}: {self.level_names['nl']} / {self.level_names['fr']}",
            ", ".join(part for part in (self.name, self.address) if part),
            f"{self.number} {self.issued_on} {self.valid_until}",
            f"{self.scheme} {self.figures_hash}",
            self.register,
        ]
        return "\n".join(" ".join(line.split()) for line in said if line.strip())

    @property
    def text(self) -> str:
        """The whole text: the body with its signature."""
        return f"{self.body}\n{SEAL} {self.signature}"


def frozen(certificate: Certificate) -> dict[str, Any]:
    """Write a certificate down as an issued paper keeps it."""
    return asdict(certificate) | {name: getattr(certificate, name).isoformat() for name in DAYS}


def thaw(figures: dict[str, Any]) -> Certificate:
    """Read a certificate that was written down."""
    return Certificate(**figures | {name: dt.date.fromisoformat(figures[name]) for name in DAYS})


def hash_of(figures: dict[str, Any]) -> str:
    """Hash figures: the same figures always give the same sixteen signs."""
    words = json.dumps(figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def sign(session: Session, body: str, *, now: dt.datetime) -> str:
    """Sign a text with the shop's key, which is made if this is the first."""
    from nacl.signing import SigningKey

    if (seed := session.scalar(select(LabelKey.private))) is None:
        fresh = SigningKey.generate()
        pair = {"private": _in_base64(bytes(fresh)), "public": _in_base64(bytes(fresh.verify_key))}
        insert_unless_there(session, LabelKey, id=1, made_at=now, **pair)
        seed = session.scalars(select(LabelKey.private)).one()
    return _in_base64(SigningKey(b64decode(seed)).sign(_message(body)).signature)


def is_signed(session: Session, body: str, signature: str) -> bool:
    """Tell whether the shop's key signed exactly these words; blanks and line ends do not count."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    public = public_key(session)
    try:
        given = b64decode(signature, validate=True)
        if public is None:
            return False
        VerifyKey(b64decode(public)).verify(_message(body), given)
    except (BadSignatureError, NotBase64, ValueError):
        return False
    return True


def require_genuine(session: Session, text: str) -> tuple[str, str]:
    """Prove a certificate's text by its signature, or refuse; tells what was signed, and the signature."""
    body, _seal, signature = " ".join(text.split()).rpartition(f" {SEAL} ")
    if not body or not is_signed(session, body, signature):
        raise NotGenuine
    return body, signature


def public_key(session: Session) -> str | None:
    """Tell the public half of the shop's key, with which anybody can prove a certificate."""
    return session.scalar(select(LabelKey.public))


def _message(body: str) -> bytes:
    return " ".join(body.split()).encode("utf-8", "surrogatepass")


def _in_base64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
