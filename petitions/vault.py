"""The safe for personal data: AES-256-GCM bound to the row, keys with versions, digests that tell nothing.

Keys come from ``settings.IDENTITY_KEYS``, the newest first; each is ``version:secret`` or just the secret.
A row says with which version it was sealed, so that keys can be changed one row at a time. Digests are made with
``settings.IDENTITY_INDEX_KEY``, another secret; older ones may follow the one in use, after a comma.
"""

import hashlib
import hmac
import json
import os
import secrets
import threading
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12
#: RFC 4648 base32: no 0, 1, 8 or 9 that could be taken for O, I, B or g.
_SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
CODE_LENGTH = 16
#: Each takes memory and a core: many at once must not take the machine.
_hashing = threading.BoundedSemaphore(2)


class VaultError(Exception):
    """Something sealed cannot be opened, or nothing can be sealed."""


class KeyMissingError(VaultError):
    """The key of this ``version`` is not here; an empty version means that there is no key at all."""

    def __init__(self, version: str = "") -> None:
        super().__init__(f"no identity key of version {version}" if version else "no identity key")
        self.version = version


class WrongKeyError(VaultError):
    """The key here under this ``version`` is not the one that sealed what is stored under it."""

    def __init__(self, version: str) -> None:
        super().__init__(f"the identity key given as version {version} is another one than before")
        self.version = version


class DamagedError(VaultError):
    """The key does not fit: it is another one, or the content was changed or moved from another row."""

    def __init__(self, version: str, row: str) -> None:
        super().__init__(f"sealed content of {row} does not open with version {version}")
        self.version = version


@dataclass(frozen=True)
class Key:
    """One secret with its name; ``fingerprint`` tells it from others without telling it."""

    version: str
    secret: bytes

    @property
    def fingerprint(self) -> str:
        return hmac.digest(self.secret, b"which key is this", "sha256").hex()[:16]


def seal(content: dict[str, Any], *, row: str) -> tuple[str, bytes]:
    """``content`` sealed for ``row`` (what it is and its id), and the version of the key that did it."""
    return seal_bytes(json.dumps(content, ensure_ascii=False).encode(), row=row)


def unseal(sealed: bytes | memoryview, *, version: str, row: str) -> dict[str, Any]:
    """What ``seal`` kept; raises ``VaultError`` for any other row, key or content."""
    try:
        content = json.loads(unseal_bytes(sealed, version=version, row=row))
    except ValueError:
        raise DamagedError(version, row) from None
    return dict(content)


def seal_bytes(plain: bytes, *, row: str) -> tuple[str, bytes]:
    """The same for content of any kind."""
    key = sealing_keys()[0]
    nonce = os.urandom(_NONCE_BYTES)
    return key.version, nonce + AESGCM(key.secret).encrypt(nonce, plain, row.encode())


def unseal_bytes(sealed: bytes | memoryview, *, version: str, row: str) -> bytes:
    """What ``seal_bytes`` kept; raises ``VaultError`` for any other row, key or content."""
    blob = bytes(sealed)
    key = next((key for key in sealing_keys() if key.version == version), None)
    if key is None:
        raise KeyMissingError(version)
    try:
        return AESGCM(key.secret).decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], row.encode())
    except (InvalidTag, ValueError):
        raise DamagedError(version, row) from None


def blind_index(purpose: str, plain: str) -> str:
    """The same 64 digits for the same thing; empty for nothing. ``plain`` is written in one way already."""
    return blind_indexes(purpose, plain)[0] if plain else ""


def blind_indexes(purpose: str, plain: str) -> list[str]:
    """What ``blind_index`` gives with the key in use, and gave with those before it."""
    return [_digest(key, purpose, plain) for key in index_keys()]


def content_digest(content: dict[str, Any]) -> str:
    """A fingerprint that cannot be guessed back to a name or phone without the key."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return _digest(index_keys()[0], "content", text)


def token_digest(token: str) -> str:
    """How a form token is kept: random already, so a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """A tracking code: 16 base32 symbols, 80 bits."""
    return "".join(secrets.choice(_SYMBOLS) for _ in range(CODE_LENGTH))


def plain_code(typed: str) -> str:
    """The symbols of a code as typed: any case, with blanks or hyphens; 0, 1, 8 are read as O, I, B."""
    letters = typed.upper().translate(str.maketrans("018", "OIB"))
    return "".join(c for c in letters if c in _SYMBOLS)


def spoken_code(code: str) -> str:
    """The code in groups of four, as it is shown and printed."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def code_hash(code: str) -> str:
    """The slow digest by which a petition is found from its code (scrypt with the portal's own pepper)."""
    return _slow_digest(index_keys()[0], code)


def code_hashes(code: str) -> list[str]:
    """The digests a code may have been kept under: a code outlives the key it was made with."""
    return [_slow_digest(key, code) for key in index_keys()]


def sealing_keys() -> list[Key]:
    """The keys that open, the one in use first; raises ``KeyMissingError`` without any."""
    parts = [entry.rpartition(":") for entry in settings.IDENTITY_KEYS]
    keys = [Key(version or "1", hashlib.sha256(secret.encode()).digest()) for version, _, secret in parts if secret]
    if not keys:
        raise KeyMissingError
    return keys


def index_keys() -> list[Key]:
    """The keys of the digests, the one in use first, named by their fingerprint; ``KeyMissingError`` without any."""
    parts = [part.strip() for part in str(settings.IDENTITY_INDEX_KEY).split(",") if part.strip()]
    if not parts:
        raise KeyMissingError
    return [Key(Key("", part.encode()).fingerprint, part.encode()) for part in parts]


def _digest(key: Key, purpose: str, text: str) -> str:
    return hmac.new(key.secret, f"{purpose}:{text}".encode(), "sha256").hexdigest()


def _slow_digest(key: Key, code: str) -> str:
    pepper = hmac.digest(key.secret, b"tracking code", "sha256")
    with _hashing:
        return hashlib.scrypt(code.encode(), salt=pepper, n=settings.TRACKING_CODE_COST, r=8, p=1, dklen=32).hex()
