"""What the first page after signing in asks: what waits for me, in the ledger and in the channels."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outreach.calendars.lights import light, words_left
from outreach.calendars.workdays import WorkCalendar
from outreach.common.counting import capped_words
from outreach.common.keyset import page_of
from outreach.common.transitions import Words
from outreach.dashboard.lookingback import look_backs
from outreach.dashboard.mypoints import period_lines
from outreach.dashboard.scope import Scope, ledger_url
from outreach.dashboard.waiting import Task
from outreach.ledger.filters import FLAGS
from outreach.ledger.lights import TimeLight, light_of
from outreach.ledger.listing import ORDERS
from outreach.ledger.models import Issue
from outreach.ledger.sources import WorkLine, sources
from outreach.ledger.views.base import WITH_PEOPLE
from outreach.ledger.views.nextstep import NextStep, next_step
from outreach.ledger.workflow import LEDGER
from outreach.ledger.workflow.table import Step
from outreach.ledger.worklists import WORKLISTS, in_worklist, tallies

COUNTED = 1000
SHOWN = 10
#: Where a step of the ledger leads back to.
_BACK = urlencode({"from": "view=waiting"})
_GATHERED = ("measures", "evidence", "extensions", "co_units__unit", "support_requests", "ratings")
_EXTENSION_STEPS = ("agree_extension", "grant_extension")


@dataclass(frozen=True)
class Stat:
    """A number on top of the page, counted no further than anybody reads."""

    label: Words
    n: int
    url: str
    light: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        return capped_words(self.n, COUNTED)

    @property
    def shown_light(self) -> str:
        """Nothing late is nothing to worry about: zero has no colour."""
        return self.light if self.n else ""


@dataclass(frozen=True)
class More:
    """A channel with more waiting than the page shows."""

    label: Words
    url: str
    n: int


@dataclass(frozen=True)
class Work:
    """What waits, the most urgent first; ``planned`` are appointments still to come, ``beside`` is how many do not
    wait in the ledger's own list: matters of the channels, ends of periods, look-backs.
    """

    tasks: list[Task]
    planned: list[WorkLine]
    more: list[More]
    beside: int


_STATS = [
    ("waiting", gettext_lazy("台账里等我处理"), ""),
    ("overdue", gettext_lazy("已逾期"), "red"),
    ("soon", gettext_lazy("快到期"), "yellow"),
    ("verifying", gettext_lazy("待验收"), ""),
    ("active", gettext_lazy("全部在办"), ""),
]


def stats(scope: Scope, beside: int) -> list[Stat]:
    """The standing lists of the ledger and how many rows each has: one statement, the very lists the links open."""
    lists = {key: WORKLISTS[key].condition(scope.rights) for key, _label, _light in _STATS}
    carded = lists["overdue"] & Q(**FLAGS["card"][1])
    today = lists["soon"] & Q(due_on=scope.today)
    *counts, n_carded, n_today = tallies([*lists.values(), carded, today], scope.rights, cap=COUNTED)
    notes = {
        "waiting": _note(beside, ngettext("另有 %(n)d 件，在下面", "另有 %(n)d 件，在下面", beside)),
        "overdue": _note(n_carded, ngettext("其中黄牌、红牌 %(n)d", "其中黄牌、红牌 %(n)d", n_carded)),
        "soon": _note(n_today, ngettext("今天到期 %(n)d", "今天到期 %(n)d", n_today)),
    }
    return [
        Stat(label, n, ledger_url(view=key), light_name, notes.get(key, ""))
        for (key, label, light_name), n in zip(_STATS, counts, strict=True)
    ]


def _note(n: int, words: str) -> str:
    return words % {"n": n} if n else ""


def work(scope: Scope) -> Work:
    """The ledger and every channel in one list; each says only what this person may know."""
    lines = {source.key: list(source.work_lines(scope.rights)) for source in sources}
    planned = sorted(
        (line for each in lines.values() for line in each if _is_ahead(line, scope.today)),
        key=lambda line: line.due_on or date.max,
    )
    waiting = {key: [line for line in each if not _is_ahead(line, scope.today)] for key, each in lines.items()}
    calendar = WorkCalendar.current()
    again = list(look_backs(scope, calendar))
    tasks = [*_from_ledger(scope, calendar), *again]
    for source in sources:
        tasks += [_from_channel(line, source.label, scope, calendar) for line in waiting[source.key][:SHOWN]]
    ends = period_lines(scope.rights)
    tasks += [_from_channel(line, _("联系点"), scope, calendar) for line in ends]
    tasks.sort(key=lambda task: task.due_on or date.max)
    more = [
        More(source.label, reverse(source.list_url_name), len(waiting[source.key]) - SHOWN)
        for source in sources
        if len(waiting[source.key]) > SHOWN
    ]
    return Work(tasks, planned, more, sum(map(len, waiting.values())) + len(ends) + len(again))


def _is_ahead(line: WorkLine, today: date) -> bool:
    return line.is_planned and line.due_on is not None and line.due_on > today


def _from_ledger(scope: Scope, calendar: WorkCalendar) -> Iterator[Task]:
    """The first rows of the list "waiting", in its own order, with all that their next step has to know."""
    waiting = in_worklist("waiting", scope.rights).select_related(*WITH_PEOPLE).prefetch_related(*_GATHERED)
    for issue in page_of(waiting.defer("description", "result", "clock"), ORDERS["due"], size=SHOWN).rows:
        following = next_step(issue, scope.rights)
        url = f"{issue.get_absolute_url()}?{_BACK}"
        step = _asked_step(issue, following, scope) or following.primary
        light_now = light_of(issue, calendar, scope.today) if issue.is_running else None
        yield Task(
            title=issue.title,
            url=url,
            verb=step.label if step else _("查看"),
            verb_url=f"{reverse('ledger:step', args=[issue.number, step.name])}?{_BACK}" if step else url,
            facts=[issue.number, _whose(issue), *_proposal(issue)],
            why=_why(issue, following, step.name if step else ""),
            due_on=issue.due_on if issue.is_running else None,
            light=light_now,
            state=issue.get_status_display(),
        )


def _whose(issue: Issue) -> str:
    """Unit · handler; before assignment the unit where it was found."""
    unit = str(issue.lead_unit or issue.unit)
    return f"{unit} · {issue.handler}" if issue.handler else unit


def _proposal(issue: Issue) -> list[str]:
    """Whose job it is in the eyes of whoever found it, until somebody answers for it."""
    if issue.proposed_unit is None or issue.lead_unit:
        return []
    return [_("建议%(unit)s主办") % {"unit": issue.proposed_unit}]


def _asked_step(issue: Issue, following: NextStep, scope: Scope) -> Step | None:
    """A decision somebody asks for comes before the work itself, unless the work is one's own."""
    if scope.rights.user is not None and scope.rights.user.pk == issue.handler_id:
        return None
    return next((LEDGER.steps[name] for name in _EXTENSION_STEPS if name in following.offered), None)


def _why(issue: Issue, following: NextStep, step: str) -> str:
    """What is asked or missing, else who it waits for."""
    if step in _EXTENSION_STEPS:
        asked = next(one for one in issue.extensions.all() if one.is_granted is None)
        words = ngettext("申请延期 %(n)d 个工作日，等您审批", "申请延期 %(n)d 个工作日，等您审批", asked.workdays)
        return words % {"n": asked.workdays}
    if following.missing:
        return " ".join(str(reason) for reason in following.missing[:2])
    return following.waits_for


def _from_channel(line: WorkLine, label: Words, scope: Scope, calendar: WorkCalendar) -> Task:
    light_now = None
    if line.due_on is not None:
        name = light(line.due_on, scope.today, scope.today, calendar)
        light_now = TimeLight(name, words_left(line.due_on, scope.today, calendar, line.day_kind))
    return Task(
        title=line.title,
        url=line.url,
        verb=line.verb or _("查看"),
        verb_url=line.url,
        facts=[str(label)],
        why=line.detail,
        due_on=line.due_on,
        light=light_now,
        state=label,
    )
