"""A posting that ends by itself is told of before, listed until it was handed over, and handed over like any other."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from outreach.accounts.models import User
from outreach.common import clock
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.lapsing import lapsing
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from outreach.reminders.models import Notice
from outreach.reminders.tasks import tell_of_lapsing

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(cast: Cast) -> Issue:
    """In the hands of the handler of East."""
    return brought_to(cast, State.IN_PROGRESS, "吊具检修")


@pytest.fixture
def successor(cast: Cast) -> User:
    user = User.objects.create(username="successor", full_name="接手人")
    Posting.objects.create(user=user, unit=cast.east, role=Role.HANDLER)
    return user


def ends(cast: Cast, name: str, on: date) -> Posting:
    Posting.objects.filter(user=cast.people[name]).update(until=on)
    return Posting.objects.get(user=cast.people[name])


def days(count: int) -> date:
    return clock.today() + timedelta(days=count)


@pytest.mark.usefixtures("issue")
@pytest.mark.parametrize(
    ("count", "is_told"), [(15, False), (14, True), (0, True), (-1, True), (-90, True), (-91, False)]
)
def test_it_is_told_two_weeks_before_and_until_three_months_after(cast: Cast, count: int, is_told: bool) -> None:
    posting = ends(cast, "handler", days(count))
    assert lapsing() == ([posting] if is_told else [])


def test_nothing_in_hand_is_nothing_to_tell_and_an_empty_desk_is(cast: Cast) -> None:
    ends(cast, "handler", days(3))
    desk = ends(cast, "petition", days(3))
    assert lapsing() == [desk]
    other = User.objects.create(username="petition2", full_name="另一名信访专员")
    Posting.objects.create(user=other, unit=cast.group, role=Role.PETITION_OFFICER)
    assert lapsing() == []


def test_who_serves_and_who_keeps_postings_are_told_once_and_again_when_the_day_moves(cast: Cast, issue: Issue) -> None:
    ends(cast, "handler", days(3))
    for _round in range(2):
        tell_of_lapsing()
    told = sorted(Notice.objects.filter(kind="posting_lapses").values_list("user__username", flat=True))
    assert told == ["handler", "security"]
    ends(cast, "handler", days(9))
    tell_of_lapsing()
    assert Notice.objects.filter(kind="posting_lapses").count() == 4
    client = Client()
    client.force_login(cast.security)
    page = client.get(reverse("notices")).content.decode()
    assert "任职快要到期" in page
    assert issue.title not in page


@pytest.fixture
def security(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.security)
    return client


def test_what_lapsed_is_listed_for_the_office_and_handed_over(
    cast: Cast, issue: Issue, successor: User, security: Client
) -> None:
    posting = ends(cast, "handler", days(-2))
    page = security.get(reverse("admin:org_posting_changelist"), {"lapsing": "yes"}).content.decode()
    assert str(cast.handler) in page
    assert reverse("org:end", args=[posting.pk]) in page
    assert issue.title not in page
    answer = security.post(reverse("org:end", args=[posting.pk]), {f"ledger-{cast.east.pk}": successor.pk})
    assert answer.status_code == 302
    issue.refresh_from_db()
    posting.refresh_from_db()
    assert (issue.handler, posting.until) == (successor, days(-2)), "it keeps its last day"
    assert lapsing() == []
