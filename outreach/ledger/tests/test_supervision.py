"""What raises the level of supervision 督办 by itself, whom it tells, and that lifting it holds."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints.factories import ContactPointFactory
from outreach.ledger import housekeeping, workflow
from outreach.ledger.factories import a_paper, brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State, SupervisionLevel
from outreach.ledger.worklists import in_worklist
from outreach.org.models import Cadre
from outreach.org.testing import Cast
from outreach.reminders import longterm
from outreach.reminders.models import Notice

SHANGHAI = ZoneInfo("Asia/Shanghai")


def on(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), SHANGHAI) + timedelta(hours=9)


def level(issue: Issue) -> int:
    issue.refresh_from_db()
    return int(issue.supervision_level)


def test_half_the_time_without_progress_is_supervised_once(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-02")):
        idle = brought_to(cast, State.IN_PROGRESS, workdays=10)  # due on 16 November
        busy = brought_to(cast, State.IN_PROGRESS, "食堂油烟", workdays=10)
        workflow.report_progress(issue=busy, note="已订备件", rights=cast.rights("handler"))
    with clock.travel_to(on("2026-11-08")):
        assert housekeeping.run() == 0
    with clock.travel_to(on("2026-11-09")):
        assert [housekeeping.run(), housekeeping.run()] == [1, 0]
        assert (level(idle), level(busy)) == (SupervisionLevel.ORDINARY, SupervisionLevel.NONE)
        workflow.lift_supervision(issue=idle, reason="已当面说清", rights=cast.rights("ledger"))
        assert housekeeping.run() == 0


def test_a_return_that_nobody_decides_is_supervised_after_five_workdays(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-02")):
        issue = brought_to(cast, State.ASSIGNED, workdays=30)
        workflow.request_return(issue=issue, reason="不归我们", rights=cast.rights("handler"))
    with clock.travel_to(on("2026-11-09")):
        assert housekeeping.run() == 0
    with clock.travel_to(on("2026-11-10")):
        assert housekeeping.run() == 1
    assert level(issue) == SupervisionLevel.ORDINARY


def test_a_co_unit_silent_past_its_day_is_supervised(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-02")):
        issue = brought_to(cast, State.IN_PROGRESS, workdays=30)
        workflow.ask_co_unit(issue=issue, unit=cast.west, question="借备件", rights=cast.rights("handler"))
    with clock.travel_to(on("2026-11-05")):
        assert housekeeping.run() == 0
    with clock.travel_to(on("2026-11-06")):
        assert housekeeping.run() == 1
    assert level(issue) == SupervisionLevel.ORDINARY


def test_a_card_that_was_lifted_does_not_come_back_for_the_same_miss(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-02")):
        issue = brought_to(cast, State.IN_PROGRESS, workdays=2)  # due on 4 November
    with clock.travel_to(on("2026-11-05")):
        housekeeping.run()
        workflow.lift_supervision(issue=issue, reason="备件在途", rights=cast.rights("ledger"))
        assert housekeeping.run() == 0
    with clock.travel_to(on("2026-11-13")):
        assert housekeeping.run() == 0
    with clock.travel_to(on("2026-11-14")):
        assert [housekeeping.run(), level(issue)] == [1, SupervisionLevel.RED_CARD]
        workflow.lift_supervision(issue=issue, reason="明天到货", rights=cast.rights("ledger"))
        assert housekeeping.run() == 0


def test_a_second_miss_is_a_red_card(cast: Cast) -> None:
    with clock.travel_to(on("2026-11-02")):
        issue = brought_to(cast, State.IN_PROGRESS, workdays=2)  # due on 4 November
        workflow.request_extension(issue=issue, workdays=3, reason="备件未到", rights=cast.rights("handler"))
    with clock.travel_to(on("2026-11-05")):
        assert [housekeeping.run(), level(issue)] == [1, SupervisionLevel.YELLOW_CARD]
        workflow.agree_extension(issue=issue, rights=cast.rights("head"))
        workflow.grant_extension(issue=issue, rights=cast.rights("ledger"))  # due on 9 November
        assert housekeeping.run() == 0
    with clock.travel_to(on("2026-11-10")):
        assert [housekeeping.run(), level(issue)] == [1, SupervisionLevel.RED_CARD]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("has_point", "told"), [(True, "head"), (False, "leader")])
def test_a_red_card_tells_the_contact_leader_and_less_does_not(cast: Cast, has_point: bool, told: str) -> None:
    """Who goes there is told; where there is no contact point, the leaders in charge."""
    if has_point:
        ContactPointFactory(unit=cast.quay, leader=Cadre.objects.create(user=cast.head, unit=cast.east, title="经理"))
    with clock.travel_to(on("2026-11-02")):
        issue = brought_to(cast, State.IN_PROGRESS, workdays=2)
    with clock.travel_to(on("2026-11-05")):
        housekeeping.run()
    yellow = set(Notice.objects.filter(kind="supervise", user=cast.leader).values_list("key", flat=True))
    assert not yellow
    with clock.travel_to(on("2026-11-14")):
        housekeeping.run()
    red = f"step:{issue.pk}:{Issue.objects.get(pk=issue.pk).version}"
    people = {notice.user for notice in Notice.objects.filter(kind="supervise", key=red)}
    assert cast.people[told] in people
    assert (cast.leader in people) is not has_point


def test_the_review_of_a_long_term_item_is_told_once_to_whoever_leads_there(client: Client, cast: Cast) -> None:
    with clock.travel_to(on("2026-09-01")):
        issue = brought_to(cast, State.LONG_TERM)  # to be reviewed on 31 October
    with clock.travel_to(on("2026-10-30")):
        assert longterm.tell_of_reviews() == 0
        assert not in_worklist("waiting", cast.rights("leader")).exists()
    with clock.travel_to(on("2026-10-31")):
        assert list(in_worklist("waiting", cast.rights("leader"))) == [issue]
        assert [longterm.tell_of_reviews(), longterm.tell_of_reviews()] == [1, 0]
        rights = cast.rights("leader")
        workflow.review_long_term(issue=issue, note="大修已招标", review_on=date(2026, 12, 1), rights=rights)
        assert not in_worklist("waiting", rights).exists()
    with clock.travel_to(on("2026-12-02")):
        assert longterm.tell_of_reviews() == 1
    client.force_login(cast.leader)
    assert client.get("/notices/").content.decode().count("到了季度复核的日子") == 2


def test_an_extension_asked_for_under_a_deadline_that_is_gone_is_no_more(cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS, workdays=20)
    workflow.request_extension(issue=issue, workdays=5, reason="备件未到", rights=cast.rights("handler"))
    workflow.agree_extension(issue=issue, rights=cast.rights("head"))
    handler = cast.rights("handler")
    workflow.write_cause(issue=issue, cause="备件周期长", rights=handler)
    measure = workflow.add_measure(issue=issue, text="更换", planned_on=clock.today(), rights=handler)
    workflow.complete_measure(issue=issue, measure=measure, rights=handler)
    workflow.add_evidence(issue=issue, attachments=[a_paper()], rights=handler)
    workflow.submit(issue=issue, result="已更换", rights=handler)
    workflow.check_pass(issue=issue, rights=cast.rights("head"))
    workflow.accept_result(issue=issue, rights=cast.rights("acceptor"))
    workflow.send_back(issue=issue, reason="没好", rights=cast.rights("ledger"))
    with pytest.raises(RefusedStepError, match="没有等审批的延期申请"):
        workflow.grant_extension(issue=issue, rights=cast.rights("ledger"))
    assert workflow.request_extension(issue=issue, workdays=2, reason="再等两天", rights=handler).is_granted is None


def test_a_draft_says_by_which_day_it_should_be_handed_in(client: Client, cast: Cast) -> None:
    with clock.travel_to(on("2026-11-05")):  # a Thursday
        issue = brought_to(cast, State.DRAFT)
    client.force_login(cast.cadre)
    assert "应在 2026-11-10 以前" in client.get(issue.get_absolute_url()).content.decode()


def test_what_is_raised_again_while_somebody_is_at_it_is_supervised(cast: Cast) -> None:
    rights = cast.rights("ledger")
    in_hand, fresh = brought_to(cast, State.IN_PROGRESS), brought_to(cast, State.OPEN, "食堂油烟")
    for into in (in_hand, in_hand, fresh):
        workflow.merge(issue=brought_to(cast, State.PENDING, "又反映一次"), into=into, rights=rights)
        into.refresh_from_db()
    assert (level(in_hand), level(fresh)) == (SupervisionLevel.ORDINARY, SupervisionLevel.NONE)
    assert in_hand.supervisions.count() == 1
