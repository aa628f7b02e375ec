"""The only door by which a record enters the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import HttpRequest

from outreach.audit.address import client_address, current_address
from outreach.audit.chain import fingerprint, keys, plain, signature
from outreach.audit.models import AuditRecord
from outreach.common.text import clean_text

if TYPE_CHECKING:
    from outreach.accounts.models import User

_LONGEST_LABEL = 200


def record(
    *,
    action: str,
    actor: User | None = None,
    obj: models.Model | None = None,
    detail: Mapping[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> AuditRecord:
    """Sign one act and append it, in the caller's transaction: both are kept or neither.

    One statement, and nothing is locked: the record joins the chain within a minute
    (``outreach.audit.sealing``). ``action`` is ``noun.verb_in_the_past`` such as
    ``identity.revealed``; ``detail`` holds plain values and never a secret or the name of a
    petitioner. Who and from where are taken from ``request`` when it is given, else the address
    from the request being answered. An act of nobody, outside ``request``, has no address: a
    petitioner is not to be found by theirs. A row that is sealed (``is_sealed``) can be told from
    others, but not found.
    """
    if actor is None and request is not None and hasattr(request, "user") and request.user.is_authenticated:
        actor = request.user
    object_type, object_id, object_label = _name(obj)
    new = AuditRecord(
        actor=actor,
        actor_label=_label(actor),
        address=_address(actor, request),
        action=action,
        object_type=object_type,
        object_id=object_id,
        object_label=object_label,
        detail=plain(detail or {}),
    )
    new.signature = signature(new, keys()[0])
    new.save()
    return new


def _address(actor: User | None, request: HttpRequest | None) -> str:
    if request is not None:
        return client_address(request)
    return current_address() if actor is not None else ""


def _name(obj: models.Model | None) -> tuple[str, str, str]:
    """Type, identifier and label: ``audit_label`` where the row has one, for others may say too much."""
    if obj is None:
        return "", "", ""
    kind = obj._meta.label_lower
    if getattr(obj, "is_sealed", False):
        return kind, fingerprint([kind, str(obj.pk)]), ""
    return kind, str(obj.pk), _label(getattr(obj, "audit_label", obj))


def _label(thing: object) -> str:
    return "" if thing is None else clean_text(str(thing))[:_LONGEST_LABEL]
