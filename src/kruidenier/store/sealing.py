"""Files that only the holder of a key can read, in the age format: the shop seals with the public half alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kruidenier.errors import ShopError
from kruidenier.i18n import N_

END = ".age"
MAGIC = b"age-encryption.org/v1"


class NotAKey(ShopError):
    """Words that are no public key."""

    message = N_(
        "“{key}” is not a public key of age. One begins with age1; `age-keygen -o KEYFILE` makes it and tells it."
    )


class SealedFile(ShopError):
    """An encrypted file, and no key to open it."""

    message = N_("{file} is encrypted. Name the file with its secret key: --identity KEYFILE.")


class NotItsKey(ShopError):
    """A secret key that does not open the file."""

    message = N_("{file} cannot be opened with the key in {identity}. Is it the key that belongs to it?")


def require_key(key: str) -> None:
    """Refuse what is no public key, before anything is written."""
    _recipient(key)


def seal(content: bytes, key: str) -> bytes:
    """Encrypt words to a public key."""
    import pyrage

    sealed: bytes = pyrage.encrypt(content, [_recipient(key)])
    return sealed


def seal_file(plain: Path, sealed: Path, key: str) -> None:
    """Encrypt a file to a public key, and take the plain one away."""
    import pyrage

    part = sealed.with_name(sealed.name + ".part")
    try:
        pyrage.encrypt_file(str(plain), str(part), [_recipient(key)])
        part.replace(sealed)
    finally:
        plain.unlink(missing_ok=True)
        part.unlink(missing_ok=True)


def is_sealed(file: Path) -> bool:
    """Tell whether a file is encrypted; of one that cannot be read, whoever wants to read it says so."""
    try:
        with file.open("rb") as beginning:
            return beginning.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


@contextmanager
def opened(file: Path, identity: Path | None) -> Iterator[Path]:
    """Give a file that can be read for a while: the file itself, or an encrypted one opened with a secret key."""
    if not is_sealed(file):
        yield file
        return
    if identity is None:
        raise SealedFile(file=file)
    with tempfile.TemporaryDirectory(prefix="kruidenier-") as aside:
        plain = Path(aside) / file.name.removesuffix(END)
        _open(file, plain, identity)
        yield plain


def _open(file: Path, plain: Path, identity: Path) -> None:
    import pyrage

    try:
        lines = identity.read_text("utf-8").splitlines()
        keys = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-")]
        pyrage.decrypt_file(str(file), str(plain), keys)
    except (OSError, UnicodeDecodeError, pyrage.IdentityError, pyrage.DecryptError) as fault:
        raise NotItsKey(file=file, identity=identity) from fault


def _recipient(key: str) -> object:
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError as fault:
        raise NotAKey(key=key[:70]) from fault
