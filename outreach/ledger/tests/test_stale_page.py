"""Somebody else was faster: the page shows what changed, and nothing typed is lost."""

import pytest
from django.test import Client

from outreach.ledger import workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def test_a_stale_form_shows_the_difference_and_keeps_the_text(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    url = f"{issue.get_absolute_url()}report_progress/"
    client.force_login(cast.handler)
    typed = {"version": client.get(url).context["form"]["version"].value(), "note": "我写了很久的进展"}
    workflow.change_handler(issue=issue, handler=cast.head, reason="临时请假", rights=cast.rights("head"))
    response = client.post(url, typed)
    html = response.content.decode()
    assert response.status_code == 409
    for words in ("我写了很久的进展", "换责任人", "临时请假", "单位负责人甲"):
        assert words in html
    assert not issue.events.filter(step="report_progress").exists()
    again = {**typed, "version": response.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302
    assert issue.events.get(step="report_progress").note == "我写了很久的进展"


def test_when_the_step_is_gone_the_text_is_still_there(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.handler)
    url = f"{issue.get_absolute_url()}write_cause/"
    workflow.keep_long_term(
        issue=issue, reason="分年", review_on=issue.due_on or issue.raised_on, rights=cast.rights("leader")
    )
    workflow.report_progress(issue=issue, note="在做", rights=cast.rights("handler"))
    Issue.objects.filter(pk=issue.pk).update(handler=cast.handler)
    response = client.post(url, {"version": issue.version, "cause": "因为备件"})
    assert response.status_code == 409
    assert "因为备件" in response.content.decode()
    assert len(response.context["changes"]) == 2


def test_the_same_form_sent_twice_is_taken_once(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.handler)
    url = f"{issue.get_absolute_url()}report_progress/"
    data = {"version": issue.version, "note": "一次"}
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 409
    assert issue.events.filter(step="report_progress").count() == 1
