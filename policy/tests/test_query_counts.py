"""A page asks the database as often for a hundred rows as for three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outreach.org.testing import Cast
from policy.factories import a_document, a_session
from policy.models import QuestionOutcome
from policy.workflow import QuestionDraft

MOST = 12


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def fill(cast: Cast, first: int, last: int) -> list[str]:
    """Documents, sessions about them, and a session with a question; the pages that show them."""
    asked = QuestionDraft(f"{chr(0x4E00 + first * 97)}{chr(0x5E00 + first * 89)}", outcome=QuestionOutcome.TO_LEDGER)
    documents = tuple(a_document(cast, title=f"规定 {number}") for number in range(first, last))
    for number in range(first, last):
        session = a_session(cast, asked if number == first else QuestionDraft("问", "答"), documents=documents)
    pages = [reverse("policy:list"), reverse("policy:sessions"), reverse("policy:session_new")]
    return [*pages, session.get_absolute_url(), documents[0].get_absolute_url()]


@pytest.mark.parametrize("name", ["cadre", "leader"])
def test_pages_ask_the_same_for_many_rows(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.people[name])
    few = [statements(client, url) for url in fill(cast, 0, 3)]
    many = [statements(client, url) for url in fill(cast, 3, 15)]
    assert many == few
    assert max(few) <= MOST, few


def test_library_asks_a_stranger_little(cast: Cast, client: Client) -> None:
    fill(cast, 0, 3)
    assert statements(client, reverse("policy:list")) <= 3
