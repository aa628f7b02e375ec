"""What the petitioner reads on the query page: where it is, what comes next, what happened, in everyday words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.ledger.states import State as IssueState
from outreach.org.scoping import Rights
from petitions.models import Petition, PetitionEvent
from petitions.states import Kind, State
from petitions.workflow import RATEABLE

#: How each kind is called on public pages.
PLAIN_KINDS = {
    Kind.APPEAL: gettext_lazy("要解决一个问题"),
    Kind.SUGGESTION: gettext_lazy("提意见或建议"),
    Kind.ACCUSATION: gettext_lazy("检举、控告"),
}

_HOLDERS = {
    State.REGISTERED: gettext_lazy("信访专员正在看"),
    State.CLASSIFIED: gettext_lazy("信访专员正在定怎么办"),
    State.ACCEPTED: gettext_lazy("已受理，正在安排谁来办"),
    State.NOT_OWN: gettext_lazy("不归本单位管，已告诉你归谁管"),
    State.DISCIPLINE_ROUTED: gettext_lazy("纪检部门在办"),
    State.INSPECTING: gettext_lazy("纪检部门正在核查"),
    State.NOT_ACCEPTED: gettext_lazy("没有受理，理由写在下面"),
    State.DELIVERED: gettext_lazy("已办完"),
    State.RATED: gettext_lazy("已办完，你也评价过了"),
    State.ARCHIVED: gettext_lazy("已办完归档"),
}
_NEXT = {
    State.REGISTERED: gettext_lazy("书面告诉你谁来办"),
    State.CLASSIFIED: gettext_lazy("书面告诉你谁来办"),
    State.ACCEPTED: gettext_lazy("交给具体单位和人"),
    State.REFERRED: gettext_lazy("由那个单位决定并告诉你"),
    State.DISCIPLINE_ROUTED: gettext_lazy("核查后在这里给你答复"),
    State.INSPECTING: gettext_lazy("核查后在这里给你答复"),
    State.INVESTIGATING: gettext_lazy("办完，把结果告诉你"),
    State.DELIVERED: gettext_lazy("请你评一评"),
}
#: Steps of the case, and those of its ledger item that concern the petitioner.
_STEPS = {
    "register": gettext_lazy("收到你提交的内容"),
    "read_back": gettext_lazy("登记的内容读给你听过，你确认无误"),
    "seal_by_itself": gettext_lazy("直接进入纪检专门通道，其他部门看不到"),
    "route_to_discipline": gettext_lazy("转到纪检专门通道，其他部门看不到"),
    "investigate": gettext_lazy("纪检部门开始核查"),
    "release": gettext_lazy("转给信访专员办理"),
    "accept": gettext_lazy("决定受理"),
    "refer": gettext_lazy("转给了%(unit)s"),
    "not_own": gettext_lazy("不归本单位管，请向%(owner)s提出"),
    "not_accept": gettext_lazy("决定不予受理"),
    "hand_over": gettext_lazy("交到台账，正在安排由谁办"),
    "join": gettext_lazy("和正在办的同一件事一起办"),
    "answer": gettext_lazy("给了你答复"),
    "supplement": gettext_lazy("你补充了材料"),
    "rate": gettext_lazy("你作了评价"),
    "conclude": gettext_lazy("办完了"),
    "resume": gettext_lazy("重新办理"),
    "archive": gettext_lazy("归档"),
}
_ISSUE_STEPS = {
    "assign": gettext_lazy("交给了%(lead_unit)s处理"),
    "designate": gettext_lazy("定由%(lead_unit)s处理"),
    "sign_for": gettext_lazy("承办单位签收，开始办理"),
    "sign_by_itself": gettext_lazy("承办单位开始办理"),
    "report_progress": gettext_lazy("承办单位填报了进展"),
    "submit": gettext_lazy("承办单位办完，等检查"),
    "accept_result": gettext_lazy("由别的单位验收通过"),
    "reject_result": gettext_lazy("验收没有通过，继续办"),
}
#: Notes of these steps are written to the petitioner.
_TOLD = {"accept", "investigate", "refer", "not_own", "not_accept", "rate"}


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    what: str
    at: datetime | None = None
    text: str = ""
    is_now: bool = False
    is_next: bool = False


def holder_of(petition: Petition) -> str:
    """Who has it now."""
    if petition.status == State.REFERRED:
        return _("转给了%(unit)s") % {"unit": petition.referred_to}
    if petition.status == State.INVESTIGATING and petition.issue is not None:
        return _holder_of_issue(petition.issue)
    return str(_HOLDERS.get(State(petition.status), petition.get_status_display()))


def _holder_of_issue(issue: Issue) -> str:
    if issue.lead_unit is None:
        return _("正在安排由哪个单位办")
    words = {
        IssueState.SUBMITTED: _("%(unit)s办完了，正在检查"),
        IssueState.SUSPENDED: _("%(unit)s暂停办理"),
        IssueState.LONG_TERM: _("%(unit)s长期办理"),
    }
    if issue.status == IssueState.VERIFYING:
        return _("%(unit)s正在验收") % {"unit": issue.accepting_unit}
    return words.get(IssueState(issue.status), _("%(unit)s正在办")) % {"unit": issue.lead_unit}


def next_of(petition: Petition) -> str:
    """What comes next; empty when nothing does."""
    return str(_NEXT.get(State(petition.status), ""))


@dataclass(frozen=True)
class Deadline:
    """The legal limit that runs now, as the petitioner reads it."""

    words: str
    due_on: date
    sentence: str
    basis: str


def deadline_of(petition: Petition) -> Deadline | None:
    """None when nothing is owed by a certain day."""
    running = petition.running_clock
    if running is None or petition.due_on is None:
        return None
    basis = _("《信访工作条例》第三十四条") if petition.notified_at else _("《信访工作条例》第二十三条")
    return Deadline(str(running.words_left(clock.today())), petition.due_on, running.sentence(), basis)


def happenings_of(petition: Petition, rights: Rights | None = None) -> list[Happening]:
    """What happened, the latest first, under what comes next; for an officer no more than they are told."""
    events = PetitionEvent.objects.filter(petition=petition).told_to(rights or Rights.system())
    lines = [_happening(event, _STEPS) for event in events if event.step in _STEPS]
    if petition.issue is not None:
        since = (
            petition.events.filter(step__in=["hand_over", "join", "follow_merger"]).values_list("at", flat=True).last()
        )
        steps = petition.issue.events.filter(step__in=_ISSUE_STEPS)
        lines += [_happening(event, _ISSUE_STEPS) for event in (steps.filter(at__gte=since) if since else steps)]
    lines.sort(key=lambda line: line.at or petition.received_at, reverse=True)
    latest, earlier = lines[0], lines[1:]
    lines = [Happening(latest.what, latest.at, latest.text, is_now=True), *earlier]
    if coming := next_of(petition):
        lines.insert(0, Happening(coming, is_next=True))
    return lines


def _happening(event: Any, words: dict[str, Any]) -> Happening:
    known: dict[str, str] = {"unit": "", "owner": "", "lead_unit": "", **event.detail}
    is_told = isinstance(event, PetitionEvent) and event.step in _TOLD
    return Happening(str(words[event.step]) % known, event.at, event.note if is_told else "")


def may_rate(petition: Petition) -> bool:
    """The result is there, and this round has not been judged yet."""
    return petition.status == State.DELIVERED and petition.issue is not None and petition.issue.status in RATEABLE
