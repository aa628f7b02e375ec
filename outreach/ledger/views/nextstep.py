"""What a reader of an item can do now: one obvious step, what it still lacks, the rest in a menu."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.calendars.limits import limits
from outreach.calendars.workdays import add_workdays
from outreach.common.transitions import Offer, Words
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.ledger.workflow import LEDGER, needs
from outreach.ledger.workflow.table import Step
from outreach.org.exclusions import Ground
from outreach.org.scoping import Rights

#: What moves an item on from each state; the first one that is offered stands on the button.
ONWARD = {
    State.DRAFT: ("hand_in",),
    State.PENDING: ("enter",),
    State.OPEN: ("assign", "approve_major"),
    State.ASSIGNED: ("sign_for",),
    State.RETURN_REQUESTED: ("agree_return",),
    State.IN_PROGRESS: ("submit", "answer_co_unit", "agree_extension", "grant_extension"),
    State.SUBMITTED: ("check_pass",),
    State.VERIFYING: ("accept_result",),
    State.AWAITING_RATING: ("close",),
    State.SUSPENDED: ("resume",),
    State.LONG_TERM: ("review_long_term", "report_progress"),
    State.CLOSED: ("look_back",),
}
Need = Callable[[Issue, Rights], Words | None]
#: The step that supplies what a need finds missing.
SUPPLIES: dict[Need, tuple[str, ...]] = {
    needs.has_cause: ("write_cause",),
    needs.measures_are_done: ("complete_measure", "add_measure"),
    needs.has_evidence: ("add_evidence",),
    needs.major_is_approved: ("approve_major",),
}
ICONS = {
    "write_cause": "lightbulb",
    "add_measure": "list-checks",
    "complete_measure": "circle-check",
    "add_evidence": "camera",
    "report_progress": "pen-line",
    "request_support": "hand-helping",
    "confirm_support": "circle-check",
    "ask_co_unit": "users",
    "answer_co_unit": "message-square-text",
    "change_handler": "user-round",
    "request_extension": "calendar-plus",
    "agree_extension": "calendar-clock",
    "grant_extension": "calendar-clock",
    "refuse_extension": "x",
    "request_return": "undo-2",
    "refuse_return": "x",
    "designate": "flag",
    "merge": "git-merge",
    "reject": "x",
    "check_back": "undo-2",
    "reject_result": "undo-2",
    "send_back": "undo-2",
    "close_with_reason": "file-check",
    "suspend": "pause",
    "keep_long_term": "flag",
    "finish_long_term": "clipboard-check",
    "raise_supervision": "triangle-alert",
    "lift_supervision": "circle-x",
    "look_back": "rotate-ccw",
    "reopen": "rotate-ccw",
    "recuse": "user-round",
    "recuse_other": "user-round",
    "lift_recusal": "undo-2",
}


@dataclass(frozen=True)
class MenuStep:
    """One line of the menu; with a ``refusal`` it says why instead of leading anywhere."""

    step: Step
    icon: str
    refusal: Words | None


@dataclass(frozen=True)
class NextStep:
    """``primary`` is the button; ``blocked`` the step it leads to, with everything that one still lacks."""

    primary: Step | None
    blocked: Step | None
    waits_for: str
    missing: list[Words] = field(default_factory=list)
    menu: list[MenuStep] = field(default_factory=list)

    @property
    def offered(self) -> set[str]:
        """The steps that can be taken now, by name."""
        names = {one.step.name for one in self.menu if one.refusal is None}
        return names | ({self.primary.name} if self.primary else set())


def next_step(issue: Issue, rights: Rights) -> NextStep:
    """Ask the table what this person may do, and order it for reading."""
    offers = {offer.step.name: offer for offer in LEDGER.offers(issue, rights) if _is_owed(offer, issue, rights)}
    way = ("designate",) if _is_vacated(issue) else ONWARD.get(State(issue.status), ())
    onward = [offers[name] for name in way if name in offers]
    free = next((offer for offer in onward if offer.refusal is None), None)
    main = offers.get(way[0]) if way else None
    blocked = main if main and main.refusal is not None else None
    missing, supply = _lacking(issue, blocked, rights, offers) if blocked else ([], None)
    primary = supply or (free.step if free else None)
    menu = [
        MenuStep(offer.step, ICONS.get(name, "chevron-right"), offer.refusal)
        for name, offer in offers.items()
        if offer.step is not primary and offer is not blocked
    ]
    waits_for = _("已销号，等人回头看。") if "look_back" in offers else waiting_words(issue)
    return NextStep(primary, blocked.step if blocked else None, waits_for, missing, menu)


def _is_owed(offer: Offer[Issue], issue: Issue, rights: Rights) -> bool:
    """Most closed items are not drawn, most items wait for no support: not worth a line that says so.

    Whoever had a hand in the result reads of no look-back, drawn or not.
    """
    if offer.step.name == "confirm_support":
        return offer.refusal is None
    if offer.step.name != "look_back":
        return True
    is_drawn = any(one.looked_at is None for one in issue.look_backs.all())
    return is_drawn and needs.looks_with_other_eyes(issue, rights) is None


def next_on_page(issue: Issue, rights: Rights) -> NextStep:
    """The same for the item's own page, which may ask whether there is anybody to let back in."""
    step = next_step(issue, rights)
    if "lift_recusal" in step.offered and not issue.exclusions.filter(ground=Ground.RECUSED).exists():
        return replace(step, menu=[one for one in step.menu if one.step.name != "lift_recusal"])
    return step


def _lacking(
    issue: Issue, blocked: Offer[Issue], rights: Rights, offers: dict[str, Offer[Issue]]
) -> tuple[list[Words], Step | None]:
    """Everything the blocked step still needs, and the step that supplies the first of it."""
    unmet = [(need, reason) for need in blocked.step.needs if (reason := need(issue, rights))]
    for need, _reason in unmet:
        for name in SUPPLIES.get(need, ()):
            if name in offers and offers[name].refusal is None:
                return [reason for _need, reason in unmet], offers[name].step
    return [reason for _need, reason in unmet], None


def _is_vacated(issue: Issue) -> bool:
    """Its handler keeps away or left, and nobody has taken their place."""
    return issue.status == State.RETURN_REQUESTED and issue.handler_id is None


WAITING = {
    State.PENDING: gettext_lazy("等台账办入账。"),
    State.OPEN: gettext_lazy("等台账办交办。"),
    State.ASSIGNED: gettext_lazy("等 %(handler)s 签收。"),
    State.RETURN_REQUESTED: gettext_lazy("%(lead_unit)s 申请退回，等台账办审批。"),
    State.IN_PROGRESS: gettext_lazy("%(handler)s 正在办理。"),
    State.SUBMITTED: gettext_lazy("等 %(lead_unit)s 负责人初核。"),
    State.VERIFYING: gettext_lazy("等 %(accepting_unit)s 验收。"),
    State.AWAITING_RATING: gettext_lazy("等提出人评价，之后由台账办销号。"),
    State.SUSPENDED: gettext_lazy("已暂停，到 %(wake_on)s 自动恢复。"),
    State.LONG_TERM: gettext_lazy("长期坚持，%(review_on)s 前复核一次。"),
    State.CLOSED: gettext_lazy("已销号，没有要办的了。"),
    State.REJECTED: gettext_lazy("没有入账，理由在“经过”里。"),
    State.MERGED: gettext_lazy("已并入另一件事项，在那里继续办理。"),
}
_NAMED = ("author", "handler", "lead_unit", "accepting_unit", "wake_on", "review_on")


def waiting_words(issue: Issue) -> str:
    """Who or what the item waits for."""
    if _is_vacated(issue):
        return _("现在没有承办人，等台账办指定。")
    if issue.status == State.DRAFT:
        last = add_workdays(issue.raised_on, limits.length("ledger.hand_in"))
        return _("等 %(author)s 上报入账，应在 %(day)s 以前。") % {"author": issue.author or _("（未定）"), "day": last}
    return str(WAITING[State(issue.status)]) % {name: getattr(issue, name) or _("（未定）") for name in _NAMED}
