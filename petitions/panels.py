"""What the shared rooms show of this channel: the record behind an item, work that waits, how often it was held."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outreach.audit.models import AuditRecord
from outreach.audit.permissions import VIEW as READ_LOG
from outreach.calendars.lights import DayKind
from outreach.common import clock
from outreach.documents.models import DocumentTemplate
from outreach.documents.permissions import KEEP_TEMPLATES
from outreach.ledger.models import Issue
from outreach.ledger.permissions import VIEW as VIEW_ISSUE
from outreach.ledger.sources import RecordLink, WorkLine, counted_by_unit
from outreach.org.models import OrgUnitQuerySet
from outreach.org.permissions import KEEP
from outreach.org.scoping import Rights
from petitions import keyring
from petitions.answers import answers_to_check
from petitions.casefile import asked_extension, unheeded_reports
from petitions.models import Petition, PetitionQuerySet, ReceptionSlot
from petitions.permissions import EXTEND, RECEIVE, ROSTER, STAFF
from petitions.queries import (
    lacks_inspectors,
    reveals_that_wait,
    waiting_at_the_desk,
    waiting_for_a_leader,
)
from petitions.roster import not_written_down, promises_of, words_awaited
from petitions.sponsored import cases_of
from petitions.states import IN_HAND
from petitions.statute import Waits
from petitions.workflow import next_step

_MOST_WORK_LINES = 20
_DAYS_OF_ALARM = 7
#: Acts that were refused because somebody did them too often, and what that may mean.
_TRYING_OUT = {
    "identity.search_limited": gettext_lazy("%(who)s按号码找信访件超过了次数，可能在试号码"),
    "identity.look_limited": gettext_lazy("%(who)s交出前检查超过了次数，可能在试谁是信访人"),
}


def record_link(issue_id: int, rights: Rights) -> RecordLink | None:
    """The petition behind an item: the case for who may open it, the task sheet for others; a sealed one never."""
    petition = Petition.objects.behind(issue_id).filter(is_sealed=False).order_by("received_at", "pk").first()
    if petition is None:
        return None
    may_open = Petition.objects.visible_to(rights).filter(pk=petition.pk).exists()
    summary = f"{petition.get_kind_display()} · {petition.get_arrival_display()}"
    if may_open:
        return RecordLink(petition.number, petition.get_absolute_url(), summary)
    issue = Issue.objects.select_related("unit", "lead_unit", "accepting_unit").get(pk=issue_id)
    if not any(rights.covers(VIEW_ISSUE, path) for path in issue.paths_of("touching")):
        return RecordLink(petition.number, "", summary)
    sheet = reverse("petitions:sheet", args=[issue.number])
    return RecordLink(_("任务单 %(number)s") % {"number": petition.number}, sheet, summary)


def work_lines(rights: Rights) -> Sequence[WorkLine]:
    """What waits for this person: keys that are missing, identities that somebody asks to see, then the desk."""
    return [
        *_key_lines(rights),
        *_staff_lines(rights),
        *_template_lines(rights),
        *_alarm_lines(rights),
        *_leader_lines(rights),
        *_reveal_lines(rights),
        *_promise_lines(rights),
        *_sponsor_lines(rights),
        *_answer_lines(rights),
        *_desk_lines(rights),
    ][:_MOST_WORK_LINES]


def _key_lines(rights: Rights) -> list[WorkLine]:
    """Whoever keeps the system is who can put a key back."""
    if not rights.may(KEEP):
        return []
    return [WorkLine(title=words, url=reverse("admin:index")) for words in keyring.problems()]


def _staff_lines(rights: Rights) -> list[WorkLine]:
    """Whoever appoints people hears that somebody is missing, and nothing of the case."""
    if not lacks_inspectors(rights):
        return []
    if rights.may(STAFF):
        return [WorkLine(title=_("有密件没有纪检人员可以办理，请任命一名"), url=reverse("admin:org_posting_add"))]
    title = _("有密件没有纪检人员可以办理，能任命的人都要回避，请上一级另行任命")
    return [WorkLine(title=title, url=reverse("home"))]


def _template_lines(rights: Rights) -> list[WorkLine]:
    """Whoever keeps the templates hears that one no longer passes the checks, until another version is chosen."""
    if not rights.everywhere(KEEP_TEMPLATES):
        return []
    return [
        WorkLine(
            title=_("文书模板“%(template)s”没有通过新的检查，已停用") % {"template": template},
            url=reverse("documents:template", args=[template.kind]),
            detail=_("现在用内置模板"),
            verb=_("换一版"),
        )
        for template in DocumentTemplate.objects.exclude(taken_out_at=None)
    ]


def _alarm_lines(rights: Rights) -> list[WorkLine]:
    """Whoever reads the log hears of those who tried out numbers or names, for a week."""
    if not rights.everywhere(READ_LOG):
        return []
    since = clock.now() - timedelta(days=_DAYS_OF_ALARM)
    tried = AuditRecord.objects.filter(action__in=_TRYING_OUT, at__gt=since).order_by()
    counted = tried.values_list("action", "actor_label").annotate(n=Count("pk"))
    return [
        WorkLine(
            title=str(_TRYING_OUT[action]) % {"who": who},
            url=f"{reverse('audit:list')}?{urlencode({'action': action})}",
            detail=ngettext("近 7 天被拦下 %(n)d 次", "近 7 天被拦下 %(n)d 次", n) % {"n": n},
            verb=_("看审计"),
        )
        for action, who, n in counted.order_by("action", "actor_label")
    ]


def _reveal_lines(rights: Rights) -> list[WorkLine]:
    return [
        WorkLine(
            title=reveal.petition.title,
            url=reverse("petitions:identity", args=[reveal.petition.number]),
            detail=_("%(number)s · %(who)s申请查看信访人身份")
            % {"number": reveal.petition.number, "who": reveal.asked_by},
            verb=_("查看身份") if reveal.is_granted else _("审批"),
            due_on=clock.today(),
            day_kind=DayKind.CALENDAR,
        )
        for reveal in reveals_that_wait(rights)
    ]


def _leader_lines(rights: Rights) -> list[WorkLine]:
    """Urgent matters that this leader was told of, and more time that somebody asks them for."""
    return [line for petition in waiting_for_a_leader(rights) for line in _for_leader(petition, rights)]


def _for_leader(petition: Petition, rights: Rights) -> Iterator[WorkLine]:
    for report in unheeded_reports(petition):
        if report.told_id == (rights.user and rights.user.pk):
            yield WorkLine(
                title=petition.title,
                url=petition.get_absolute_url(),
                detail=_("%(number)s · 报告的紧急、重大情况") % {"number": petition.number},
                verb=_("阅知"),
                due_on=clock.day_of(report.reported_at),
                day_kind=DayKind.CALENDAR,
            )
    asked = asked_extension(petition)
    if asked is not None and rights.may(EXTEND) and petition.status in IN_HAND:
        yield WorkLine(
            title=petition.title,
            url=petition.get_absolute_url(),
            detail=_("%(number)s · 申请延长 %(days)d 天") % {"number": petition.number, "days": asked.days},
            verb=_("审批延期"),
            due_on=petition.due_on,  # to be decided before the term ends
            day_kind=DayKind.CALENDAR,
        )


def _promise_lines(rights: Rights) -> list[WorkLine]:
    """Who received somebody is responsible until what was promised is done; the office writes down what was said."""
    if not rights.may(RECEIVE):
        return []
    unwritten = [
        WorkLine(
            title=slot.petition.title,
            url=reverse("petitions:reception_slot", args=[slot.pk]),
            detail=_("%(number)s · 接访已过，还没有记录") % {"number": slot.petition.number},
            verb=_("记录接访"),
            due_on=slot.day.held_on,
            day_kind=DayKind.CALENDAR,
        )
        for slot in (not_written_down(rights) if rights.may(ROSTER) else [])
    ]
    awaited = [
        WorkLine(
            title=slot.promise,
            url=reverse("petitions:reception_slot", args=[slot.pk]),
            detail=_told_for_them(slot),
            verb=_("确认兑现没有") if slot.keeping_awaits_word else _("确认或提出异议"),
            due_on=slot.promised_on,
            day_kind=DayKind.CALENDAR,
        )
        for slot in words_awaited(rights)
    ]
    return (
        unwritten
        + awaited
        + [
            WorkLine(
                title=slot.promise,
                url=reverse("petitions:reception_slot", args=[slot.pk]),
                detail=_("%(number)s · 接访时答应的事") % {"number": slot.petition.number},
                verb=_("兑现了就记下"),
                due_on=slot.promised_on,
                day_kind=DayKind.CALENDAR,
            )
            for slot in promises_of(rights)
        ]
    )


def _told_for_them(slot: ReceptionSlot) -> str:
    """What somebody else wrote in a leader's name."""
    if slot.keeping_awaits_word:
        words, who = _("%(number)s · %(who)s记的，说您答应的事兑现了"), slot.kept_told_by
    else:
        words, who = _("%(number)s · %(who)s记的，说是您接访时答应的"), slot.recorded_by
    return words % {"number": slot.petition.number, "who": who or "—"}


def _sponsor_lines(rights: Rights) -> list[WorkLine]:
    """Cases a leader took on: the next step, or the note that is owed, whichever comes first."""
    lines = []
    for case in cases_of(rights):
        step, note_due_on = case.next_step, case.note_due_on
        due = step if step is not None and step.due_on <= note_due_on else None
        number = _("%(number)s · 我包案") % {"number": case.petition.number}
        lines.append(
            WorkLine(
                title=case.petition.title,
                url=case.get_absolute_url(),
                detail=f"{number} · {due.what}" if due else number,
                verb=_("办这一步") if due else _("记本月进展"),
                due_on=due.due_on if due else note_due_on,
                day_kind=DayKind.CALENDAR,
            )
        )
    return lines


def _answer_lines(rights: Rights) -> list[WorkLine]:
    """Questions and answers of others that wait for a second pair of eyes."""
    return [
        WorkLine(
            title=answer.question,
            url=reverse("petitions:answer_desk", args=[answer.pk]),
            detail=_("公开答复 · %(who)s起草") % {"who": answer.written_by},
            verb=_("核对"),
        )
        for answer in answers_to_check(rights).select_related("written_by")[:_MOST_WORK_LINES]
    ]


def _desk_lines(rights: Rights) -> list[WorkLine]:
    return [
        WorkLine(
            title=petition.title,
            url=petition.get_absolute_url(),
            detail=" · ".join(filter(None, (petition.number, str(petition.unit), petition.get_waits_for_display()))),
            verb=_verb(petition, rights),
            due_on=petition.due_on,
            day_kind=DayKind.CALENDAR,
        )
        for petition in waiting_at_the_desk(rights).select_related(
            "unit", "referred_to", "inspecting_unit", "reviewing_unit"
        )[:_MOST_WORK_LINES]
    ]


def _verb(petition: Petition, rights: Rights) -> str | Promise:
    """What came in meanwhile comes first, then the next step."""
    if petition.waits_for:
        return Waits(petition.waits_for).verb
    step = next_step(petition, rights)
    return step.label if step else ""


def times_held(rights: Rights, first: date, last: date, units: OrgUnitQuerySet | None) -> Mapping[int, int]:
    """How many petitions came from each unit in these days, of those this reader may see; sealed ones nowhere.

    A head who could count them would know at once that somebody in a workshop of twelve had written, and by a count
    that falls, that what was written was sealed.
    """
    zone = timezone.get_default_timezone()
    start = datetime.combine(first, time.min, zone)
    end = datetime.combine(last + timedelta(days=1), time.min, zone)
    seen: PetitionQuerySet = Petition.objects.visible_to(rights)
    return counted_by_unit(seen.filter(is_sealed=False, received_at__gte=start, received_at__lt=end), units)
