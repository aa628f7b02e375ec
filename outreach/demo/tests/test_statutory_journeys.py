"""The law's way of a petition in a real browser: to the final review and beyond, a group at the desk, a suggestion."""

import pytest
from pytest_django.live_server_helper import LiveServer

from outreach.accounts.models import User
from outreach.common import clock
from outreach.demo.tests import statutory, stories
from outreach.demo.tests.browsing import PASSWORD, Chromium
from outreach.org.models import OrgUnit, Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions.factories import CONTACT
from petitions.models import Petition
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
    steps = [("classify", {}), ("accept", {}), ("answer", said), ("archive", {})]
    chromium.run(statutory.at_the_desk, site, "petition", number, *steps)
    chromium.run(stories.follow_by_code, site, code, said["text"])
    idea = Petition.objects.get(number=number)
    assert (idea.is_anonymous, idea.status) == (True, State.ARCHIVED)
    assert CONTACT.name not in str(idea.__dict__)
