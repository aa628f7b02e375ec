"""The verbs of a point's life: keep who looks after it, review its period, answer the review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints.candidates import figures_now
from outreach.contactpoints.models import Conclusion, ContactPoint, Criterion, PointReview, PointTenure
from outreach.contactpoints.periods import review_begins_on
from outreach.contactpoints.signals import period_changed
from outreach.contactpoints.workflow.candidates import assess_unit
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class Findings:
    """What the office found at the end of a period: criterion → score and reason, what changed, what follows."""

    scores: Mapping[str, tuple[int, str]]
    what_changed: str
    conclusion: str


def keep_tenure(*, point: ContactPoint, why: str, last: date | None = None) -> None:
    """Part of every verb that sets up, changes or ends a point: who looks after it from today, and who no longer.

    ``last`` is the last day of whoever stops, where that is not today.
    """
    today = clock.today()
    running = PointTenure.objects.filter(point=point, until=None).first()
    is_same = running is not None and (running.leader_id, running.liaison_id) == (point.leader_id, point.liaison_id)
    if running is not None and not (is_same and point.is_active):
        running.until, running.ended_why = (
            max(last or today, running.since),
            why or ("" if is_same else _("没有写原因")),
        )
        running.save(update_fields=["until", "ended_why"])
    if point.is_active and not is_same:
        since = point.since if running is None else today
        PointTenure.objects.create(point=point, leader=point.leader, liaison=point.liaison, since=since)


@transaction.atomic
def review_period(*, point: ContactPoint, findings: Findings, rights: Rights) -> PointReview:
    """Put the end beside the start; ``RefusedStepError`` before it is time, and where it was done already."""
    locked = ContactPoint.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=point.pk)
    if not locked.is_editable_by(rights):
        raise PermissionDenied(_("期满评估由台账办写，联系领导补充意见。"))
    _refuse_review(locked)
    review = PointReview.objects.create(
        point=locked,
        scores_before={score.criterion: _told(score.score, score.reason) for score in locked.scores.all()},
        scores_now={key: _told(*findings.scores[key]) for key in Criterion.values if key in findings.scores},
        figures_before=locked.chosen_on_figures,
        figures_now=figures_now(locked.unit, rights),
        what_changed=findings.what_changed,
        conclusion=findings.conclusion,
        written_by=rights.user,
    )
    assess_unit(unit=locked.unit, scores=findings.scores, rights=rights)
    if findings.conclusion == Conclusion.END:
        _end(locked, _("期满结束"))
        period_changed.send(sender=ContactPoint, point=locked)
    record(
        action="contact_point.reviewed",
        actor=rights.user,
        obj=locked,
        detail={"conclusion": findings.conclusion, "what_changed": findings.what_changed},
    )
    return review


@transaction.atomic
def answer_review(*, point: ContactPoint, words: str, rights: Rights) -> PointReview:
    """The leader says in their own words what the period came to; said once."""
    review = PointReview.objects.select_for_update(of=("self",)).get(point=point)
    if rights.user is None or rights.user.pk != point.leader.user_id:
        raise PermissionDenied(_("意见由联系领导本人填写。"))
    if review.leader_said_on is not None:
        raise RefusedStepError(_("您的意见已经填过了。"))
    review.leader_words, review.leader_said_on = words, clock.today()
    review.save(update_fields=["leader_words", "leader_said_on"])
    record(action="contact_point.review_answered", actor=rights.user, obj=point, detail={"words": words})
    return review


def end_for_renewal(*, point: ContactPoint, unit: OrgUnit, since: date, rights: Rights) -> None:
    """Part of setting up the next period: the reviewed one ends the day before ``since``, and until then it runs on.

    ``RefusedStepError`` where none may follow.
    """
    locked = ContactPoint.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=point.pk)
    review = PointReview.objects.filter(point=locked).first()
    if locked.unit_id != unit.pk or review is None or not review.is_renewable:
        raise RefusedStepError(_("这一期不能再接续：没有评估、结论是结束，或已经设了下一期。"))
    last = max(since - timedelta(days=1), locked.since)
    locked.until = min(last, locked.until or last)
    locked.save(update_fields=["until"])
    _end(locked, _("期满，转入下一期"), locked.until)


def _refuse_review(point: ContactPoint) -> None:
    if PointReview.objects.filter(point=point).exists():
        raise RefusedStepError(_("这一期已经评估过了。"))
    begins_on = review_begins_on(point)
    if begins_on is not None and clock.today() < begins_on:
        raise RefusedStepError(_("联系期还早，%(day)s 起可以评估。") % {"day": begins_on})


def _end(point: ContactPoint, why: str, last: date | None = None) -> None:
    if point.is_active:
        point.is_active = False
        point.save(update_fields=["is_active"])
    keep_tenure(point=point, why=why, last=last)


def _told(score: int, reason: str) -> dict[str, Any]:
    return {"score": score, "reason": reason}
