"""Floor 3: pseudonyms and digests, as keyed hashes that nobody without the key can follow back or compare.

A key file makes them hold across periods. Without one the key is derived from the bytes of the roster, so that the
same roster gives the same pseudonyms; it cannot be derived from any hash that a report prints.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

from reporter.errors import UsageError

if TYPE_CHECKING:  # imported where a row of the action plan is sealed
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

FOLLOW_UP = "followup"
"""What the hidden keys of the action plan are sealed for."""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS = 3  # of four characters each
_PAIR = 10  # bits of two characters
_LOWEST = 2**_PAIR - 1
_PAIRS = [_CROCKFORD[n & 31] + _CROCKFORD[n >> 5] for n in range(2**_PAIR)]
_KEY_BYTES = 32
_MAX_FILE = 1024
_ROSTER_CONTEXT = b"reporter: the pseudonym key of a roster without a key file"


@dataclass(frozen=True, slots=True)
class Key:
    """The secret behind pseudonyms, and whether they hold beyond one roster."""

    secret: bytes = field(repr=False)
    stable: bool
    """True: from a key file, and so the same in every period."""

    def pseudonym(self, identity: str) -> str:
        """Return the pseudonym of an identity, such as `P-7F3K-29QX-M4TD`.

        Twelve characters of Crockford's base32 are 60 bits. Among a million people the chance that any two share a
        pseudonym is 1 in 2,300,000, and among a thousand 1 in 2,300,000,000,000; `reporter.run` looks for it and
        stops rather than mixing two people up. More characters would be read, typed and compared less well.
        """
        number = int.from_bytes(self._hash("pseudonym", identity), "big")
        pairs = [_PAIRS[(number >> _PAIR * i) & _LOWEST] for i in range(_GROUPS * 2)]
        return "P-{}{}-{}{}-{}{}".format(*pairs)

    def digest(self, purpose: str, text: str) -> str:
        """Return 32 hexadecimal digits for `text`; the same text gives another digest for another purpose."""
        return self._hash(purpose, text).hex()

    @property
    def fingerprint(self) -> str | None:
        """What tells one key file from another without giving it away; None: the key is of one roster only."""
        return self.digest("fingerprint", "")[:16] if self.stable else None

    def seal(self, purpose: str, text: str) -> str:
        """Return `text` so that none without the key can read it, or make up another: the same for the same text.

        AES-SIV (RFC 5297), whose nonce is the text itself.
        """
        return urlsafe_b64encode(self._cipher(purpose).encrypt(text.encode(), None)).decode()

    def unseal(self, purpose: str, sealed: str) -> str | None:
        """Return the text that was sealed for `purpose`; None if this key did not seal it, or it was changed."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        try:
            return self._cipher(purpose).decrypt(urlsafe_b64decode(sealed.encode()), None).decode()
        except (InvalidTag, ValueError):
            return None

    def _cipher(self, purpose: str) -> AESSIV:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415

        return AESSIV(blake2b(purpose.encode(), key=self.secret, digest_size=64, person=b"reporter seal").digest())

    def _hash(self, purpose: str, text: str) -> bytes:
        named = purpose.encode("utf-8", "surrogatepass")
        content = len(named).to_bytes(4, "big") + named + text.encode("utf-8", "surrogatepass")
        return blake2b(content, key=self.secret, digest_size=16, person=b"reporter").digest()


PUBLISHED = Key(
    blake2b(b"reporter demo: this key is published, so it protects nobody", digest_size=32).digest(), stable=True
)
"""The key of `reporter demo`: the same on every machine, and no secret."""


def derive(rosters: Iterable[bytes]) -> Key:
    """Return the key of a roster without a key file, from the bytes of its files in whatever order."""
    parts = sorted(blake2b(data, key=_ROSTER_CONTEXT, digest_size=_KEY_BYTES).digest() for data in rosters)
    return Key(blake2b(b"".join(parts), key=_ROSTER_CONTEXT, digest_size=_KEY_BYTES).digest(), stable=False)


def read(path: Path) -> Key:
    """Return the key in a key file.

    Raises:
        UsageError: The file cannot be read, is open to others than its owner, or holds no key.
    """
    try:
        with path.open("rb") as stream:
            mode = S_IMODE(path.stat().st_mode)
            text = stream.read(_MAX_FILE)
    except OSError as error:
        raise UsageError(f"the pseudonym key cannot be read: {error.strerror}", where=str(path)) from error
    if mode & 0o077:
        raise UsageError(
            "others than its owner can open the pseudonym key", where=str(path), hint=f"Type: chmod 600 {path}"
        )
    try:
        secret = bytes.fromhex(text.decode("ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) != _KEY_BYTES:
        raise UsageError(
            "holds no pseudonym key (64 hexadecimal digits)",
            where=str(path),
            hint="Put the key back from its copy. A new one gives every person another pseudonym.",
        )
    return Key(secret, stable=True)


def fresh() -> str:
    """Return the content of a new key file."""
    return secrets.token_hex(_KEY_BYTES) + "\n"
