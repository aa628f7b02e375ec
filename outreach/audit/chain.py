"""How one audit record is turned into the text that is hashed, and the key it is hashed with.

The text is the same bytes on every machine and database. The key lies outside the database, so that
somebody who owns the database alone cannot write a chain of their own.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from outreach.common.text import clean_text

if TYPE_CHECKING:
    from outreach.audit.models import AuditRecord

MAX_TEXT = 5000
#: What the first link follows.
BEGINNING = "0" * 64


@dataclass(frozen=True, slots=True)
class Stored:
    """One record as read back, with the signature that was stored beside it."""

    id: int
    mark: UUID
    at: datetime
    actor_id: int | None
    actor_label: str
    address: str
    action: str
    object_type: str
    object_id: str
    object_label: str
    detail: Any
    signature: str


def plain(value: Any) -> Any:
    """``value`` as JSON that both databases give back unchanged: no floats, no control characters."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str | Promise):
        return clean_text(str(value))[:MAX_TEXT]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float | Decimal | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [plain(item) for item in value]
        return items if isinstance(value, list | tuple) else sorted(items, key=str)
    raise TypeError(f"{type(value).__name__} has no plain form for the audit log; say what is meant")


_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def keys() -> tuple[bytes, ...]:
    """The keys of the chain, the one that signs first and those it took over from behind it."""
    found = tuple(key.encode() for key in settings.AUDIT_KEYS)
    if not found:
        raise ImproperlyConfigured("AUDIT_KEYS holds no key: nothing may be recorded without one")
    return found


def signature(record: "Stored | AuditRecord", key: bytes) -> str:
    """HMAC-SHA-256 over the canonical JSON of one record; its number is given by the database, after signing."""
    content = [
        record.mark.hex,
        record.at.astimezone(UTC).isoformat(timespec="microseconds"),
        record.actor_id,
        record.actor_label,
        record.address,
        record.action,
        record.object_type,
        record.object_id,
        record.object_label,
        record.detail,
    ]
    return _keyed(key, content)


def link_hash(previous: str, seq: int, record_id: int, signed: str, key: bytes) -> str:
    """HMAC-SHA-256 over a record's place, its signature and the hash of the place before it.

    The canonical JSON of the four is written out: two numbers and two texts of hex digits, which need no encoder.
    """
    return hmac.digest(key, f'["{previous}",{seq},{record_id},"{signed}"]'.encode(), "sha256").hex()


def fingerprint(content: Any) -> str:
    """What is kept of something that was deleted: whoever has a copy can show that it was this, and nobody can guess.

    Keyed, because a telephone number hashed without a key is found by trying them all.
    """
    return _keyed(keys()[0], plain(content))


def _keyed(key: bytes, content: Any) -> str:
    return hmac.digest(key, _encoder.encode(content).encode(), "sha256").hex()
