"""Questions about the life of a point: who looked after it, what its period came to, and whose turn it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from django.db.models import Q

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.contactpoints.candidates import told_figures
from outreach.contactpoints.limits import REVIEW_AHEAD
from outreach.contactpoints.models import Conclusion, ContactPoint, Criterion, PointReview
from outreach.contactpoints.permissions import EDIT
from outreach.org.scoping import Rights

_MOST = 20
#: What a review may conclude so that another period follows.
RENEWED = (Conclusion.CONTINUE, Conclusion.CHANGE_LEADER)


@dataclass(frozen=True)
class Change:
    """One criterion then and now."""

    label: str
    before: int | None
    before_why: str
    now: int | None
    now_why: str

    @property
    def difference(self) -> int | None:
        return None if self.before is None or self.now is None else self.now - self.before

    @property
    def fell(self) -> int:
        """By how much the score is lower now."""
        return -(self.difference or 0)


@dataclass(frozen=True)
class Result:
    """A review as this reader may see it: criteria, and figures then and now."""

    review: PointReview
    changes: list[Change]
    figures: list[tuple[str, int | None, int]]


def review_begins_on(point: ContactPoint) -> date | None:
    """From when a period may be reviewed; None where it has no end, so that it may at any time."""
    return point.until - timedelta(days=limits.length(REVIEW_AHEAD)) if point.until else None


def result_of(review: PointReview, rights: Rights) -> Result:
    before, now = review.scores_before, review.scores_now
    changes = [
        Change(
            str(criterion.label),
            before.get(criterion, {}).get("score"),
            before.get(criterion, {}).get("reason", ""),
            now.get(criterion, {}).get("score"),
            now.get(criterion, {}).get("reason", ""),
        )
        for criterion in Criterion
    ]
    unit = review.point.unit
    then = dict(told_figures(review.figures_before, unit, rights)) if review.figures_before else {}
    figures = [(label, then.get(label), n) for label, n in told_figures(review.figures_now, unit, rights)]
    return Result(review, changes, figures)


class Asked(Enum):
    """Of the office its review and, where that wants another period, setting it up; of the leader their words."""

    REVIEW, ANSWER, RENEWAL = range(3)


@dataclass(frozen=True)
class Owed:
    """Something that the end of a period asks of this person."""

    point: ContactPoint
    what: Asked
    due_on: date | None


def reviews_owed(rights: Rights) -> Iterator[Owed]:
    """Reviews that the office has to write and leaders have to answer, next periods to set up; in one statement."""
    if rights.user is None:
        return
    soon = clock.today() + timedelta(days=limits.length(REVIEW_AHEAD))
    office = rights.as_q(EDIT, "unit")
    ending = Q(review=None, is_active=True, until__lte=soon) & office
    unanswered = Q(review__isnull=False, review__leader_said_on=None, leader__user=rights.user)
    # Reviewed and wanted, it would otherwise run out while everybody thinks that it goes on.
    to_renew = Q(review__conclusion__in=RENEWED, is_active=True, renewed=None) & office
    points = ContactPoint.objects.visible_to(rights).filter(ending | unanswered | to_renew)
    for point in points.select_related("unit", "leader", "review").order_by("until", "pk")[:_MOST]:
        yield Owed(point, _asked(point, rights), point.until)


def _asked(point: ContactPoint, rights: Rights) -> Asked:
    review: PointReview | None = getattr(point, "review", None)
    if review is None:
        return Asked.REVIEW
    is_leader = rights.user is not None and rights.user.pk == point.leader.user_id
    return Asked.ANSWER if is_leader and review.leader_said_on is None else Asked.RENEWAL


def may_be_reviewed(point: ContactPoint, written: PointReview | None) -> bool:
    """Whether it is time, and nobody has."""
    begins_on = review_begins_on(point)
    return written is None and point.is_active and (begins_on is None or clock.today() >= begins_on)


def renewal_of(key: str, rights: Rights) -> ContactPoint | None:
    """The reviewed period that a new point may follow, by its key in an address."""
    if not (key.isascii() and key.isdigit() and len(key) < 12):
        return None
    points = ContactPoint.objects.visible_to(rights).filter(pk=key, review__isnull=False, renewed=None)
    return points.select_related("unit", "leader__user", "review").first()


def carried_over(ended: ContactPoint) -> dict[str, Any]:
    """What the next period starts from: the same people, the day after, and the scores of the review."""
    review: PointReview = ended.review
    shown: dict[str, Any] = {"unit": ended.unit_id, "liaison": ended.liaison_id, "visit_quota": ended.visit_quota}
    if review.conclusion == Conclusion.CONTINUE:
        shown["leader"] = ended.leader_id
    shown["since"] = ended.until + timedelta(days=1) if ended.until else clock.today()
    for criterion, told in review.scores_now.items():
        shown |= {f"score_{criterion}": told["score"], f"reason_{criterion}": told["reason"]}
    return shown
