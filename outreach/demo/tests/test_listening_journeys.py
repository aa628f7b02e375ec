"""Investigations and policy sessions in a real browser: what was heard becomes an item of the ledger."""

from datetime import timedelta

import pytest
from pytest_django.live_server_helper import LiveServer

from outreach.common import clock
from outreach.demo.tests import listening
from outreach.demo.tests.browsing import Chromium
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.testing import Cast
from policy.factories import a_document
from policy.models import SessionQuestion
from surveys.models import Record, RecordFinding

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize(
        "where",
        [
            pytest.param("embedded", marks=pytest.mark.embedded),
            pytest.param("services", marks=pytest.mark.services),
        ],
    ),
]


def test_what_a_forum_found_becomes_an_item(
    where: str, chromium: Chromium, live_server: LiveServer, people: Cast
) -> None:
    site = live_server.url
    chromium.run(listening.hold_a_forum, site, clock.today() + timedelta(days=30))
    forum = Record.objects.get()
    assert (forum.method, forum.people_count, forum.unit) == ("forum", 12, people.quay)
    found, noted = RecordFinding.objects.order_by("pk")
    item = Issue.objects.get()
    assert (item.source, item.title, item.status) == ("survey", listening.FINDING, State.PENDING)
    assert (item.unit, item.author, found.issue, noted.issue) == (people.quay, people.cadre, item, None)
    chromium.run(listening.follow_to_its_source, site, item.number, "“报了两回都说在走流程。”")


def test_what_was_asked_at_a_session_becomes_an_item(
    where: str, chromium: Chromium, live_server: LiveServer, people: Cast
) -> None:
    site, document = live_server.url, a_document(people)
    chromium.run(listening.tell_a_policy, site)
    answered, open_ended = SessionQuestion.objects.order_by("pk")
    assert list(answered.session.documents.all()) == [document]
    item = Issue.objects.get()
    assert (item.source, item.title, item.status) == ("policy", listening.QUESTION, State.PENDING)
    assert (item.unit, item.author) == (people.quay, people.cadre)
    assert (answered.answer, answered.issue, open_ended.issue) == ("六月到九月，随工资发", None, item)
    chromium.run(listening.follow_to_its_source, site, item.number, listening.POLICY, "26")
