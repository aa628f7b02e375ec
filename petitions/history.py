"""The history of a case in the words of the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.org.scoping import Rights
from petitions.completeness import GAPS
from petitions.models import Petition, PetitionEvent
from petitions.states import Kind
from petitions.statute import Above, LegalRoute, NotAcceptGround, Outcome, Talk, Trigger
from petitions.workflow import PETITIONS

_LABELS: dict[str, Promise] = {
    "unit": gettext_lazy("单位"),
    "accused": gettext_lazy("被反映"),
    "person": gettext_lazy("回避的人"),
    "let_in": gettext_lazy("不再回避"),
    "owner": gettext_lazy("应向谁提出"),
    "issue": gettext_lazy("台账事项"),
    "from": gettext_lazy("原事项"),
    "due_on": gettext_lazy("期限"),
    "days": gettext_lazy("天数"),
    "told": gettext_lazy("报告给"),
    "earlier": gettext_lazy("原信访件"),
    "document": gettext_lazy("文号"),
    "dated": gettext_lazy("日期"),
    "notice": gettext_lazy("告知书"),
    "on": gettext_lazy("送达日期"),
    "place": gettext_lazy("地点"),
    "panel": gettext_lazy("听证员"),
    "files": gettext_lazy("文件数"),
    "answer_by": gettext_lazy("希望哪天以前回答"),
    "cleared": gettext_lazy("含信访人信息仍交出的理由"),
}


#: What was chosen from a list, shown by its label.
_CHOICES: dict[str, type[TextChoices]] = {
    "kind": Kind,
    "route": LegalRoute,
    "ground": NotAcceptGround,
    "outcome": Outcome,
    "way": Talk,
    "trigger": Trigger,
    "above": Above,
}


@dataclass(frozen=True)
class Entry:
    """One line."""

    what: str
    at: datetime
    who: str
    text: str
    is_now: bool = False
    step: str = ""


def history_of(petition: Petition, rights: Rights) -> list[Entry]:
    """What happened, as far as this reader is told, the latest first."""
    return entries(_told(petition, rights).order_by("-version"), mark_first=True)


def changes_since(petition: Petition, version: int, rights: Rights) -> list[Entry]:
    """What happened after somebody saw this version."""
    return entries(_told(petition, rights).filter(version__gt=version).order_by("version"))


def _told(petition: Petition, rights: Rights) -> QuerySet[PetitionEvent]:
    events: QuerySet[PetitionEvent] = PetitionEvent.objects.filter(petition=petition).told_to(rights)
    return events.select_related("actor")


def entries(events: Iterable[PetitionEvent], *, mark_first: bool = False) -> list[Entry]:
    return [entry_of(event, is_now=mark_first and place == 0) for place, event in enumerate(events)]


def entry_of(event: PetitionEvent, *, is_now: bool = False) -> Entry:
    step = PETITIONS.steps.get(event.step)
    facts = [f"{_LABELS[name]}{_('：')}{value}" for name, value in event.detail.items() if name in _LABELS and value]
    facts = [*_chosen(event.detail), *facts]
    if event.detail.get("read_back"):
        facts.append(_("已向信访人宣读，对方确认无误"))
    if event.detail.get("taken_over"):
        facts.append(_("从原登记册导入"))
    if lacking := [str(GAPS[key]) for key in event.detail.get("lacking", ()) if key in GAPS]:
        facts.append(_("归档时还缺：%(what)s") % {"what": _("；").join(lacking)})
    text = "\n".join([part for part in (_("；").join(facts), event.note) if part])
    return Entry(str(step.label if step else _("登记")), event.at, str(event.actor or ""), text, is_now, event.step)


def _chosen(detail: dict[str, object]) -> list[str]:
    return [
        str(choices(str(detail[name])).label)
        for name, choices in _CHOICES.items()
        if detail.get(name) in choices.values
    ]
