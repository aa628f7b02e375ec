"""A file of an item is handed out to whoever may see the item, and to nobody else."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from outreach.ledger import workflow
from outreach.ledger.factories import a_paper, brought_to
from outreach.ledger.models import Evidence, Issue
from outreach.ledger.states import State
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(cast: Cast) -> Issue:
    issue = brought_to(cast, State.IN_PROGRESS)
    workflow.add_evidence(issue=issue, attachments=[a_paper()], rights=cast.rights("handler"))
    return issue


def url(issue: Issue) -> str:
    return f"{issue.get_absolute_url()}evidence/{Evidence.objects.get(issue=issue).pk}/"


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("handler", 200),
        ("ledger", 200),
        ("acceptor", 200),
        ("cadre", 200),
        ("outsider", 404),
        ("auditor", 404),
        ("nobody", 404),
    ],
)
def test_the_file_follows_the_sight_of_its_item(
    client: Client, cast: Cast, issue: Issue, person: str, status: int
) -> None:
    client.force_login(cast.people[person])
    for address in (url(issue), f"{url(issue)}thumbnail/"):
        response: Any = client.get(address)
        assert response.status_code == status
        if status == 200:
            assert "已经处理完毕".encode() in b"".join(response.streaming_content)


def test_it_is_not_reached_through_another_item(client: Client, cast: Cast, issue: Issue) -> None:
    other = brought_to(cast, State.OPEN, "别的事")
    client.force_login(cast.ledger)
    borrowed = url(issue).replace(issue.number, other.number)
    assert client.get(borrowed).status_code == 404
    assert client.get(f"{issue.get_absolute_url()}evidence/{10**17}/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, issue: Issue) -> None:
    assert client.get(url(issue)).status_code == 302


def test_a_file_kept_from_an_earlier_try_is_linked_once(client: Client, cast: Cast, issue: Issue) -> None:
    """The same form sent twice brings the same files again."""
    page = f"{issue.get_absolute_url()}add_evidence/"
    client.force_login(cast.handler)
    refused = client.post(page, {"version": "", "stage": "after", "attachments": a_file()})
    kept = refused.context["form"].fields["attachments"].widget.get_context("attachments", None, {})["widget"]["kept"]
    issue.refresh_from_db()
    data = {"version": issue.version, "stage": "after", "attachments-kept": [one["token"] for one in kept]}
    assert client.post(page, data).status_code == 302
    issue.refresh_from_db()
    again = client.post(page, {**data, "version": issue.version})
    assert again.status_code == 409
    assert issue.evidence.count() == 2


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("另一份.txt", "另一份佐证".encode(), content_type="text/plain")
