"""The law's way of a petition in a real browser: to the final review, a group, a suggestion, a leader's reception."""

from datetime import timedelta

import pytest
from pytest_django.live_server_helper import LiveServer

from outreach.accounts.models import User
from outreach.calendars.models import CalendarDay
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.demo.tests import receiving, statutory, stories
from outreach.demo.tests.browsing import PASSWORD, Chromium
from outreach.ledger.models import Issue
from outreach.ledger.states import State as IssueState
from outreach.org.models import OrgUnit, Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions.factories import CONTACT
from petitions.models import Petition, ReceptionSlot
from petitions.states import State

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize(
        "where",
        [pytest.param("embedded", marks=pytest.mark.embedded), pytest.param("services", marks=pytest.mark.services)],
    ),
]


def officer(name: str, unit: OrgUnit) -> User:
    """One more petition officer, with a desk of their own."""
    person = User.objects.create_user(name, password=PASSWORD, full_name=f"信访专员{name[-1]}")
    Posting.objects.create(user=person, unit=unit, role=Role.PETITION_OFFICER, since=clock.today())
    return person


def test_an_appeal_goes_to_the_final_review_and_is_not_taken_again(
    where: str, chromium: Chromium, live_server: LiveServer, people: Cast, picture: bytes
) -> None:
    """Extended, answered, reviewed by the unit above, by the one above that; then the same matter is refused."""
    site = live_server.url
    officer("reviewer2", people.east)
    officer("reviewer3", people.group)
    code, number = chromium.run(stories.raise_a_matter, site, picture)
    begun = [("classify", {}), ("accept", {}), ("ask_extension", {"days": 15, "reason": statutory.WHY_LONGER})]
    chromium.run(statutory.at_the_desk, site, "petition", number, *begun)
    chromium.run(statutory.at_the_desk, site, "leader", number, ("grant_extension", {}))
    chromium.run(stories.follow_by_code, site, code, statutory.WHY_LONGER)
    reply = {"unit": "固机车间", **statutory.REPLY, "outcome": "not_support"}
    answered = [("issue_opinion", reply), ("deliver", {"way": "in_person"})]
    chromium.run(statutory.at_the_desk, site, "petition", number, *answered)
    for name, step in (("reviewer2", "decide_review"), ("reviewer3", "decide_final")):
        chromium.run(statutory.ask_higher, site, code, "出车记录和排班表对不上，请再核。")
        decided = [(step, statutory.REVIEWED), ("deliver_review", {"way": "in_person"})]
        chromium.run(statutory.at_the_desk, site, name, number, *decided)
    chromium.run(stories.follow_by_code, site, code, statutory.REVIEWED["opinion"])
    assert Petition.objects.get(number=number).status == State.FINAL_DECIDED
    again, repeated = chromium.run(stories.raise_a_matter, site, picture)
    refused = [("classify", {}), ("refuse_repeat", {"earlier": number, "note": statutory.NOT_AGAIN})]
    chromium.run(statutory.at_the_desk, site, "petition", repeated, *refused)
    chromium.run(stories.follow_by_code, site, again, statutory.NOT_AGAIN)
    assert Petition.objects.get(number=repeated).repeat_of == Petition.objects.get(number=number)


def test_a_group_at_the_desk_and_an_idea_without_a_name(
    where: str, chromium: Chromium, live_server: LiveServer, people: Cast
) -> None:
    site = live_server.url
    code, number = chromium.run(statutory.enter_a_group, site)
    group = Petition.objects.get(number=number)
    assert (group.people_count, group.unit, group.arrival) == (8, people.quay, "visit")
    chromium.run(stories.follow_by_code, site, code, statutory.GROUP)
    code, number = chromium.run(statutory.suggest, site)
    said = {"text": "采纳，下月起夜里留一个灶。"}
    steps = [("classify", {}), ("accept", {}), ("answer", said), ("archive", {"note": "匿名建议，已答复。"})]
    chromium.run(statutory.at_the_desk, site, "petition", number, *steps)
    chromium.run(stories.follow_by_code, site, code, said["text"])
    idea = Petition.objects.get(number=number)
    assert (idea.is_anonymous, idea.status) == (True, State.ARCHIVED)
    assert CONTACT.name not in str(idea.__dict__)


def test_a_reception_moved_by_a_holiday_and_what_was_promised_there_is_kept(
    where: str, chromium: Chromium, live_server: LiveServer, people: Cast, picture: bytes
) -> None:
    """Booked for today; a holiday moves it, the corrected calendar brings it back; its promise goes to its close."""
    site, today = live_server.url, clock.today()
    days = {"defaults": {"is_workday": True, "name": "调休上班"}}
    key = CalendarDay.objects.update_or_create(date=today, **days)[0].pk
    following = WorkCalendar.current().next_workday_on_or_after(today + timedelta(days=1))
    chromium.run(receiving.plan, site, today)
    code, number = chromium.run(stories.raise_a_matter, site, picture)
    chromium.run(receiving.book, site, code)
    for is_workday, name, day in ((False, "厂庆放假", following), (True, "调休上班", today)):
        told = day.isoformat()
        chromium.run(receiving.edit_the_calendar, site, key, is_workday=is_workday, name=name, moved=told)
        chromium.run(stories.follow_by_code, site, code, told, f"请在 {receiving.AT} 前到")
        assert ReceptionSlot.objects.get().day.held_on == day
    chromium.run(statutory.at_the_desk, site, "petition", number, ("classify", {}), ("accept", {}))
    record = chromium.run(receiving.write_it_down, site, today + timedelta(days=20))
    chromium.run(stories.follow_by_code, site, code, receiving.PROMISE)
    item = chromium.run(receiving.make_an_item, site, record)
    chromium.run(stories.enter_and_assign, site, item)
    chromium.run(receiving.bring_to_its_close, site, item, picture)
    assert Issue.objects.get(number=item).status == IssueState.CLOSED
    chromium.run(stories.follow_by_code, site, code, f"{today} 已兑现")
    chromium.run(receiving.owes_nothing, site, record)
