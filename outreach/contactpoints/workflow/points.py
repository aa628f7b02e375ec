"""The verbs of contact points: open one, change one, end one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints.candidates import choice_now
from outreach.contactpoints.models import ContactPoint, Criterion, CriterionScore
from outreach.contactpoints.permissions import EDIT
from outreach.contactpoints.signals import period_changed
from outreach.contactpoints.workflow.candidates import assess_unit
from outreach.contactpoints.workflow.periods import end_for_renewal, keep_tenure
from outreach.org.models import Cadre, OrgUnit
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class Choice:
    """What the office decided: which unit, which leader, for how long, and why (criterion → score and reason)."""

    unit: OrgUnit
    leader: Cadre
    since: date
    until: date | None = None
    liaison: User | None = None
    visit_quota: int = 1
    is_active: bool = True
    scores: Mapping[str, tuple[int, str]] = field(default_factory=dict)


@transaction.atomic
def open_point(*, choice: Choice, rights: Rights, why: str = "", renews: ContactPoint | None = None) -> ContactPoint:
    """Make a unit a contact point; raises ``ValidationError`` where it already is one.

    What spoke for it on this day stays with it: its place in the ranking, and every figure this person may see.
    ``renews`` is the reviewed period that this one follows; it ends.
    """
    _check(choice.unit, rights)
    if renews is not None:
        end_for_renewal(point=renews, unit=choice.unit, since=choice.since, rights=rights)
    point = ContactPoint(renews=renews, chosen_why=why, chosen_on_figures=choice_now(choice.unit, rights))
    _apply(point, choice, rights)
    keep_tenure(point=point, why="")
    if renews is not None:
        period_changed.send(sender=ContactPoint, point=renews)
    record(action="contact_point.opened", actor=rights.user, obj=point, detail=_told(choice))
    return point


@transaction.atomic
def change_point(*, point: ContactPoint, choice: Choice, rights: Rights, why: str = "") -> ContactPoint:
    """Change leader, period, quota or scores; ``why`` somebody else takes over stays in the point's history."""
    locked = ContactPoint.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=point.pk)
    _check(locked.unit, rights)
    _apply(locked, choice, rights)
    keep_tenure(point=locked, why=why)
    period_changed.send(sender=ContactPoint, point=locked)
    record(action="contact_point.changed", actor=rights.user, obj=locked, detail=_told(choice))
    return locked


@transaction.atomic
def hand_over_point(
    *, point: ContactPoint, rights: Rights, leader: Cadre | None = None, liaison: User | None = None, why: str = ""
) -> ContactPoint:
    """Its leader or its liaison leaves the post: another one goes on, with the same period, quota and plans."""
    locked = ContactPoint.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=point.pk)
    _check(locked.unit, rights)
    before = {"leader": str(locked.leader), "liaison": str(locked.liaison or "")}
    locked.leader, locked.liaison = leader or locked.leader, liaison or locked.liaison
    locked.save(update_fields=["leader", "liaison"])
    keep_tenure(point=locked, why=why)
    after = {"leader": str(locked.leader), "liaison": str(locked.liaison or "")}
    record(action="contact_point.handed_over", actor=rights.user, obj=locked, detail={"before": before, "after": after})
    return locked


def _check(unit: OrgUnit, rights: Rights) -> None:
    if not rights.covers(EDIT, unit.path):
        raise PermissionDenied(_("联系点由台账办设立和调整。"))


def _apply(point: ContactPoint, choice: Choice, rights: Rights) -> None:
    _check(choice.unit, rights)
    for name in ("unit", "leader", "liaison", "since", "until", "visit_quota", "is_active"):
        setattr(point, name, getattr(choice, name))
    before = {score.criterion: (score.score, score.reason) for score in point.scores.all()} if point.pk else {}
    if before != dict(choice.scores):
        point.scored_on = clock.today()
    point.full_clean()
    try:
        with transaction.atomic():
            point.save()
    except IntegrityError:  # another point of the unit was set up at the same moment
        raise RefusedStepError(_("这个单位已经是在用的联系点。")) from None
    if before != dict(choice.scores):
        point.scores.all().delete()
        if choice.scores:
            assess_unit(unit=choice.unit, scores=choice.scores, rights=rights)
        # In the order of the program, so that every page lists the five alike.
        CriterionScore.objects.bulk_create(
            CriterionScore(
                point=point, criterion=criterion, score=choice.scores[criterion][0], reason=choice.scores[criterion][1]
            )
            for criterion in Criterion.values
            if criterion in choice.scores
        )


def _told(choice: Choice) -> dict[str, object]:
    return {
        "leader": str(choice.leader),
        "since": str(choice.since),
        "until": str(choice.until or ""),
        "visit_quota": choice.visit_quota,
        "is_active": choice.is_active,
        "scores": {criterion: score for criterion, (score, _reason) in choice.scores.items()},
    }
