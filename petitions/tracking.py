"""What the petitioner reads on the query page: where it is, what comes next, what happened, what they may do."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from outreach.calendars.clocks import Clock
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.ledger.states import State as IssueState
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.casefile import last_opinion, next_higher
from petitions.models import HandlingOpinion, Petition, PetitionEvent
from petitions.plainwords import HELD_BY_UNIT, HOLDERS, ISSUE_STEPS, NEXT, OWED, PLAIN_KINDS, PUT_AWAY, STEPS, TOLD
from petitions.states import IN_HAND, Kind, State
from petitions.statute import Outcome, Stage, Term, Waits
from petitions.workflow import refusal_to_rate
from petitions.workflow.clocks import RULES
from petitions.workflow.reviewing import ASK, DECIDE, next_stage, refusal_to_ask
from petitions.workflow.step import REPLIED

__all__ = ["PLAIN_KINDS", "deadline_of", "happenings_of", "higher_of", "holder_of", "may_rate", "next_of"]
_RATED_FROM = (State.DELIVERED, State.REVIEW_DECIDED, State.FINAL_DECIDED)


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
    if petition.status == State.INVESTIGATING and petition.issue is not None and petition.result_at is None:
        return _holder_of_issue(petition.issue)
    if petition.status == State.INVESTIGATING:
        return _("办公室正在写处理意见") if petition.result_at else petition.get_status_display()
    if petition.status == State.ARCHIVED and petition.delivered_at is None:
        return str(PUT_AWAY)
    units = {"referred_to": petition.referred_to, "reviewing_unit": petition.reviewing_unit or _outside(petition)}
    return str(HOLDERS.get(State(petition.status), petition.get_status_display())) % units


def _outside(petition: Petition) -> str:
    """Who above the enterprise looked at it again."""
    last = last_opinion(petition) if petition.status in {State.REVIEW_DECIDED, State.FINAL_DECIDED} else None
    return last.outside if last else ""


def _holder_of_issue(issue: Issue) -> str:
    if issue.lead_unit is None:
        return _("正在安排由哪个单位办")
    if issue.status == IssueState.VERIFYING:
        return _("%(unit)s正在验收") % {"unit": issue.accepting_unit}
    words = HELD_BY_UNIT.get(IssueState(issue.status))
    return (str(words) if words else _("%(unit)s正在办")) % {"unit": issue.lead_unit}


def next_of(petition: Petition) -> str:
    """What comes next; empty when nothing does."""
    if petition.waits_for == Waits.DELIVERY:
        return str(NEXT[State.OPINION_ISSUED])
    return str(NEXT.get(State(petition.status), ""))


@dataclass(frozen=True)
class Deadline:
    """A limit that runs now, as the petitioner reads it."""

    title: Promise | str
    words: str
    due_on: date
    sentence: str
    basis: Promise | str
    is_over: bool = False


def deadline_of(petition: Petition) -> Deadline | None:
    """None when nothing is owed by a certain day."""
    running = petition.running_clock
    if running is None or petition.term not in OWED:
        return None
    return _deadline(running, OWED[Term(petition.term)], Term(petition.term))


def _deadline(running: Clock, title: Promise | str, term: Term) -> Deadline:
    declared = limits.get(RULES[term].limit)
    today = clock.today()
    basis = declared.basis if declared else ""
    words = str(running.words_left(today))
    return Deadline(title, words, running.due_on, running.sentence(), basis, today > running.due_on)


def opinions_of(petition: Petition) -> list[HandlingOpinion]:
    """The written opinions that hold, the latest first; nothing of a matter that is being handled anew."""
    if petition.is_sealed or petition.status in IN_HAND:
        return []
    return [one for one in petition.opinions.order_by("-issued_at", "-pk").select_related("unit") if one.is_current]


@dataclass(frozen=True)
class Higher:
    """What whoever is not content may still do: which stage comes, who does it, until when it may be asked for."""

    stage: Stage | None
    unit: OrgUnit | None
    opinion: HandlingOpinion
    until: Deadline | None
    decide_days: int
    refusal: str


def higher_of(petition: Petition) -> Higher | None:
    """None where there is no opinion that anybody could be discontent with."""
    last = last_opinion(petition)
    if last is None or petition.is_sealed or petition.status not in REPLIED:
        return None
    stage, until, days = next_stage(last), None, 0
    if stage is not None:
        days = limits.length(RULES[DECIDE[stage]].limit)
        held = petition.clock_of(ASK[stage])
        until = _deadline(held, "", ASK[stage]) if held else None
    return Higher(stage, next_higher(last.unit), last, until, days, refusal_to_ask(petition))


def is_told_simply(petition: Petition) -> bool:
    """Answered without a written opinion, so nothing that could be reviewed: it may still be handled in full."""
    is_answered = petition.status in {State.DELIVERED, State.RATED}
    return is_answered and petition.is_simple and petition.kind == Kind.APPEAL and not petition.is_sealed


def happenings_of(petition: Petition, rights: Rights | None = None) -> list[Happening]:
    """What happened, the latest first, under what comes next; for an officer no more than they are told."""
    events = PetitionEvent.objects.filter(petition=petition).told_to(rights or Rights.system())
    lines = [_happening(event, STEPS) for event in events if event.step in STEPS]
    if petition.issue is not None:
        since = (
            petition.events.filter(step__in=["hand_over", "join", "follow_merger"]).values_list("at", flat=True).last()
        )
        steps = petition.issue.events.filter(step__in=ISSUE_STEPS)
        lines += [_happening(event, ISSUE_STEPS) for event in (steps.filter(at__gte=since) if since else steps)]
    lines.sort(key=lambda line: line.at or petition.received_at, reverse=True)
    if lines:  # a reader may be told of none, and a case taken over by hand have none
        lines[0] = replace(lines[0], is_now=True)
    if coming := next_of(petition):
        lines.insert(0, Happening(coming, is_next=True))
    return lines


def _happening(event: Any, words: dict[str, Any]) -> Happening:
    told = dict.fromkeys(("unit", "owner", "lead_unit", "days", "due_on", "place", "panel", "when", "outcome"), "")
    known = {**told, **event.detail}
    if known["outcome"] in Outcome.values:
        known["outcome"] = Outcome(known["outcome"]).label
    if moment := parse_datetime(str(known.get("at", ""))):
        known["when"] = f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
    is_told = isinstance(event, PetitionEvent) and event.step in TOLD
    return Happening(str(words[event.step]) % known, event.at, event.note if is_told else "")


def may_rate(petition: Petition) -> bool:
    """The result is there, and this round has not been judged yet."""
    return petition.status in _RATED_FROM and not refusal_to_rate(petition)


def follows_of(petition: Petition) -> str:
    """What comes of a result that is judged not good: only the ledger takes a reply up again by itself."""
    if petition.status == State.DELIVERED and petition.issue is not None:
        return _("“结果”选不满意，这件事会重新办理。")
    return "" if refusal_to_ask(petition) else _("“结果”不满意的，可以在下面申请复查。")
