"""信访工作条例, Art. 31(6) to 40, one by one: opinion, agreement, extension, review, final review, supervision."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import REPLY, accepted, classified, handed_over, replied, work_on
from petitions.models import ContactEntry, Mediation, Petition
from petitions.panels import work_lines
from petitions.states import Kind, State
from petitions.statute import Handover, Outcome, Stage, Term, Waits
from petitions.tests.test_articles_intake import officer_at
from petitions.tests.test_following_a_matter import look_at
from petitions.tracking import next_of
from petitions.workflow.replying import Receipt, Reply

pytestmark = pytest.mark.django_db
UPHELD = Reply("夜班少算", "复核了出车单", "原意见事实清楚，予以维持", "《夜班津贴办法》第五条", Outcome.UPHOLD)


def in_person(on: date | None = None) -> Receipt:
    return Receipt(Handover.IN_PERSON, on or clock.today())


def reviewed(cast: Cast, petition: Petition, stage: Stage, rights: Rights, outcome: str = Outcome.UPHOLD) -> Petition:
    """Asked for, decided by somebody else, and in the petitioner's hands."""
    asked = workflow.ask_review(petition=petition, reason="少算了两个班")
    verb = workflow.decide_final if stage == Stage.FINAL else workflow.decide_review
    said = Reply(UPHELD.request, UPHELD.facts, UPHELD.opinion, UPHELD.basis, outcome)
    decided = verb(petition=asked, reply=said, rights=rights)
    return workflow.deliver_review(petition=decided, receipt=in_person(), rights=cast.rights("petition"))


# --- Art. 31(6), 32: the written opinion ------------------------------------------------------------
@pytest.mark.parametrize("outcome", [Outcome.SUPPORT, Outcome.EXPLAIN, Outcome.NOT_SUPPORT])
def test_art_32_an_opinion_has_request_facts_opinion_basis_and_one_of_three_outcomes(
    cast: Cast, client: Client, outcome: str
) -> None:
    said = Reply(REPLY.request, REPLY.facts, REPLY.opinion, REPLY.basis, outcome)
    rights = cast.rights("petition")
    petition = workflow.issue_opinion(petition=accepted(cast), reply=said, unit=cast.quay, rights=rights)
    assert (petition.status, petition.due_on) == (State.OPINION_ISSUED, None)
    page = look_at(client, petition)
    for words in (REPLY.facts, REPLY.opinion, REPLY.basis, Outcome(outcome).label, "我收到了"):
        assert str(words) in page


def test_art_32_an_appeal_is_not_answered_in_passing(cast: Cast) -> None:
    with pytest.raises(RefusedStepError, match="处理意见"):
        workflow.answer(petition=accepted(cast), text="好", rights=cast.rights("petition"))
    for told in (accepted(cast, is_simple=True), accepted(cast, kind=Kind.SUGGESTION)):
        assert workflow.answer(petition=told, text="好", rights=cast.rights("petition")).status == State.DELIVERED


def test_art_32_what_the_ledger_found_waits_for_the_opinion(cast: Cast, client: Client) -> None:
    petition = work_on(cast, handed_over(cast))
    steps = list(petition.events.order_by("version").values_list("step", flat=True))
    assert steps[-3:] == ["result_in", "issue_opinion", "deliver"]
    assert "差额已随 12 月工资补发" in look_at(client, petition)


def test_art_32_the_petitioner_signs_for_it_on_the_query_page(cast: Cast, client: Client) -> None:
    rights = cast.rights("petition")
    petition = workflow.issue_opinion(petition=accepted(cast), reply=REPLY, unit=cast.quay, rights=rights)
    look_at(client, petition)
    client.post("/petitions/track/received/")
    petition.refresh_from_db()
    opinion = petition.opinions.get()
    assert petition.status == State.DELIVERED
    assert (opinion.delivered_by_way, opinion.delivered_on) == (Handover.ONLINE, clock.today())


def test_art_32_nothing_is_delivered_before_it_was_written(cast: Cast) -> None:
    rights = cast.rights("petition")
    petition = workflow.issue_opinion(petition=accepted(cast), reply=REPLY, unit=cast.quay, rights=rights)
    for day in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)):
        with pytest.raises(RefusedStepError, match="送达日期"):
            workflow.deliver(petition=petition, receipt=in_person(day), rights=rights)


def test_art_33_an_agreement_of_both_sides_answers_it(cast: Cast, client: Client) -> None:
    rights = cast.rights("petition")
    agreed = Mediation(other_party="装卸一公司", agreement="重新核算", performance="本月发放", agreed_on=clock.today())
    petition = workflow.mediate(petition=accepted(cast), mediation=agreed, rights=rights)
    assert (petition.status, petition.due_on) == (State.MEDIATED, None)
    petition = workflow.deliver(petition=petition, receipt=in_person(), rights=rights)
    assert petition.status == State.DELIVERED
    assert "重新核算" in look_at(client, petition)
    with pytest.raises(RefusedStepError):  # nobody goes higher with what they agreed to
        workflow.ask_review(petition=petition, reason="反悔")


def test_art_31_6_contacts_are_written_down_and_stay_in_the_office(cast: Cast, client: Client) -> None:
    entry = ContactEntry(way="call", held_at=clock.now(), people="信访人", words="电话里说愿意面谈")
    petition = workflow.log_contact(petition=accepted(cast), entry=entry, rights=cast.rights("petition"))
    assert "电话里说愿意面谈" not in look_at(client, petition)
    client.force_login(cast.petition)
    assert "电话里说愿意面谈" in client.get(petition.get_absolute_url()).content.decode()


# --- Art. 34: 60 days from acceptance, 30 more once ---------------------------------------------------
def test_art_34_an_appeal_ends_within_60_days_of_acceptance_not_of_receipt(cast: Cast) -> None:
    petition = classified(cast)
    with clock.travel_to(clock.now() + timedelta(days=10)):
        petition = workflow.accept(petition=petition, rights=cast.rights("petition"))
        assert petition.due_on == clock.today() + timedelta(days=60)


def test_art_34_the_clock_tells_in_english_from_which_event_it_counts(cast: Cast) -> None:
    """An event, and not the verb of the button that has the same word in Chinese."""
    held = accepted(cast).running_clock
    assert held is not None
    assert "受理起 60 天" in held.sentence()
    with override("en"):
        assert "(acceptance)" in held.sentence()
        assert "(acceptance)" in dict(held.lines())["Start"]


class TestArt34Extension:
    @pytest.fixture
    def asked(self, cast: Cast) -> Petition:
        return workflow.ask_extension(
            petition=accepted(cast), days=30, reason="要逐班核对两年记录", rights=cast.rights("petition")
        )

    def test_a_leader_approves_it_and_the_petitioner_reads_why(
        self, cast: Cast, client: Client, asked: Petition
    ) -> None:
        first = asked.due_on
        assert first is not None
        assert "要逐班核对两年记录" not in look_at(client, asked)
        assert [one for one in work_lines(cast.rights("leader")) if "申请延长 30 天" in one.detail]
        granted = workflow.grant_extension(petition=asked, rights=cast.rights("leader"))
        assert granted.due_on == first + timedelta(days=30)
        page = look_at(client, granted)
        assert "批准延长 30 天" in page
        assert "要逐班核对两年记录" in page
        with pytest.raises(RefusedStepError, match="已经延长过一次"):
            workflow.ask_extension(petition=granted, days=5, reason="还要", rights=cast.rights("petition"))

    def test_at_most_30_days_and_not_by_who_asked(self, cast: Cast, asked: Petition) -> None:
        with pytest.raises(RefusedStepError, match="岗位不能"):
            workflow.grant_extension(petition=asked, rights=cast.rights("petition"))
        with pytest.raises(RefusedStepError, match="最多延长 30 天"):
            workflow.ask_extension(petition=accepted(cast), days=31, reason="久", rights=cast.rights("petition"))

    def test_before_the_due_date_and_again_after_a_no(self, cast: Cast, asked: Petition) -> None:
        refused = workflow.refuse_extension(petition=asked, note="抓紧", rights=cast.rights("leader"))
        assert refused.due_on == asked.due_on
        again = workflow.ask_extension(petition=refused, days=10, reason="等鉴定", rights=cast.rights("petition"))
        assert again.due_on is not None
        with (
            clock.travel_to(clock.start_of(again.due_on + timedelta(days=1))),
            pytest.raises(RefusedStepError, match="已经过了"),
        ):
            workflow.grant_extension(petition=again, rights=cast.rights("leader"))


# --- Art. 35, 36: the unit above, then the unit above that, then it is over -----------------------------
def test_art_35_30_days_to_ask_from_receiving_it_rolled_to_a_workday(cast: Cast) -> None:
    petition = replied(cast, accepted(cast))
    held = petition.clock_of(Term.ASK_REVIEW)
    assert held is not None
    assert held.due_on == WorkCalendar.current().next_workday_on_or_after(clock.today() + timedelta(days=30))


@pytest.mark.parametrize(("delivered", "until"), [("2026-09-01", "2026-10-08"), ("2026-08-11", "2026-09-10")])
def test_art_35_a_holiday_does_not_take_the_right_away(cast: Cast, delivered: str, until: str) -> None:
    with clock.travel_to(clock.start_of(date.fromisoformat(delivered))):
        held = replied(cast, accepted(cast)).clock_of(Term.ASK_REVIEW)
    assert str(held and held.due_on) == until


def test_art_35_and_36_each_goes_one_unit_up_and_takes_30_days(cast: Cast, client: Client) -> None:
    petition = replied(cast, accepted(cast))  # in the name of the workshop
    asked = workflow.ask_review(petition=petition, reason="少算了两个班")
    assert (asked.reviewing_unit, asked.term) == (cast.east, Term.REVIEW)
    assert asked.due_on == clock.today() + timedelta(days=30)
    east, second = officer_at(cast, "east", "east_office"), officer_at(cast, "group", "second")
    decided = workflow.decide_review(petition=asked, reply=UPHELD, rights=east)
    assert (decided.status, decided.waits_for) == (State.REVIEW_DECIDED, Waits.DELIVERY)
    petition = workflow.deliver_review(petition=decided, receipt=in_person(), rights=east)
    petition = reviewed(cast, petition, Stage.FINAL, second)
    assert (petition.status, petition.reviewing_unit) == (State.FINAL_DECIDED, cast.group)
    assert "复核完了，这件事到此终结" in look_at(client, petition)


def test_art_35_the_unit_above_finds_among_its_work_that_a_review_is_to_be_decided(cast: Cast) -> None:
    petition = workflow.ask_review(petition=replied(cast, accepted(cast)), reason="少算了两个班")
    [line] = work_lines(officer_at(cast, "east", "east_office"))
    assert (line.url, str(line.verb)) == (petition.get_absolute_url(), "出具复查意见")


def test_art_35_until_it_is_delivered_the_page_says_that_the_opinion_comes(cast: Cast) -> None:
    east = officer_at(cast, "east", "east_office")
    asked = workflow.ask_review(petition=replied(cast, accepted(cast)), reason="少算了两个班")
    decided = workflow.decide_review(petition=asked, reply=UPHELD, rights=east)
    assert next_of(decided) == "把意见书送给你"
    assert next_of(workflow.deliver_review(petition=decided, receipt=in_person(), rights=east)) == ""


def test_art_35_whoever_wrote_it_does_not_review_it(cast: Cast) -> None:
    asked = workflow.ask_review(petition=replied(cast, accepted(cast)), reason="不服")
    with pytest.raises(RefusedStepError, match="另一个人"):
        workflow.decide_review(petition=asked, reply=UPHELD, rights=cast.rights("petition"))
    quay = officer_at(cast, "quay", "quay_office")
    with pytest.raises(RefusedStepError, match="岗位不能"):  # the unit that replied does not either
        workflow.decide_review(petition=asked, reply=UPHELD, rights=quay)


def test_art_35_too_late_is_written_down_and_an_officer_decides(cast: Cast, client: Client) -> None:
    petition = replied(cast, accepted(cast))
    held = petition.clock_of(Term.ASK_REVIEW)
    assert held is not None
    with clock.travel_to(clock.start_of(held.due_on + timedelta(days=1))):
        look_at(client, petition)
        client.post("/petitions/track/review/", {"reason": "出差回来才看到"})
        petition.refresh_from_db()
        assert (petition.status, petition.waits_for) == (State.DELIVERED, Waits.LATE_REVIEW)
        declined = workflow.decline_review(petition=petition, note="没有正当理由", rights=cast.rights("petition"))
        assert declined.waits_for == ""
        assert "没有正当理由" in look_at(client, declined)
        again = workflow.ask_review(petition=declined, reason="住院，有病历")
        admitted = workflow.admit(petition=again, note="有正当理由", rights=cast.rights("petition"))
        assert admitted.status == State.REVIEW_REQUESTED
        assert admitted.due_on == clock.today() + timedelta(days=30)


def test_art_35_a_revoked_opinion_is_handled_anew(cast: Cast) -> None:
    east = officer_at(cast, "east", "east_office")
    petition = reviewed(cast, replied(cast, accepted(cast)), Stage.REVIEW, east, Outcome.REVOKE)
    petition = workflow.redo(petition=petition, note="按复查意见", rights=cast.rights("petition"))
    assert (petition.status, petition.term) == (State.ACCEPTED, Term.CONCLUDE)
    petition = replied(cast, petition)
    assert petition.opinions.filter(is_current=True).get().stage == Stage.HANDLING


def test_art_36_the_time_of_a_hearing_is_left_out_of_the_final_review_alone(cast: Cast) -> None:
    east, second = officer_at(cast, "east", "east_office"), officer_at(cast, "group", "second")
    petition = workflow.ask_review(petition=replied(cast, accepted(cast)), reason="不服")
    due = petition.due_on
    place: dict[str, Any] = {"held_at": clock.now() + timedelta(days=5), "place": "会议室", "panel": "李工、王工"}
    petition = workflow.call_hearing(petition=petition, rights=east, **place)
    assert petition.due_on == due  # a review does not wait
    petition = workflow.record_hearing(petition=petition, minutes="各方陈述", result="维持", rights=east)
    petition = workflow.decide_review(petition=petition, reply=UPHELD, rights=east)
    petition = workflow.deliver_review(petition=petition, receipt=in_person(), rights=east)
    petition = workflow.ask_review(petition=petition, reason="还是不服")
    due = petition.due_on
    assert due is not None
    petition = workflow.call_hearing(petition=petition, rights=second, **place)
    assert petition.due_on is None
    with clock.travel_to(clock.now() + timedelta(days=7)):
        petition = workflow.record_hearing(petition=petition, minutes="各方陈述", result="维持", rights=second)
        assert petition.due_on == due + timedelta(days=7)


def test_art_36_after_the_final_review_the_same_matter_is_refused_with_words(cast: Cast, client: Client) -> None:
    east, second = officer_at(cast, "east", "east_office"), officer_at(cast, "group", "second")
    petition = reviewed(cast, replied(cast, accepted(cast)), Stage.REVIEW, east)
    again = classified(cast)
    with pytest.raises(RefusedStepError, match="没有复核意见"):
        workflow.refuse_repeat(petition=again, earlier=petition, note="同一件事", rights=second)
    petition = reviewed(cast, petition, Stage.FINAL, second)
    with pytest.raises(RefusedStepError, match="复核终结"):
        workflow.ask_review(petition=petition, reason="还要再来")
    told = workflow.refuse_repeat(petition=again, earlier=petition, note="事实和理由相同", rights=second)
    assert (told.status, told.repeat_of) == (State.REPEAT_REFUSED, petition)
    assert "事实和理由相同" in look_at(client, told)


def test_above_the_enterprise_there_is_no_unit_and_the_page_says_so(cast: Cast, client: Client) -> None:
    petition = replied(cast, accepted(cast), unit=cast.group)
    assert "上面没有别的单位" in look_at(client, petition)
    with pytest.raises(RefusedStepError, match="上级主管部门"):
        workflow.ask_review(petition=petition, reason="不服")
