"""The safe for personal data: AES-256-GCM bound to the row, keys with versions, digests that tell nothing.

Keys come from ``settings.IDENTITY_KEYS``, the newest first; each is ``version:secret`` or just the secret.
A row says with which version it was sealed, so that keys can be changed one row at a time.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
import threading
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12
#: RFC 4648 base32: no 0, 1, 8 or 9 that could be taken for O, I, B or g.
_SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
CODE_LENGTH = 16
#: Each takes 16 MB: many at once must not take the machine's memory.
_hashing = threading.BoundedSemaphore(2)


class VaultError(Exception):
    """Something sealed cannot be opened: another row's, changed, or its key is not here."""


def seal(content: dict[str, Any], *, row: str) -> tuple[str, bytes]:
    """``content`` sealed for ``row`` (what it is and its id), and the version of the key that did it."""
    version, key = _keys()[0]
    nonce = os.urandom(_NONCE_BYTES)
    plain = json.dumps(content, ensure_ascii=False).encode()
    return version, nonce + AESGCM(key).encrypt(nonce, plain, row.encode())


def unseal(sealed: bytes | memoryview, *, version: str, row: str) -> dict[str, Any]:
    """What ``seal`` kept; raises ``VaultError`` for any other row, key or content."""
    blob = bytes(sealed)
    key = dict(_keys()).get(version)
    if key is None:
        raise VaultError(f"no identity key of version {version}")
    try:
        content = json.loads(AESGCM(key).decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], row.encode()))
    except InvalidTag:
        raise VaultError(f"sealed content of {row} does not open") from None
    return dict(content)


def blind_index(phone: str) -> str:
    """The same 64 digits for the same phone however it is written; empty without a phone."""
    digits = re.sub(r"\D", "", phone)
    return _digest("phone", digits) if digits else ""


def content_digest(content: dict[str, Any]) -> str:
    """A fingerprint that cannot be guessed back to a name or phone without the key."""
    return _digest("content", json.dumps(content, sort_keys=True, ensure_ascii=False, default=str))


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
    pepper = hmac.digest(_index_key(), b"tracking code", "sha256")
    with _hashing:
        return hashlib.scrypt(code.encode(), salt=pepper, n=settings.TRACKING_CODE_COST, r=8, p=1, dklen=32).hex()


def _keys() -> list[tuple[str, bytes]]:
    """Version and 32 bytes of every key, the one in use first."""
    if not settings.IDENTITY_KEYS:
        raise VaultError("IDENTITY_KEYS is empty")
    parts = [entry.rpartition(":") for entry in settings.IDENTITY_KEYS]
    return [(version or "1", hashlib.sha256(secret.encode()).digest()) for version, _, secret in parts]


def _index_key() -> bytes:
    if not settings.IDENTITY_INDEX_KEY:
        raise VaultError("IDENTITY_INDEX_KEY is empty")
    return str(settings.IDENTITY_INDEX_KEY).encode()


def _digest(purpose: str, text: str) -> str:
    return hmac.new(_index_key(), f"{purpose}:{text}".encode(), "sha256").hexdigest()
