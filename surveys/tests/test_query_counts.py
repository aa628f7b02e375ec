"""A page asks the database as often for a hundred rows as for three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outreach.org.testing import Cast
from surveys.factories import a_record, an_investigation
from surveys.workflow import FindingDraft

MOST = 12


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def fill(cast: Cast, first: int, last: int) -> str:
    """One investigation with many records, among many."""
    story = an_investigation(cast, title=f"课题 {first}")
    for number in range(first, last):
        an_investigation(cast, title=f"课题 {number}")
        a_record(cast, FindingDraft(f"{chr(0x4E00 + number * 97)}{chr(0x5E00 + number * 89)}"), investigation=story)
    return story.get_absolute_url()


@pytest.mark.parametrize("name", ["cadre", "leader"])
def test_list_and_story_ask_the_same_for_many_rows(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.people[name])
    few = fill(cast, 0, 3)
    counted = (statements(client, reverse("surveys:list")), statements(client, few))
    many = fill(cast, 3, 20)
    assert (statements(client, reverse("surveys:list")), statements(client, many)) == counted
    assert max(counted) <= MOST, counted
