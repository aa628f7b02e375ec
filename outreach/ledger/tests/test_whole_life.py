"""An item from a visit to being struck off, and back again."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from outreach.calendars.published import Day
from outreach.calendars.workflow import publish_days
from outreach.common import clock
from outreach.common.transitions import RefusedStepError, StaleVersionError
from outreach.ledger import housekeeping, workflow
from outreach.ledger.factories import a_paper, assignment, brought_to, noted
from outreach.ledger.intake import Finding, open_issue
from outreach.ledger.models import Issue, IssueSequence
from outreach.ledger.other import OTHER
from outreach.ledger.states import State, SupervisionLevel
from outreach.ledger.workflow import Assignment, Judgement
from outreach.org.testing import Cast

SHANGHAI = ZoneInfo("Asia/Shanghai")


def on(day: str, hour: int = 9) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), SHANGHAI) + timedelta(hours=hour)


def test_numbers_are_gap_free_per_channel_and_year(cast: Cast) -> None:
    numbers = [noted(cast, f"第 {n} 件").number for n in range(3)]
    year = clock.today().year
    assert numbers == [f"QT-{year}-00000{n}" for n in (1, 2, 3)]
    with clock.travel_to(on("2031-02-03")):
        assert noted(cast).number == "QT-2031-000001"
    assert IssueSequence.objects.count() == 2


def test_the_clock_starts_at_assignment_and_not_at_signing(cast: Cast) -> None:
    with clock.travel_to(on("2026-09-18")):
        issue = brought_to(cast, State.OPEN)
    with clock.travel_to(on("2026-09-19", 10)):
        workflow.assign(issue=issue, assignment=assignment(cast, workdays=5), rights=cast.rights("ledger"))
    with clock.travel_to(on("2026-09-21")):
        issue = workflow.sign_for(issue=issue, rights=cast.rights("handler"))
    assert issue.due_on == date(2026, 9, 24)
    assert issue.original_due_on == date(2026, 9, 24)
    assert issue.internal_clock is not None
    assert "2026-09-19" in issue.internal_clock.sentence()


def test_an_extension_is_agreed_by_the_head_then_granted_and_the_first_date_stays(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-02")):
        issue = brought_to(cast, State.IN_PROGRESS, workdays=10)
        handler, head, ledger = (cast.rights(name) for name in ("handler", "head", "ledger"))
        workflow.request_extension(issue=issue, workdays=5, reason="备件未到", rights=handler)
        with pytest.raises(RefusedStepError, match="先由承办单位负责人同意"):
            workflow.grant_extension(issue=issue, rights=ledger)
        with pytest.raises(RefusedStepError, match="已经有一份延期申请"):
            workflow.request_extension(issue=issue, workdays=3, reason="再要", rights=handler)
        workflow.agree_extension(issue=issue, rights=head)
        extension = workflow.grant_extension(issue=issue, rights=ledger)
    issue.refresh_from_db()
    assert (issue.original_due_on, issue.due_on) == (date(2026, 11, 16), date(2026, 11, 23))
    assert (extension.old_due_on, extension.new_due_on, issue.extension_count) == (
        issue.original_due_on,
        issue.due_on,
        1,
    )


def test_no_extension_after_the_due_date(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-02")):
        issue = brought_to(cast, State.IN_PROGRESS, workdays=2)
    with clock.travel_to(on("2026-11-05")), pytest.raises(RefusedStepError, match="期限已过"):
        workflow.request_extension(issue=issue, workdays=2, reason="晚了", rights=cast.rights("handler"))


def test_a_designated_item_is_not_returned_again(cast: Cast) -> None:
    issue = brought_to(cast, State.RETURN_REQUESTED)
    due_on = issue.due_on
    workflow.designate(issue=issue, assignment=assignment(cast), rights=cast.rights("ledger"))
    with pytest.raises(RefusedStepError, match="不能再次退回"):
        workflow.request_return(issue=issue, reason="还是不归我们", rights=cast.rights("handler"))
    issue.refresh_from_db()
    assert issue.due_on == due_on, "whose job it is does not stop the clock"


def test_the_handler_does_not_accept_their_own_work(cast: Cast) -> None:
    issue = brought_to(cast, State.VERIFYING)
    Issue.objects.filter(pk=issue.pk).update(handler=cast.acceptor)
    with pytest.raises(RefusedStepError, match="验收人不能是承办人"):
        workflow.accept_result(issue=issue, rights=cast.rights("acceptor"))


def test_a_major_item_is_approved_by_the_leader_and_accepted_on_the_spot(cast: Cast) -> None:
    issue = brought_to(cast, State.OPEN, is_major=True)
    with pytest.raises(RefusedStepError, match="先由分管领导批准"):
        workflow.assign(issue=issue, assignment=assignment(cast), rights=cast.rights("ledger"))
    issue = brought_to(cast, State.VERIFYING, "皮带机防护罩缺失", is_major=True)
    with pytest.raises(RefusedStepError, match="现场验收"):
        workflow.accept_result(issue=issue, rights=cast.rights("acceptor"))


def test_a_dissatisfied_raiser_brings_it_back_before_and_after_closing(cast: Cast) -> None:
    waiting = brought_to(cast, State.AWAITING_RATING)
    back = workflow.rate(issue=waiting, judgement=Judgement(3, 2, 1, "还在漏"))
    assert (back.status, back.accepted_at, back.reopen_count) == (State.IN_PROGRESS, None, 0)
    closed = brought_to(cast, State.CLOSED, "宿舍漏雨")
    again = workflow.rate(issue=closed, judgement=Judgement(1, 1, 1, "又漏了"))
    assert (again.status, again.reopen_count) == (State.IN_PROGRESS, 1)


def test_silence_is_waited_for_and_is_not_satisfaction(cast: Cast) -> None:
    issue = brought_to(cast, State.AWAITING_RATING)
    with pytest.raises(RefusedStepError, match="还没有评价"):
        workflow.close(issue=issue, rights=cast.rights("ledger"))
    with clock.travel_to(clock.now() + timedelta(days=7)):
        assert workflow.close(issue=issue, rights=cast.rights("ledger")).status == State.CLOSED
    assert not issue.ratings.exists()


def test_an_override_is_on_record(cast: Cast) -> None:
    issue = brought_to(cast, State.AWAITING_RATING)
    workflow.close_with_reason(issue=issue, reason="提出人已调离", rights=cast.rights("ledger"))
    event = issue.events.last()
    assert event is not None
    assert (event.step, event.note, event.detail) == ("close_with_reason", "提出人已调离", {"override": True})


def test_the_second_rebound_goes_one_level_up(cast: Cast) -> None:
    issue = brought_to(cast, State.CLOSED)
    Issue.objects.filter(pk=issue.pk).update(reopen_count=1)
    with pytest.raises(RefusedStepError, match="分管领导"):
        workflow.reopen(issue=issue, reason="又坏了", rights=cast.rights("ledger"))


def test_a_late_reopening_is_no_rebound(cast: Cast) -> None:
    issue = brought_to(cast, State.CLOSED)
    with clock.travel_to(clock.now() + timedelta(days=181)):
        reopened = workflow.reopen(issue=issue, reason="旧事重提", rights=cast.rights("ledger"))
    assert reopened.reopen_count == 0


def test_a_pause_is_at_most_ninety_days_and_gives_the_days_back(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-02")):
        issue = brought_to(cast, State.IN_PROGRESS, workdays=10)
        with pytest.raises(RefusedStepError, match="90 天"):
            workflow.suspend(
                issue=issue, reason="等", wake_on=clock.today() + timedelta(days=91), rights=cast.rights("leader")
            )
    with clock.travel_to(on("2026-11-04")):
        wake_on = date(2026, 11, 11)
        workflow.suspend(issue=issue, reason="等厂家", wake_on=wake_on, rights=cast.rights("leader"))
        assert housekeeping.run() == 0
    with clock.travel_to(on("2026-11-11")):
        assert housekeeping.run() == 1
        assert housekeeping.run() == 0
    issue.refresh_from_db()
    assert (issue.status, issue.due_on) == (State.IN_PROGRESS, date(2026, 11, 23))


def test_an_unsigned_item_signs_itself_after_two_workdays(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-05")):  # a Thursday
        issue = brought_to(cast, State.ASSIGNED)
    with clock.travel_to(on("2026-11-09", 8)):
        assert housekeeping.run() == 0
    with clock.travel_to(on("2026-11-10", 8)):
        assert housekeeping.run() == 1
    issue.refresh_from_db()
    assert (issue.status, issue.events.last().actor) == (State.IN_PROGRESS, None)  # type: ignore[union-attr]  # exists


def test_lateness_raises_cards_once_and_never_lowers_them(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-02")):
        issue = brought_to(cast, State.IN_PROGRESS, workdays=2)  # due on 4 November
    with clock.travel_to(on("2026-11-05")):
        assert [housekeeping.run(), housekeeping.run()] == [1, 0]
    with clock.travel_to(on("2026-11-14")):
        assert [housekeeping.run(), housekeeping.run()] == [1, 0]
    issue.refresh_from_db()
    assert issue.supervision_level == SupervisionLevel.RED_CARD
    assert [one.level for one in issue.supervisions.all()] == [2, 3]
    with pytest.raises(RefusedStepError):
        workflow.raise_supervision(issue=issue, level=1, reason="降", rights=cast.rights("ledger"))


def test_a_stale_form_is_told_so_and_writes_nothing(cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    seen = issue.version
    workflow.report_progress(issue=issue, note="换了一侧", rights=cast.rights("handler"), version=seen)
    with pytest.raises(StaleVersionError) as stale:
        workflow.report_progress(issue=issue, note="我也来报", rights=cast.rights("head"), version=seen)
    assert stale.value.row.version == seen + 1
    assert not issue.events.filter(note="我也来报").exists()


def test_nobody_is_assigned_work_in_a_unit_where_they_do_not_serve(cast: Cast) -> None:
    issue = brought_to(cast, State.OPEN)
    wrong = Assignment(cast.east, cast.outsider, cast.safety, 10)
    with pytest.raises(RefusedStepError, match="不是 装卸一公司 的承办人"):
        workflow.assign(issue=issue, assignment=wrong, rights=cast.rights("ledger"))


@pytest.mark.parametrize("workdays", [0, -3, 251, 2**40])
def test_a_deadline_beyond_reason_is_refused(cast: Cast, workdays: int) -> None:
    issue = brought_to(cast, State.OPEN)
    with pytest.raises(RefusedStepError, match="250"):
        workflow.assign(issue=issue, assignment=assignment(cast, workdays=workdays), rights=cast.rights("ledger"))


def test_merging_into_itself_or_into_something_ended_is_refused(cast: Cast) -> None:
    issue, ended = brought_to(cast, State.PENDING), brought_to(cast, State.REJECTED, "另一件")
    for into in (issue, ended):
        with pytest.raises(RefusedStepError):
            workflow.merge(issue=issue, into=into, rights=cast.rights("ledger"))


def test_a_co_unit_sees_the_item_and_answers_for_itself(cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    outsider = cast.rights("outsider")
    assert not Issue.objects.visible_to(outsider).exists()
    workflow.ask_co_unit(issue=issue, unit=cast.west, question="借一副吊具", rights=cast.rights("handler"))
    assert list(Issue.objects.visible_to(outsider)) == [issue]
    answer = workflow.answer_co_unit(issue=issue, answer="明天送到", rights=outsider)
    assert (answer.unit, answer.answered_by) == (cast.west, cast.outsider)
    with pytest.raises(RefusedStepError):
        workflow.answer_co_unit(issue=issue, answer="再答一次", rights=outsider)


def test_an_edited_holiday_moves_the_day_by_which_a_co_unit_answers(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-04")):
        issue = brought_to(cast, State.IN_PROGRESS, workdays=30)
        asked = workflow.ask_co_unit(issue=issue, unit=cast.west, question="借吊具", rights=cast.rights("handler"))
        assert asked.due_on == date(2026, 11, 9)
        day = Day(date(2026, 11, 6), is_workday=False, name="停产检修", source="", is_published=True)
        moved = {one.label: one.new_due_on for one in publish_days([day])}
    asked.refresh_from_db()
    assert asked.due_on == moved[f"{issue.number} {cast.west}"] == date(2026, 11, 10)


def test_evidence_of_a_measure_is_evidence_of_the_item(cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    handler = cast.rights("handler")
    measure = workflow.add_measure(issue=issue, text="换绳", planned_on=clock.today(), rights=handler)
    workflow.complete_measure(issue=issue, measure=measure, attachments=[a_paper()], rights=handler)
    assert [one.measure for one in issue.evidence.all()] == [measure]
    with pytest.raises(RefusedStepError):
        workflow.complete_measure(issue=issue, measure=measure, rights=handler)


def test_nobody_keeps_a_draft_of_a_unit_they_could_not_hand_it_in_for(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match="不能登记"):
        noted(cast, unit=cast.west)
    assert not Issue.objects.exists()


def test_whoever_may_not_report_opens_nothing(cast: Cast) -> None:
    finding = Finding(source=OTHER.key, title="试一试", description="", unit=cast.quay)
    for name in ("auditor", "discipline", "nobody", "acceptor"):
        with pytest.raises(Exception, match="不能登记"):
            open_issue(finding=finding, rights=cast.rights(name))
    assert not Issue.objects.exists()


def test_an_item_given_to_another_unit_keeps_the_start_of_its_clock(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-02")):
        issue = brought_to(cast, State.RETURN_REQUESTED, workdays=10)
    with clock.travel_to(on("2026-11-05")):
        issue = workflow.agree_return(issue=issue, rights=cast.rights("ledger"))
        assert issue.due_on is None
        issue = workflow.assign(issue=issue, assignment=assignment(cast, workdays=15), rights=cast.rights("ledger"))
    assert issue.due_on == date(2026, 11, 23), "fifteen workdays from the second of November"
    assert issue.original_due_on == date(2026, 11, 16)


def test_nothing_is_due_while_the_clock_stands_still(cast: Cast) -> None:
    for state in (State.SUSPENDED, State.LONG_TERM):
        issue = brought_to(cast, state, f"{state} 的事")
        assert (issue.due_on, issue.due_soon_on) == (None, None)
        assert issue.original_due_on is not None
