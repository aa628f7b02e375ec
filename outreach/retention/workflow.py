"""Holding something past its time, letting it go again, and deleting what is due."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.audit.chain import fingerprint
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from outreach.retention.erasing import erase
from outreach.retention.kinds import Kind, due, months_of
from outreach.retention.models import LegalHold
from outreach.retention.permissions import HOLD

SHORTEST_REASON = 10
BULK = 1000


@dataclass
class Outcome:
    """What one kind came to: gone, kept by a hold, kept because something still points to it."""

    kind: Kind
    erased: int = 0
    held: int = 0
    linked: int = 0


@transaction.atomic
def place_hold(*, kind: Kind, row: models.Model, reason: str, rights: Rights) -> LegalHold:
    """Keep ``row`` although its time is over, until somebody lifts the hold with a reason."""
    person = _answering(reason, rights)
    # The row is locked as for deleting: a hold that is there was there before the deletion, or after it never.
    type(row)._base_manager.select_for_update().get(pk=row.pk)
    if LegalHold.objects.filter(kind=kind.key, object_id=row.pk, lifted_at=None).exists():
        raise RefusedStepError(_("已经冻结了。"))
    hold: LegalHold = LegalHold.objects.create(
        kind=kind.key, object_id=str(row.pk), number=kind.number(row), reason=reason, placed_by=person
    )
    record(action="retention.held", actor=rights.user, obj=row, detail={"reason": reason})
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, reason: str, rights: Rights) -> LegalHold:
    """From now on the row goes when its time is over."""
    person = _answering(reason, rights)
    locked = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if locked.lifted_at is not None:
        raise RefusedStepError(_("已经解除了。"))
    locked.lifted_at, locked.lifted_by, locked.lift_reason = clock.now(), person, reason
    locked.save()
    record(action="retention.released", actor=rights.user, obj=locked, detail={"reason": reason})
    return locked


def apply(*, kind: Kind) -> Outcome:
    """Delete what is due, row by row or, for trifles, many at once; a tombstone in the audit is all that stays.

    What is held, and what something else still points to, stays and is counted. Safe to break off and to repeat.
    """
    if kind.in_bulk:
        return _apply_in_bulk(kind)
    outcome = Outcome(kind)
    for pk in list(due(kind).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                _erase_one(kind, pk, outcome)
        except ProtectedError:
            outcome.linked += 1
    return outcome


def is_held(kind: Kind, row: models.Model) -> bool:
    """Whether the row, or the one whose hold counts for it, is held."""
    holder = kind.held_with(row)
    kinds = {kind.key, holder._meta.label_lower}
    return LegalHold.objects.filter(kind__in=kinds, object_id__in={row.pk, holder.pk}, lifted_at=None).exists()


def _erase_one(kind: Kind, pk: Any, outcome: Outcome) -> None:
    row = due(kind).order_by().select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return
    if is_held(kind, row):
        outcome.held += 1
        return
    content = hashlib.sha256(serializers.serialize("json", [row]).encode()).hexdigest()
    _bury(kind, number=kind.number(row), hash=fingerprint(content))
    erase(row)
    outcome.erased += 1


def _apply_in_bulk(kind: Kind) -> Outcome:
    outcome = Outcome(kind)
    while picked := list(due(kind).values_list("pk", flat=True)[:BULK]):
        with transaction.atomic():
            due(kind).model._base_manager.filter(pk__in=picked).delete()
            _bury(kind, count=len(picked), hash=fingerprint(hashlib.sha256(repr(picked).encode()).hexdigest()))
        outcome.erased += len(picked)
    return outcome


def _bury(kind: Kind, **told: Any) -> None:
    """The tombstone: what kind, which number, a hash by which a copy can be recognised, by which rule."""
    record(action="retention.erased", detail={"kind": kind.key, **told, "months": months_of(kind)})


def _answering(reason: str, rights: Rights) -> User:
    """Who holds or lifts, with the right and a reason."""
    if rights.user is None or not rights.may(HOLD):
        raise PermissionDenied(_("您的岗位不能冻结或解除冻结。"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise RefusedStepError(_("理由至少写 %(count)d 个字。") % {"count": SHORTEST_REASON})
    return rights.user
