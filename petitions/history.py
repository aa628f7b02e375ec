"""The history of a case in the words of the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.org.scoping import Rights
from petitions.models import Petition, PetitionEvent
from petitions.states import Kind
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
    "files": gettext_lazy("文件数"),
    "cleared": gettext_lazy("含信访人信息仍交出的理由"),
}


@dataclass(frozen=True)
class Entry:
    """One line."""

    what: str
    at: datetime
    who: str
    text: str
    is_now: bool = False


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
    if kind := event.detail.get("kind"):
        facts.insert(0, str(Kind(kind).label))
    if event.detail.get("read_back"):
        facts.append(_("已向信访人宣读，对方确认无误"))
    if event.detail.get("taken_over"):
        facts.append(_("从原登记册导入"))
    text = "\n".join([part for part in (_("；").join(facts), event.note) if part])
    return Entry(str(step.label if step else _("登记")), event.at, str(event.actor or ""), text, is_now)
