"""The history of an item in words: what was done, by whom, and what changed by it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.ledger.models import Issue, IssueEvent
from outreach.ledger.states import LookBackResult, Satisfaction, Stage, SupervisionLevel, SupportKind
from outreach.ledger.workflow import LEDGER
from outreach.org.scoping import Rights

LABELS: dict[str, Promise] = {
    "lead_unit": gettext_lazy("主办单位"),
    "person": gettext_lazy("回避的人"),
    "handler": gettext_lazy("责任人"),
    "accepting_unit": gettext_lazy("验收单位"),
    "workdays": gettext_lazy("工作日"),
    "due_on": gettext_lazy("期限"),
    "from": gettext_lazy("原来"),
    "to": gettext_lazy("现在"),
    "planned_on": gettext_lazy("计划完成"),
    "wake_on": gettext_lazy("恢复日期"),
    "level": gettext_lazy("督办级别"),
    "files": gettext_lazy("文件数"),
    "stage": gettext_lazy("阶段"),
    "into": gettext_lazy("并入"),
    "unit": gettext_lazy("协办单位"),
    "earlier": gettext_lazy("原来的分析"),
    "kind": gettext_lazy("哪种支持"),
    "promised_by": gettext_lazy("谁答应的"),
    "needed_by": gettext_lazy("哪天以前"),
    "result": gettext_lazy("评价"),
    "on_site": gettext_lazy("到现场"),
    "rebound": gettext_lazy("计反弹"),
    "look_back": gettext_lazy("回头看结果"),
    "override": gettext_lazy("未满足销号条件"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; the names are those of ``components/timeline.html``."""

    what: str | Promise
    at: datetime | None
    who: str
    text: str
    is_now: bool = False
    is_next: bool = False


def timeline(events: Iterable[IssueEvent]) -> list[Entry]:
    """The latest first."""
    newest_first = sorted(events, key=lambda event: -event.version)
    return [entry_of(event, is_now=place == 0) for place, event in enumerate(newest_first)]


def entry_of(event: IssueEvent, *, is_now: bool = False) -> Entry:
    """One event in words; whoever has no name is the portal itself."""
    lines = [event.note, *(f"{label}{_('：')}{value}" for label, value in details(event))]
    return Entry(step_label(event.step), event.at, _who(event), "\n".join(line for line in lines if line), is_now)


def step_label(name: str) -> str | Promise:
    """What the step is called today; a step that is no longer in the table keeps its name."""
    step = LEDGER.steps.get(name)
    return step.label if step else name


def details(event: IssueEvent) -> Iterator[tuple[str | Promise, str]]:
    """What the step changed, as (label, value); what is false or empty is not worth a line."""
    for name, value in event.detail.items():
        if value not in ("", None, False):
            yield LABELS.get(name, name), _value(name, value)


def changes_since(issue: Issue, version: int, rights: Rights) -> list[IssueEvent]:
    """What happened to the item after somebody saw it at ``version``, as far as this reader is told."""
    events = IssueEvent.objects.filter(issue=issue).told_to(rights)
    return list(events.filter(version__gt=version).select_related("actor"))


def _who(event: IssueEvent) -> str:
    return str(event.actor) if event.actor_id else _("系统")


def _value(name: str, value: Any) -> str:
    if name == "level":
        return str(SupervisionLevel(value).label)
    if name == "stage":
        return str(Stage(value).label)
    if name == "kind":
        return str(SupportKind(value).label)
    if name == "look_back":
        return str(LookBackResult(value).label)
    if name == "result":
        return str(Satisfaction[str(value).upper()].label)
    return _("是") if value is True else str(value)
