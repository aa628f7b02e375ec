"""Questions about investigations for the shared rooms, and for the pages here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from outreach.calendars.limits import limits
from outreach.calendars.workdays import WorkCalendar
from outreach.ledger.sources import RecordLink, WorkLine, counted_by_unit
from outreach.org.models import OrgUnitQuerySet
from outreach.org.scoping import Rights
from surveys.methods import Method
from surveys.models import Investigation, Record, RecordFinding
from surveys.permissions import RECORD

_MOST_LINES = 20


def record_link(issue_id: int, rights: Rights) -> RecordLink | None:
    """The record an item came from; whoever may not open it learns the channel and nothing else."""
    findings = RecordFinding.objects.filter(issue=issue_id).select_related("record__unit", "record__investigation")
    seen = findings.visible_to(rights).first()
    if seen is not None:
        record = seen.record
        return RecordLink(str(record), record.get_absolute_url(), record.investigation.title)
    return RecordLink(_("一次调研的记录"), "") if findings.exists() else None


def work_lines(rights: Rights) -> list[WorkLine]:
    """Findings that wait for a decision, then one's own investigations that nobody has gone down for yet."""
    if rights.user is None or not rights.may(RECORD):
        return []
    return [*_waiting_findings(rights), *_without_record(rights)][:_MOST_LINES]


def _waiting_findings(rights: Rights) -> list[WorkLine]:
    mine = Q(record__recorder=rights.user) | rights.as_q(RECORD, "record__investigation__lead_unit")
    waiting = RecordFinding.objects.visible_to(rights).waiting().filter(mine).select_related("record__unit")
    findings = list(waiting.order_by("record__held_on", "pk")[:_MOST_LINES])
    if not findings:
        return []
    calendar, days = WorkCalendar.current(), limits.length("surveys.hand_in")
    return [
        WorkLine(
            title=finding.what,
            url=finding.get_absolute_url(),
            detail=_("调研发现，台账里有相似事项，看过再交"),
            verb=_("看相似事项"),
            due_on=calendar.add_workdays(finding.record.held_on, days),
        )
        for finding in findings
    ]


def _without_record(rights: Rights) -> list[WorkLine]:
    mine = Q(author=rights.user) | Q(leader__user=rights.user)
    waiting = Investigation.objects.visible_to(rights).running().filter(mine, records=None).order_by("until", "pk")
    return [
        WorkLine(
            title=investigation.title,
            url=investigation.get_absolute_url(),
            detail=_("调研课题还没有记录"),
            verb=_("加一条记录"),
            due_on=investigation.until,
        )
        for investigation in waiting[:_MOST_LINES]
    ]


def times_held(rights: Rights, first: date, last: date, units: OrgUnitQuerySet | None) -> Mapping[int, int]:
    """How many records were made in each unit in these days; that somebody there was heard alone is told to nobody
    who may not read it.
    """
    read = Record.objects.visible_to(rights).filter(method=Method.INTERVIEW, held_on__range=(first, last)).order_by()
    told = ~Q(method=Method.INTERVIEW) | Q(pk__in=read.values("pk"))
    return counted_by_unit(Record.objects.filter(told, held_on__range=(first, last)), units)


def for_list(rights: Rights) -> QuerySet[Investigation]:
    """Investigations with what a row of the list shows, in one query."""
    records = Record.objects.filter(investigation=OuterRef("pk")).annotate(of=F("investigation"))
    findings = RecordFinding.objects.filter(record__investigation=OuterRef("pk"), issue__isnull=False)
    handed = findings.annotate(of=F("record__investigation"))
    return (
        Investigation.objects.visible_to(rights)
        .select_related("lead_unit", "leader__user")
        .annotate(record_count=_how_many(records), ledger_count=_how_many(handed))
    )


def _how_many(rows: QuerySet[Any]) -> Coalesce:
    """A count beside each row of a page: asked per row shown, never for the whole table."""
    counted = rows.order_by().values("of").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted), 0)


def story_of(investigation: Investigation, rights: Rights) -> list[Record]:
    """The records of one investigation that this person may read, newest first, with findings and files."""
    findings = RecordFinding.objects.select_related("issue")
    return list(
        Record.objects.visible_to(rights)
        .filter(investigation=investigation)
        .select_related("unit", "recorder")
        .prefetch_related(Prefetch("findings", findings), "files__attachment")
    )
