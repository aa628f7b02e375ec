"""Whoever tries whatever in any order: no illegal state, nothing half done, and the history replays to the row."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from outreach.common import clock
from outreach.common.transitions import RefusedStepError, StaleVersionError
from outreach.ledger import workflow as ledger
from outreach.ledger.workflow import Judgement
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import REPLY, finding_of, make_petition, work_on
from petitions.models import ContactEntry, Hearing, Mediation, Petition
from petitions.reminding import remind
from petitions.states import INSPECTED, Kind, State
from petitions.statute import LegalRoute, NotAcceptGround, Outcome, Trigger
from petitions.tests.test_articles_intake import officer_at
from petitions.watching import supervise_late
from petitions.workflow import Question, Receipt, Reply

pytestmark = pytest.mark.django_db
UPHELD = Reply("不服", "复核了记录", "维持", "同前", Outcome.UPHOLD)
REVOKED = Reply("不服", "事实不清", "撤销", "同前", Outcome.REVOKE)
Verb = Callable[[Petition, Rights], Any]


def _by(name: str, **facts: Any) -> Verb:
    verb = getattr(workflow, name)
    return lambda petition, rights: verb(petition=petition, rights=rights, **facts)


def _by_petitioner(name: str, **facts: Any) -> Verb:
    verb = getattr(workflow, name)
    return lambda petition, _rights: verb(petition=petition, **facts)


def verbs_of(cast: Cast) -> dict[str, Verb]:
    """Everything anybody can try, with words that make sense."""
    return {**_routing(cast), **_handling(cast), **_reviewing(), **_ending()}


def _routing(cast: Cast) -> dict[str, Verb]:
    return {
        "classify": _by("classify", kind=Kind.APPEAL, unit=cast.quay),
        "classify as simple": _by("classify", kind=Kind.APPEAL, unit=cast.quay, is_simple=True),
        "accept": _by("accept"),
        "refer": _by("refer", unit=cast.west),
        "object": _by("object_to_referral", reason="不归我们"),
        "take_back": _by("take_back", note="收回"),
        "refer_on": _by("refer_on", unit=cast.east),
        "confirm": _by("confirm_referral", note="归你们"),
        "not_own": _by("not_own", owner="市人社局"),
        "route_legally": _by("route_legally", route=LegalRoute.ARBITRATION, owner="仲裁委"),
        "reconsider": _by("reconsider", note="分类错了"),
        "not_accept": _by("not_accept", ground=NotAcceptGround.OTHER, note="理由"),
    }


def _handling(cast: Cast) -> dict[str, Verb]:
    return {
        "hand_over": lambda one, rights: workflow.hand_over(petition=one, finding=finding_of(one), rights=rights),
        "answer": _by("answer", text="已办"),
        "opinion": _by("issue_opinion", reply=REPLY, unit=cast.quay),
        "mediate": lambda one, rights: workflow.mediate(
            petition=one,
            mediation=Mediation(other_party="公司", agreement="协议", performance="本月", agreed_on=clock.today()),
            rights=rights,
        ),
        "deliver": lambda one, rights: workflow.deliver(
            petition=one, receipt=Receipt("in_person", clock.today()), rights=rights
        ),
        "deliver_review": lambda one, rights: workflow.deliver_review(
            petition=one, receipt=Receipt("by_post", clock.today()), rights=rights
        ),
        "ask_extension": _by("ask_extension", days=20, reason="要核对"),
        "grant_extension": _by("grant_extension"),
        "refuse_extension": _by("refuse_extension", note="抓紧"),
        "to_ordinary": _by("to_ordinary", note="要调查"),
        "report": _by("report_upward", told=cast.leader, words="急"),
        "heed": _by("heed_report"),
        "log": lambda one, rights: workflow.log_contact(
            petition=one,
            entry=ContactEntry(way="call", held_at=clock.now(), people="信访人", words="谈过"),
            rights=rights,
        ),
        "call_hearing": lambda one, rights: workflow.call_hearing(
            petition=one, held_at=clock.now() + timedelta(days=3), place="会议室", panel="三人", rights=rights
        ),
        "record_hearing": _by("record_hearing", minutes="陈述", result="维持"),
        "cancel_hearing": _by("cancel_hearing", note="改期"),
        "ask": _by("ask_question", question=Question("哪一天？", "要核对")),
    }


def _reviewing() -> dict[str, Verb]:
    return {
        "decide_review": _by("decide_review", reply=UPHELD),
        "revoke": _by("decide_review", reply=REVOKED),
        "decide_final": _by("decide_final", reply=UPHELD),
        "admit": _by("admit", note="有理由"),
        "decline": _by("decline_review", note="没有理由"),
        "redo": _by("redo", note="重办"),
        "redo_ordinary": _by("redo_ordinary", note="不满意简易答复"),
    }


def _ending() -> dict[str, Verb]:
    return {
        "seen": _by("mark_seen"),
        "supervise": _by("supervise", trigger=Trigger.EVASION, reason="推诿"),
        "lift": _by("lift_supervision", reason="改了"),
        "paper": _by("withdraw_on_paper", reason="签字"),
        "to inspectors": _by("route_to_discipline"),
        "investigate": _by("investigate"),
        "release": _by("release", kind=Kind.APPEAL),
        "archive": _by("archive", note="当面谈过"),
        "withdraw": _by_petitioner("withdraw", reason="不办了"),
        "ask_review": _by_petitioner("ask_review", reason="不服"),
        "supplement": _by_petitioner("supplement", text="补一句"),
        "rate": _by_petitioner("rate", judgement=Judgement(3, 3, 3)),
        "rate badly": _by_petitioner("rate", judgement=Judgement(3, 3, 1)),
    }


class AtRandom(RuleBasedStateMachine):
    """One petition, everybody at it; each run is undone."""

    cast: ClassVar[Cast]
    verbs: ClassVar[dict[str, Verb]]
    people: ClassVar[dict[str, Rights]]
    names: ClassVar[list[str]]
    group: ClassVar[int] = 1

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.row = make_petition(self.cast.quay, people_count=self.group)
        self.replayed = self.row.status

    @rule(data=st.data())
    def try_something(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.names))
        who = data.draw(st.sampled_from(sorted(self.people)))
        self._attempt(self.verbs[name], self.people[who])

    @rule(data=st.data())
    def take_a_step_that_is_offered(self, data: st.DataObject) -> None:
        """Whoever may do something does it: random tries alone seldom come far."""
        rights = self.people[data.draw(st.sampled_from(sorted(self.people)))]
        offered = {one.step.name for one in workflow.PETITIONS.offers(self.petition, rights) if one.refusal is None}
        able = [name for name in self.names if _STEP_OF.get(name, name) in offered]
        if able:
            self._attempt(self.verbs[data.draw(st.sampled_from(able))], rights)

    @rule(days=st.sampled_from([1, 4, 16, 33, 61]))
    def time_passes(self, days: int) -> None:
        self.stack.enter_context(clock.travel_to(clock.now() + timedelta(days=days)))
        supervise_late()
        remind()
        self._look_again()

    @precondition(lambda self: self.petition.status == State.INVESTIGATING)
    @rule(ending=st.sampled_from(["done", "refused"]))
    def the_ledger_moves(self, ending: str) -> None:
        petition = self.petition
        self._look_again()
        issue = petition.issue
        assert issue is not None
        with suppress(RefusedStepError):
            if ending == "done" and issue.status == "pending":
                work_on(self.cast, petition)
            elif issue.status == "pending":
                ledger.reject(issue=issue, reason="不属于台账", rights=self.cast.rights("ledger"))
                workflow.follow(issue=issue)

    def _attempt(self, verb: Verb, rights: Rights) -> None:
        before = self.petition
        status, version = before.status, before.version
        self._look_again()
        try:
            with transaction.atomic():
                verb(before, rights)
        except (RefusedStepError, Petition.DoesNotExist, Hearing.DoesNotExist, PermissionDenied):
            assert (self.petition.status, self.petition.version) == (status, version)
        else:
            assert self.petition.version >= version

    @cached_property
    def petition(self) -> Petition:
        """The row as it stands in the database; ``_look_again`` after anything that may have touched it."""
        return Petition.objects.select_related("unit", "referred_to", "reviewing_unit", "inspecting_unit", "issue").get(
            pk=self.row.pk
        )

    def _look_again(self) -> None:
        self.__dict__.pop("petition", None)

    @invariant()
    def the_history_replays_to_the_row(self) -> None:
        petition = self.petition
        events = list(petition.events.order_by("version"))
        assert [event.version for event in events] == list(range(petition.version + 1))
        state = State.REGISTERED.value
        for event in events[1:]:
            step = workflow.PETITIONS.steps[event.step]
            assert state in step.sources
            assert event.before == state
            assert event.after == (step.target or state)
            state = event.after
        assert petition.status == state

    @invariant()
    def what_is_due_is_what_the_clock_says(self) -> None:
        petition = self.petition
        held = petition.clock_of(petition.term)
        if petition.term == "":
            assert petition.due_on is None
        else:
            assert held is not None
            assert petition.due_on == (None if held.is_paused else held.due_on)
        for term in petition.clocks:
            running = petition.clock_of(term)
            assert running is not None
            assert running.recomputed() == running
        assert petition.is_sealed is (petition.status in INSPECTED or petition.is_sealed)

    @invariant()
    def no_two_opinions_of_a_stage_hold_and_nobody_reviews_their_own(self) -> None:
        current = list(self.petition.opinions.filter(is_current=True))
        assert len({one.stage for one in current}) == len(current)
        assert len({one.issued_by_id for one in current}) == len(current)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()


#: Where a word above is not the name of its step.
_STEP_OF = {
    "classify as simple": "classify",
    "confirm": "confirm_referral",
    "opinion": "issue_opinion",
    "revoke": "decide_review",
    "admit": "admit_review",
    "decline": "decline_review",
    "report": "report_upward",
    "heed": "heed_report",
    "log": "log_contact",
    "seen": "mark_seen",
    "lift": "lift_supervision",
    "paper": "withdraw_on_paper",
    "to inspectors": "route_to_discipline",
}
QUIET = settings(
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def machine(cast: Cast, group: int) -> type[AtRandom]:
    people = {name: cast.rights(name) for name in ("petition", "leader", "discipline", "outsider")}
    units = {"east_office": "east", "second": "group", "west_office": "west"}
    people |= {name: officer_at(cast, unit, name) for name, unit in units.items()}
    verbs = verbs_of(cast)
    names = list(verbs)
    return type(
        "AtRandomHere", (AtRandom,), {"cast": cast, "verbs": verbs, "people": people, "names": names, "group": group}
    )


@pytest.mark.long
@pytest.mark.parametrize("group", [1, 5])
def test_a_few_ways_through_the_machine(cast: Cast, group: int) -> None:
    few = settings(QUIET, max_examples=4, stateful_step_count=25)
    run_state_machine_as_test(machine(cast, group), settings=few)


@pytest.mark.long
@pytest.mark.embedded
@pytest.mark.parametrize("group", [1, 5])
def test_many_ways_through_the_machine(cast: Cast, group: int) -> None:
    many = settings(QUIET, max_examples=60, stateful_step_count=50)
    run_state_machine_as_test(machine(cast, group), settings=many)


def test_two_officers_at_once_and_the_second_is_told(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    workflow.classify(petition=petition, kind=Kind.APPEAL, unit=cast.quay, rights=cast.rights("petition"), version=0)
    with pytest.raises(StaleVersionError):
        workflow.classify(
            petition=petition, kind=Kind.SUGGESTION, unit=cast.quay, rights=cast.rights("petition"), version=0
        )
