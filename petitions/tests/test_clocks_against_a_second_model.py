"""Hundreds of petitions over months, with extensions, objections, reviews, hearings and an edited calendar: no day off.

What the portal says of every petition on every evening is compared with a model that was written independently.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from outreach.calendars.models import CalendarDay, TimeLimit
from outreach.calendars.published import Day
from outreach.calendars.workflow import publish_days
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import REPLY, make_petition
from petitions.limits import NOTICE
from petitions.models import Petition
from petitions.states import Kind, State
from petitions.statute import Outcome, Stage, Term
from petitions.tests.clockmodel import Case, Days
from petitions.tests.test_articles_intake import officer_at
from petitions.workflow import Receipt, Reply

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 8, 17)
UPHELD = Reply("不服", "复核了记录", "维持", "同前", Outcome.UPHOLD)
#: Of the law's own days nobody knows before they are published: here one more working Saturday, and a day off.
PUBLISHED_LATER = [
    Day(date(2026, 10, 31), is_workday=True, name="调休上班", source="test", is_published=True),
    Day(date(2026, 11, 13), is_workday=False, name="放假", source="test", is_published=True),
]


class Life:
    """One day after another; ``cases`` pairs each petition with its model."""

    def __init__(self, cast: Cast, *, seed: int, petitions: int, days: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - the same life for the same seed
        self.cast, self.wanted, self.days = cast, petitions, days
        self.cases: dict[int, Case] = {}
        self.office, self.leader = cast.rights("petition"), cast.rights("leader")
        offices = {unit: officer_at(cast, unit, f"{unit}_office") for unit in ("west", "safety")}
        self.offices = {getattr(cast, unit).pk: rights for unit, rights in offices.items()}
        self.east = officer_at(cast, "east", "east_office")
        self.last = officer_at(cast, "group", "last_office")
        self.compared = self.done = 0

    def live(self) -> None:
        for number in range(self.days):
            with clock.travel_to(clock.start_of(BEGIN + timedelta(days=number)) + timedelta(hours=10)):
                if number == self.days // 2:
                    publish_days(PUBLISHED_LATER)
                self._somebody_comes(number)
                self._everybody_works()
                self._compare()

    def _somebody_comes(self, number: int) -> None:
        while len(self.cases) < self.wanted and len(self.cases) * self.days < self.wanted * 2 * (number + 1):
            petition = make_petition(self.cast.quay)
            case = self.cases[petition.pk] = Case(clock.today())
            case.receive()

    def _everybody_works(self) -> None:
        for petition in Petition.objects.filter(pk__in=self.cases).order_by("received_at", "number"):
            act = ACTS.get(State(petition.status))
            if act is not None and self.rng.random() < 0.14:
                act(self, petition, self.cases[petition.pk])
                self.done += 1

    def _compare(self) -> None:
        days = Days(dict(CalendarDay.objects.values_list("date", "is_workday")))
        for petition in Petition.objects.filter(pk__in=self.cases):
            case = self.cases[petition.pk]
            said = (petition.term, petition.due_on)
            assert said == (case.owed.name, case.owed.last_day(days)) if case.owed else said == ("", None), petition
            for term, running in (
                (Term.ASK_REVIEW, case.right),
                (Term.ASK_FINAL, case.right),
                (Term.OBJECTION, case.objection),
            ):
                held = petition.clock_of(term)
                if held is not None and running is not None and running.name == term and _counts(petition, term):
                    assert held.due_on == running.last_day(days), (petition, term)
            self.compared += 1


def _counts(petition: Petition, term: Term) -> bool:
    """Whether a clock that is not the office's still matters: the right is not used yet, the unit still has it."""
    matters = {
        Term.OBJECTION: State.REFERRED,
        Term.ASK_REVIEW: State.DELIVERED,
        Term.ASK_FINAL: State.REVIEW_DECIDED,
    }
    return petition.status == matters[term]


def _begin(life: Life, petition: Petition, case: Case) -> None:
    is_simple = life.rng.random() < 0.2
    workflow.classify(petition=petition, kind=Kind.APPEAL, unit=life.cast.quay, is_simple=is_simple, rights=life.office)
    case.classify(is_simple=is_simple)


def _tell(life: Life, petition: Petition, case: Case) -> None:
    if life.rng.random() < 0.3:
        workflow.refer(petition=petition, unit=life.cast.west, rights=life.office)
        case.refer(clock.today())
    else:
        workflow.accept(petition=petition, rights=life.office)
        case.accept(clock.today())


def _referred(life: Life, petition: Petition, case: Case) -> None:
    """The unit objects, in time or too late; the office decides; or the unit accepts."""
    theirs = life.offices[petition.referred_to_id or 0]
    if petition.waits_for:
        _decide(life, petition, case)
    elif life.rng.random() < 0.7:
        days = Days(dict(CalendarDay.objects.values_list("date", "is_workday")))
        until = case.objection.last_day(days) if case.objection else None
        try:
            workflow.object_to_referral(petition=petition, reason="不归我们", rights=theirs)
        except RefusedStepError:
            sent = petition.referrals.last()
            assert sent is not None
            assert sent.decision == "confirm" or (until is not None and clock.today() > until)
        else:
            assert until is not None
            assert clock.today() <= until
    else:
        workflow.accept(petition=petition, rights=theirs)
        case.accept(clock.today())


def _decide(life: Life, petition: Petition, case: Case) -> None:
    roll = life.rng.random()
    if roll < 0.4:
        workflow.take_back(petition=petition, note="收回", rights=life.office)
        case.take_back()
    elif roll < 0.6:
        other = life.cast.safety if petition.referred_to != life.cast.safety else life.cast.west
        workflow.refer_on(petition=petition, unit=other, rights=life.office)
        case.refer(clock.today())
    else:
        workflow.confirm_referral(petition=petition, note="归你们", rights=life.office)


def _handle(life: Life, petition: Petition, case: Case) -> None:
    roll = life.rng.random()
    asked = petition.extensions.filter(is_granted=None).first()
    if asked is not None:
        _extend(life, petition, case, asked.days)
    elif roll < 0.4 and not petition.is_simple:
        try:
            days = life.rng.randint(1, 30)
            workflow.ask_extension(petition=petition, days=days, reason="要核对", rights=life.office)
        except RefusedStepError:
            running = case.concluded
            assert running is not None
            assert running.added or clock.today() > running.start + timedelta(days=60)
    else:
        workflow.issue_opinion(petition=petition, reply=REPLY, unit=life.cast.quay, rights=life.office)
        case.reply()


def _extend(life: Life, petition: Petition, case: Case, days: int) -> None:
    running = case.concluded
    assert running is not None
    try:
        workflow.grant_extension(petition=petition, rights=life.leader)
    except RefusedStepError:
        assert clock.today() > running.start + timedelta(days=60)
        workflow.refuse_extension(petition=petition, note="期限已过", rights=life.leader)
    else:
        case.extend(days)


def _deliver(life: Life, petition: Petition, case: Case) -> None:
    workflow.deliver(petition=petition, receipt=Receipt("in_person", clock.today()), rights=life.office)
    case.receive_opinion(clock.today(), "ask_review")


def _ask(life: Life, petition: Petition, case: Case) -> None:
    """In time or too late, as the petitioner's last day has it."""
    if petition.waits_for:
        _admit(life, petition, case)
        return
    days = Days(dict(CalendarDay.objects.values_list("date", "is_workday")))
    assert case.right is not None
    until = case.right.last_day(days)
    asked = workflow.ask_review(petition=petition, reason="不服")
    if until is not None and clock.today() > until:
        assert asked.waits_for == "late_review"
    else:
        case.ask(clock.today(), asked.term)


def _admit(life: Life, petition: Petition, case: Case) -> None:
    if life.rng.random() < 0.5:
        admitted = workflow.admit(petition=petition, note="有理由", rights=life.last)
        case.ask(clock.today(), admitted.term)
    else:
        workflow.decline_review(petition=petition, note="没有理由", rights=life.last)


def _review(life: Life, petition: Petition, case: Case) -> None:
    is_final = petition.status == State.FINAL_REQUESTED
    rights = life.last if is_final else life.east
    if petition.hearings.filter(ended_at=None).exists():
        workflow.record_hearing(petition=petition, minutes="陈述", result="维持", rights=rights)
        case.hear(clock.today(), clock.today())
    elif life.rng.random() < 0.5 and not petition.hearings.exists():
        held_at = clock.now() + timedelta(days=3)
        workflow.call_hearing(petition=petition, held_at=held_at, place="会议室", panel="三人", rights=rights)
        case.hear(clock.today(), None)
    else:
        verb = workflow.decide_final if is_final else workflow.decide_review
        verb(petition=petition, reply=UPHELD, rights=rights)
        case.reply()


def _reviewed(life: Life, petition: Petition, case: Case) -> None:
    if petition.opinions.filter(is_current=True, delivered_on=None).exists():
        receipt = Receipt("by_post", clock.today())
        workflow.deliver_review(petition=petition, receipt=receipt, rights=life.office)
        if not petition.opinions.filter(stage=Stage.FINAL).exists():
            case.receive_opinion(clock.today(), "ask_final")
    elif petition.status == State.REVIEW_DECIDED:
        _ask(life, petition, case)


Act = Callable[[Life, Petition, Case], Any]
ACTS: dict[State, Act] = {
    State.REGISTERED: _begin,
    State.CLASSIFIED: _tell,
    State.REFERRED: _referred,
    State.ACCEPTED: _handle,
    State.OPINION_ISSUED: _deliver,
    State.DELIVERED: _ask,
    State.REVIEW_REQUESTED: _review,
    State.FINAL_REQUESTED: _review,
    State.REVIEW_DECIDED: _reviewed,
    State.FINAL_DECIDED: _reviewed,
}


@pytest.mark.long
def test_some_petitions_over_some_weeks(cast: Cast) -> None:
    life = Life(cast, seed=5, petitions=12, days=60)
    life.live()
    assert life.done > 60


@pytest.mark.long
@pytest.mark.embedded  # dates are counted in Python: the other database would say the same
def test_500_petitions_over_120_days_and_not_one_day_off(cast: Cast) -> None:
    life = Life(cast, seed=11, petitions=500, days=120)
    life.live()
    assert life.compared > 500 * 90
    assert Petition.objects.filter(status=State.FINAL_DECIDED).count() > 20


def test_the_second_model_tells_when_the_first_is_wrong(cast: Cast) -> None:
    """One day less for the notice, and the next evening the two disagree."""
    TimeLimit.objects.update_or_create(key=NOTICE, defaults={"days": 14, "basis": "试"})
    with pytest.raises(AssertionError):
        Life(cast, seed=5, petitions=2, days=3).live()
