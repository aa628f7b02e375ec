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
from outreach.retention.kinds import Kind, due, kinds, months_of
from outreach.retention.models import LegalHold
from outreach.retention.permissions import HOLD
from outreach.retention.queries import holds_seen_by

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
    """Keep ``row``, which this person sees, although its time is over, until the hold is lifted."""
    person = _answering(reason, rights)
    # The row is locked as for deleting: a hold that is there was there before the deletion, or after it never.
    locked = kind.seen_by(rights).select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        raise PermissionDenied(_("没有这件，或者不在您能看的范围里。"))
    if LegalHold.objects.filter(kind=kind.key, object_id=row.pk, lifted_at=None).exists():
        raise RefusedStepError(_("已经冻结了。"))
    hold: LegalHold = LegalHold.objects.create(
        kind=kind.key,
        object_id=str(row.pk),
        number=kind.number(locked),
        reason=reason,
        is_sealed=getattr(locked, "is_sealed", False),
        placed_by=person,
    )
    _record("held", hold, reason, rights)
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, reason: str, rights: Rights) -> LegalHold:
    """Whoever placed it lifts it; anybody else asks for that, and a second person agrees (``agree_to_lift``)."""
    person = _answering(reason, rights)
    locked = _standing(hold, rights)
    if locked.placed_by_id == person.pk:
        return _lift(locked, reason, rights)
    if locked.lift_asked_by_id is not None:
        raise RefusedStepError(_("已经有人提请解除，等另一个人同意。"))
    locked.lift_asked_by, locked.lift_asked_at, locked.lift_reason = person, clock.now(), reason
    locked.save()
    _record("lift_asked", locked, reason, rights)
    return locked


@transaction.atomic
def agree_to_lift(*, hold: LegalHold, rights: Rights) -> LegalHold:
    """The second person: somebody else than who asked."""
    locked = _asked_for(hold, rights)
    if rights.user is None or locked.lift_asked_by_id == rights.user.pk:
        raise PermissionDenied(_("不能同意自己提请的解除，要由另一个人决定。"))
    return _lift(locked, locked.lift_reason, rights)


@transaction.atomic
def keep_held(*, hold: LegalHold, rights: Rights) -> LegalHold:
    """It stays held: the second person does not agree, or who asked takes it back."""
    locked = _asked_for(hold, rights)
    _record("kept", locked, locked.lift_reason, rights)
    locked.lift_asked_by, locked.lift_asked_at, locked.lift_reason = None, None, ""
    locked.save()
    return locked


def _lift(locked: LegalHold, reason: str, rights: Rights) -> LegalHold:
    """From now on the row goes when its time is over."""
    locked.lifted_at, locked.lifted_by, locked.lift_reason = clock.now(), rights.user, reason
    if locked.placed_by == rights.user:  # who placed it needs nobody's word, nor does it matter who asked
        locked.lift_asked_by, locked.lift_asked_at = None, None
    locked.save()
    _record("released", locked, reason, rights)
    return locked


def _standing(hold: LegalHold, rights: Rights) -> LegalHold:
    """The hold as it is now, of a row that this person sees; ``LegalHold.DoesNotExist`` otherwise."""
    locked = holds_seen_by(rights).select_for_update(of=("self",)).get(pk=hold.pk)
    if locked.lifted_at is not None:
        raise RefusedStepError(_("已经解除了。"))
    return locked


def _asked_for(hold: LegalHold, rights: Rights) -> LegalHold:
    if not rights.may(HOLD):
        raise PermissionDenied(_("您的岗位不能冻结或解除冻结。"))
    locked = _standing(hold, rights)
    if locked.lift_asked_by_id is None:
        raise RefusedStepError(_("没有人提请解除。"))
    return locked


def _record(what: str, hold: LegalHold, reason: str, rights: Rights) -> None:
    """On the row's record; the words about a sealed one stay with it."""
    kind = kinds.get(hold.kind)
    row = kind.rows().filter(pk=hold.object_id).first() if kind else None
    told = {} if row is None or getattr(row, "is_sealed", False) else {"reason": reason}
    record(action=f"retention.{what}", actor=rights.user, obj=row, detail=told)


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
