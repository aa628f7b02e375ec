"""The statutory clocks of a petition: which there are, and how they are started and stopped."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop, pgettext_lazy

from outreach.calendars.clocks import Clock, DayKind
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.transitions import Words
from petitions import limits as lengths
from petitions.models import Petition
from petitions.states import Kind
from petitions.statute import Term


@dataclass(frozen=True)
class Rule:
    """What a clock is for, from when it runs, and the limit that says how long.

    Clocks keep message ids and show them in the reader's language. ``is_right`` is what the petitioner may do: its
    last day moves to the next workday (Civil Code, Art. 203), and nothing is owed by it.
    """

    name: str
    start: Words
    limit: str
    kind: DayKind = DayKind.CALENDAR
    is_right: bool = False


_RECEIVED, _ACCEPTED = pgettext_lazy("起算", "收到"), pgettext_lazy("起算", "受理")
_REFERRED = pgettext_lazy("起算", "转送")
_HAS_OPINION, _REVIEW_ASKED = pgettext_lazy("起算", "收到处理意见"), pgettext_lazy("起算", "收到复查申请")
_HAS_REVIEW, _FINAL_ASKED = pgettext_lazy("起算", "收到复查意见"), pgettext_lazy("起算", "收到复核申请")
RULES: dict[Term, Rule] = {
    # Art. 23: from receipt; an anonymous petitioner reads it on the query page.
    Term.NOTICE: Rule(gettext_noop("书面告知"), _RECEIVED, lengths.NOTICE),
    # Art. 23: the unit that a petition was referred to has the same time, from its own receipt.
    Term.REFERRED: Rule(gettext_noop("受转送单位书面告知"), _REFERRED, lengths.REFERRED),
    Term.OBJECTION: Rule(gettext_noop("对转送提出异议"), _REFERRED, lengths.OBJECTION, DayKind.WORKDAY),
    # Art. 34: from acceptance, not from receipt.
    Term.CONCLUDE: Rule(gettext_noop("办结"), _ACCEPTED, lengths.CONCLUDE),
    # Art. 35 and 36: from receiving the opinion, and from receiving the request.
    Term.ASK_REVIEW: Rule(gettext_noop("申请复查"), _HAS_OPINION, lengths.REVIEW_REQUEST, is_right=True),
    Term.REVIEW: Rule(gettext_noop("复查"), _REVIEW_ASKED, lengths.REVIEW_DECIDE),
    Term.ASK_FINAL: Rule(gettext_noop("申请复核"), _HAS_REVIEW, lengths.FINAL_REQUEST, is_right=True),
    Term.FINAL: Rule(gettext_noop("复核"), _FINAL_ASKED, lengths.FINAL_DECIDE),
}
_SIMPLE: dict[Term, Rule] = {
    Term.NOTICE: Rule(gettext_noop("简易办理：告知"), _RECEIVED, lengths.SIMPLE_ACCEPT, DayKind.WORKDAY),
    Term.CONCLUDE: Rule(gettext_noop("简易办理：答复"), _ACCEPTED, lengths.SIMPLE_DECIDE, DayKind.WORKDAY),
}
#: What somebody else may do, or does: it runs beside whatever the office owes.
_OF_OTHERS = {Term.OBJECTION, Term.ASK_REVIEW, Term.ASK_FINAL}


def start(petition: Petition, term: Term, on: date, since: Words = "") -> Clock:
    """Count from ``on``; what the office owes by it becomes the due date of the petition.

    ``since`` is what happened then, where it is not what the rule says.
    """
    rule = (petition.is_simple and _SIMPLE.get(term)) or RULES[term]
    since = since or rule.start
    length = limits.length(rule.limit)
    if rule.kind == DayKind.WORKDAY:
        running = Clock.workdays(rule.name, on, length, start_label=since)
    else:
        running = Clock.days(rule.name, on, length, start_label=since, rolls_forward=rule.is_right)
    put(petition, term, running)
    return running


def put(petition: Petition, term: Term, running: Clock) -> None:
    """Keep a clock as it is now; a new deadline begins, and reminders of the earlier one no longer count."""
    petition.clocks = {**petition.clocks, term.value: running.to_json()}
    if term in _OF_OTHERS:
        return
    petition.term = term
    petition.due_on = None if running.is_paused else running.due_on
    petition.clock_round += 1


def settle(petition: Petition) -> None:
    """Nothing is owed for now; the clocks stay to be read."""
    petition.term, petition.due_on = "", None


def start_notice_clock(petition: Petition) -> None:
    """Art. 23: told within 15 days of receipt."""
    start(petition, Term.NOTICE, clock.day_of(petition.received_at))


def start_notice_clock_anew(petition: Petition) -> None:
    """What the petitioner was told does not hold: the right word is owed within 15 days of putting it right [ours]."""
    start(petition, Term.NOTICE, clock.today(), since=pgettext_lazy("起算", "撤销原来的决定"))


def notify(petition: Petition) -> None:
    """The petitioner has been told what happens next: the notice clock has done its work."""
    petition.notified_at = petition.notified_at or clock.now()
    settle(petition)


def start_conclude_clock(petition: Petition) -> None:
    """Art. 34: appeals end within 60 days of acceptance; suggestions have no such clock."""
    petition.accepted_at = clock.now()
    if petition.kind == Kind.APPEAL:
        start(petition, Term.CONCLUDE, clock.today())


def stop_clocks(petition: Petition) -> None:
    """The answer is there."""
    notify(petition)
    petition.delivered_at = clock.now()


def run_again(petition: Petition, term: Term) -> None:
    """A clock that was settled counts again: the statutory date does not move."""
    held = petition.clock_of(term)
    if held is not None:
        put(petition, term, held)


def go_on(petition: Petition) -> None:
    """Taken up again."""
    petition.delivered_at = petition.result_at = None
    run_again(petition, Term.CONCLUDE)
