"""Small things kept for a while, sealed with keys made from ``SECRET_KEY``: what no longer opens is as good as gone.

Nothing that must last belongs here: whoever changes ``SECRET_KEY`` lets all of it go. ``SECRET_KEY_FALLBACKS`` still
open what was sealed before, so that a key can be changed without signing everybody out.
"""

import binascii
import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES = 12
_KEY_BYTES = 32


def seal(content: bytes, *, use: str, owner: str) -> str:
    """``content`` as text that only ``unseal`` with the same ``use`` and ``owner`` opens (AES-256-GCM).

    ``owner`` goes into the key: where it is a secret that is not kept here, ``SECRET_KEY`` alone opens nothing.
    """
    nonce = os.urandom(_NONCE_BYTES)
    key = next(_keys(use, owner))
    return b64encode(nonce + AESGCM(key).encrypt(nonce, content, _name(use, owner))).decode()


def unseal(sealed: str, *, use: str, owner: str) -> bytes | None:
    """What ``seal`` was given; None for anything that was changed, moved, or sealed with a key that is gone."""
    try:
        blob = b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        return None
    for key in _keys(use, owner):
        try:
            return AESGCM(key).decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], _name(use, owner))
        except (InvalidTag, ValueError):
            continue
    return None


def digests(text: str, *, use: str, length: int) -> list[str]:
    """``length`` hex digits by which ``text`` is found again without being kept; the first with the key in use."""
    return [hmac.digest(key, text.encode(), "sha256").hex()[:length] for key in _keys(use, "digest")]


def _keys(use: str, owner: str) -> Iterator[bytes]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        derived = HKDF(SHA256(), _KEY_BYTES, salt=owner.encode(), info=f"outreach:{use}".encode())
        yield derived.derive(secret.encode())


def _name(use: str, owner: str) -> bytes:
    return f"{use}:{owner}".encode()
