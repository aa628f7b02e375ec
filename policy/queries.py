"""Questions about policy promotion for the shared rooms, and for the pages here."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from outreach.calendars.limits import limits
from outreach.calendars.workdays import WorkCalendar
from outreach.ledger.sources import RecordLink, WorkLine, counted_by_unit
from outreach.org.models import OrgUnitQuerySet
from outreach.org.scoping import Rights
from policy.models import PolicySession, SessionQuestion
from policy.permissions import RECORD

_MOST_LINES = 20


def record_link(issue_id: int, rights: Rights) -> RecordLink | None:
    """The session an item came from; whoever may not open it learns the channel and nothing else."""
    questions = SessionQuestion.objects.filter(issue=issue_id).select_related("session__unit")
    seen = questions.visible_to(rights).first()
    if seen is not None:
        session = seen.session
        return RecordLink(str(session), session.get_absolute_url(), f"{session.unit} · {session.speaker}")
    return RecordLink(_("一次政策宣讲的提问"), "") if questions.exists() else None


def work_lines(rights: Rights) -> list[WorkLine]:
    """Questions that nobody could answer and that wait for a look at similar items."""
    if rights.user is None or not rights.may(RECORD):
        return []
    mine = Q(session__recorder=rights.user) | rights.as_q(RECORD, "session__unit")
    waiting = SessionQuestion.objects.visible_to(rights).waiting().filter(mine).select_related("session")
    questions = list(waiting.order_by("session__held_on", "pk")[:_MOST_LINES])
    if not questions:
        return []
    calendar, days = WorkCalendar.current(), limits.length("policy.hand_in")
    return [
        WorkLine(
            title=question.question,
            url=question.get_absolute_url(),
            detail=_("宣讲提问，台账里有相似事项，看过再交"),
            verb=_("看相似事项"),
            due_on=calendar.add_workdays(question.session.held_on, days),
        )
        for question in questions
    ]


def times_held(_rights: Rights, first: date, last: date, units: OrgUnitQuerySet | None) -> Mapping[int, int]:
    """How many sessions were held in each unit in these days."""
    return counted_by_unit(PolicySession.objects.filter(held_on__range=(first, last)), units)


def sessions_for_list(rights: Rights) -> QuerySet[PolicySession]:
    """Sessions with what a row of the list shows, in one query."""
    asked = SessionQuestion.objects.filter(session=OuterRef("pk"))
    return (
        PolicySession.objects.visible_to(rights)
        .select_related("unit")
        .defer("notes")
        .annotate(question_count=_how_many(asked), ledger_count=_how_many(asked.filter(issue__isnull=False)))
    )


def _how_many(rows: QuerySet[SessionQuestion]) -> Coalesce:
    """A count beside each row of a page: asked per row shown, never for the whole table."""
    counted = rows.order_by().values("session").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted), 0)
