"""信访工作条例, Art. 18 to 31(5), article by article: what is registered, told, referred, objected to, reported."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from outreach.accounts.models import User
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import accepted, classified, make_petition
from petitions.models import Petition
from petitions.panels import work_lines
from petitions.queries import waiting_at_the_desk
from petitions.states import Kind, State
from petitions.statute import LegalRoute, NotAcceptGround, Term, Waits
from petitions.tests.test_following_a_matter import look_at

pytestmark = pytest.mark.django_db


def officer_at(cast: Cast, unit: str, name: str) -> Rights:
    """A petition officer of a unit below."""
    user = User.objects.create(username=name, full_name=f"信访{name}")
    Posting.objects.create(user=user, unit=getattr(cast, unit), role=Role.PETITION_OFFICER, since=clock.today())
    return Rights.of(user)


def test_art_18_and_21_whoever_brought_it_reads_every_hand_over_by_the_code(cast: Cast, client: Client) -> None:
    petition = workflow.refer(petition=classified(cast), unit=cast.east, rights=cast.rights("petition"))
    page = look_at(client, petition)
    assert "转给了装卸一公司" in page
    assert "还剩 15 天" in page


#: Art. 23: the step that tells, what it needs, and where the case goes.
NOTICES: list[tuple[str, dict[str, Any], str]] = [
    ("accept", {}, State.ACCEPTED),
    ("refer", {"unit": "east"}, State.REFERRED),
    ("not_own", {"owner": "市人社局"}, State.NOT_OWN),
    ("route_legally", {"route": LegalRoute.ARBITRATION, "owner": "市仲裁委"}, State.LEGAL_ROUTE),
    ("not_accept", {"ground": NotAcceptGround.NO_FACTS, "note": "补正后仍不清楚"}, State.NOT_ACCEPTED),
]


@pytest.mark.parametrize(("step", "facts", "state"), NOTICES)
def test_art_23_the_petitioner_is_told_within_15_days_of_receipt(
    cast: Cast, step: str, facts: dict[str, Any], state: str
) -> None:
    petition = classified(cast)
    received_on = clock.day_of(petition.received_at)
    assert (petition.term, petition.due_on) == (Term.NOTICE, received_on + timedelta(days=15))
    facts = {name: getattr(cast, value) if name == "unit" else value for name, value in facts.items()}
    told = getattr(workflow, step)(petition=petition, rights=cast.rights("petition"), **facts)
    assert told.status == state
    assert told.notified_at is not None
    assert told.clock_of(Term.NOTICE) is not None  # kept to be read


def test_art_23_a_closed_unit_gets_nothing(cast: Cast, client: Client) -> None:
    cast.west.is_active = False
    cast.west.save()
    petition = classified(cast)
    with pytest.raises(RefusedStepError, match="已经停用"):
        workflow.refer(petition=petition, unit=cast.west, rights=cast.rights("petition"))
    client.force_login(cast.petition)
    page = client.post(f"{petition.get_absolute_url()}refer/", {"unit": cast.west.pk, "note": "话", "version": "1"})
    assert "已经停用" in page.content.decode()
    assert "话" in page.content.decode()


@pytest.mark.parametrize(
    ("step", "facts", "state"),
    [
        ("not_accept", {"ground": NotAcceptGround.IN_COURT, "note": "法院正在审理"}, State.NOT_ACCEPTED),
        ("route_legally", {"route": LegalRoute.ARBITRATION, "owner": "市仲裁委"}, State.LEGAL_ROUTE),
    ],
)
def test_art_23_the_unit_it_was_referred_to_finds_it_at_its_desk_and_tells_which_way_it_goes(
    cast: Cast, step: str, facts: dict[str, Any], state: str
) -> None:
    petition = workflow.refer(petition=classified(cast), unit=cast.west, rights=cast.rights("petition"))
    west = officer_at(cast, "west", "west_office")
    assert list(waiting_at_the_desk(west)) == [petition]
    assert not waiting_at_the_desk(cast.rights("petition")).exists()  # it is with that unit now
    told = getattr(workflow, step)(petition=petition, rights=west, **facts)
    assert (told.status, told.due_on) == (state, None)
    assert not waiting_at_the_desk(west).exists()


def test_art_23_what_no_unit_has_taken_on_is_not_put_away_unseen(cast: Cast) -> None:
    rights = cast.rights("petition")
    petition = workflow.refer(petition=classified(cast), unit=cast.west, rights=rights)
    with pytest.raises(RefusedStepError, match="还没有受理"):
        workflow.archive(petition=petition, seen=["notice"], rights=rights)


@pytest.mark.parametrize("days", [0, 40])
def test_art_40_a_refusal_that_does_not_hold_is_taken_back_and_the_right_word_owed_anew(
    cast: Cast, client: Client, days: int
) -> None:
    rights = cast.rights("petition")
    petition = workflow.not_accept(
        petition=classified(cast), ground=NotAcceptGround.NO_FACTS, note="没有事实", rights=rights
    )
    with clock.travel_to(clock.now() + timedelta(days=days)):
        again = workflow.reconsider(petition=petition, note="补充的材料说清楚了", rights=rights)
        assert (again.status, again.not_accept_ground) == (State.REGISTERED, "")
        held = again.running_clock
        assert held is not None
        assert held.due_on == clock.today() + timedelta(days=15)
        assert "撤销原来的决定" in held.sentence()
        page = look_at(client, again)
        assert "重新定怎么办" in page
        assert "补充的材料说清楚了" not in page
        again = workflow.classify(petition=again, kind=Kind.APPEAL, unit=again.unit, rights=rights)
        assert workflow.accept(petition=again, rights=rights).due_on == clock.today() + timedelta(days=60)


def test_art_29_a_wrong_kind_is_put_right_within_the_first_15_days(cast: Cast) -> None:
    """Classified as a suggestion, an appeal would have neither 60 days nor a review."""
    rights, petition = cast.rights("petition"), classified(cast, kind=Kind.SUGGESTION)
    received = clock.day_of(petition.received_at)
    with clock.travel_to(clock.now() + timedelta(days=3)):
        petition = workflow.reconsider(petition=petition, note="是求决", rights=rights)
        assert petition.due_on == received + timedelta(days=15)
        petition = workflow.classify(petition=petition, kind=Kind.APPEAL, unit=petition.unit, rights=rights)
        assert workflow.accept(petition=petition, rights=rights).term == Term.CONCLUDE


class TestArt23Objection:
    """The unit that got it objects within 5 workdays of receipt; the office that sent it decides."""

    @pytest.fixture
    def referred(self, cast: Cast) -> Petition:
        return workflow.refer(petition=classified(cast), unit=cast.west, rights=cast.rights("petition"))

    def test_the_time_is_5_workdays_from_receipt(self, cast: Cast, referred: Petition) -> None:
        held = referred.clock_of(Term.OBJECTION)
        assert held is not None
        assert held.due_on == WorkCalendar.current().add_workdays(clock.today(), 5)
        west = officer_at(cast, "west", "west_office")
        with (
            clock.travel_to(clock.start_of(held.due_on + timedelta(days=1))),
            pytest.raises(RefusedStepError, match="过了"),
        ):
            workflow.object_to_referral(petition=referred, reason="不归我们管", rights=west)
        with clock.travel_to(clock.start_of(held.due_on)):
            sent = workflow.object_to_referral(petition=referred, reason="不归我们管", rights=west)
        assert (sent.status, sent.waits_for) == (State.REFERRED, Waits.OBJECTION)
        assert sent.referrals.get().objection == "不归我们管"

    @pytest.mark.parametrize(
        ("verb", "facts", "state", "to"),
        [
            ("take_back", {"note": "收回"}, State.CLASSIFIED, None),
            ("refer_on", {"unit": "east"}, State.REFERRED, "装卸一公司"),
            ("confirm_referral", {"note": "归你们管"}, State.REFERRED, "港城物流公司"),
        ],
    )
    def test_the_office_decides_and_never_the_unit_itself(
        self, cast: Cast, referred: Petition, verb: str, facts: dict[str, Any], state: str, to: str | None
    ) -> None:
        west = officer_at(cast, "west", "west_office")
        petition = workflow.object_to_referral(petition=referred, reason="不归我们管", rights=west)
        facts = {name: cast.east if name == "unit" else value for name, value in facts.items()}
        with pytest.raises(RefusedStepError):
            getattr(workflow, verb)(petition=petition, rights=west, **facts)
        with pytest.raises(RefusedStepError, match="先由转送的办公室决定"):
            workflow.accept(petition=petition, rights=west)
        decided = getattr(workflow, verb)(petition=petition, rights=cast.rights("petition"), **facts)
        assert decided.status == state
        assert decided.waits_for == ""
        assert (str(decided.referred_to) if decided.referred_to else None) == to
        assert decided.due_on is not None  # somebody still owes the petitioner a word

    def test_after_it_was_confirmed_there_is_no_second_one(self, cast: Cast, referred: Petition) -> None:
        west = officer_at(cast, "west", "west_office")
        petition = workflow.object_to_referral(petition=referred, reason="不归我们管", rights=west)
        petition = workflow.confirm_referral(petition=petition, note="归你们", rights=cast.rights("petition"))
        with pytest.raises(RefusedStepError, match="不能再提异议"):
            workflow.object_to_referral(petition=petition, reason="还是不归我们", rights=west)


def test_art_25_urgent_matters_reach_a_leader_at_once(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    workflow.report_upward(
        petition=petition, told=cast.leader, words="门机钢丝绳断股，还在用", rights=cast.rights("petition")
    )
    [line] = [one for one in work_lines(cast.rights("leader")) if one.url == petition.get_absolute_url()]
    assert "紧急" in line.detail
    workflow.heed_report(petition=petition, note="立即停用", rights=cast.rights("leader"))
    assert petition.reports.get().instruction == "立即停用"
    assert not [one for one in work_lines(cast.rights("leader")) if one.url == petition.get_absolute_url()]


def test_art_25_nobody_is_told_who_has_to_keep_away(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    workflow.recuse(petition=petition, reason="亲属", rights=cast.rights("leader"))
    with pytest.raises(RefusedStepError, match="要回避"):
        workflow.report_upward(petition=petition, told=cast.leader, words="急", rights=cast.rights("petition"))


@pytest.mark.parametrize(("kind", "has_term"), [(Kind.APPEAL, True), (Kind.SUGGESTION, False)])
def test_art_29_only_appeals_have_a_term(cast: Cast, kind: Kind, *, has_term: bool) -> None:
    petition = accepted(cast, kind=kind)
    assert (petition.term == Term.CONCLUDE) is has_term


@pytest.mark.parametrize("route", LegalRoute.values)
def test_art_31_1_to_5_say_which_way_the_law_has(cast: Cast, client: Client, route: str) -> None:
    petition = workflow.route_legally(
        petition=classified(cast), route=route, owner="市中级人民法院", rights=cast.rights("petition")
    )
    assert petition.legal_route == route
    assert petition.due_on is None
    page = look_at(client, petition)
    assert "请向市中级人民法院提出" in page


def test_art_31_is_for_appeals(cast: Cast) -> None:
    petition = classified(cast, kind=Kind.SUGGESTION)
    with pytest.raises(RefusedStepError, match="只有申诉求决"):
        workflow.route_legally(
            petition=petition, route=LegalRoute.ARBITRATION, owner="仲裁委", rights=cast.rights("petition")
        )


@pytest.mark.parametrize(("day", "due"), [("2026-09-18", "2026-09-22"), ("2026-09-30", "2026-10-10")])
def test_the_simple_procedure_counts_workdays_3_to_tell_and_10_to_answer(cast: Cast, day: str, due: str) -> None:
    with clock.travel_to(clock.start_of(date.fromisoformat(day))):
        petition = classified(cast, is_simple=True)
        assert str(petition.due_on) == due
        petition = workflow.accept(petition=petition, rights=cast.rights("petition"))
        assert petition.due_on == WorkCalendar.current().add_workdays(clock.today(), 10)
        petition = workflow.to_ordinary(petition=petition, note="要调查", rights=cast.rights("petition"))
        assert petition.due_on == clock.today() + timedelta(days=60)
