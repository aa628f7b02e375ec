"""With JavaScript a file goes ahead of its form, checked and counted as if it came with it."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from outreach.attachments import quota, tickets
from outreach.attachments.models import Attachment
from outreach.attachments.pending import attachments_of
from outreach.attachments.tests import making
from outreach.attachments.tests.making import upload
from outreach.attachments.tickets import Ticket
from outreach.door.gates import Deed
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def send(client: Client, ticket: Ticket | str, *files: Any) -> tuple[int, dict[str, Any]]:
    text = ticket if isinstance(ticket, str) else tickets.issue(ticket)
    response = client.post("/uploads/", {"ticket": text, "file": list(files)})
    return response.status_code, response.json()


def strangers(max_bytes: int = 1_000_000) -> Ticket:
    return Ticket("letter", None, max_bytes)


def test_a_file_that_passed_gives_a_mark_for_its_form_only(client: Client) -> None:
    status, answer = send(client, strangers(), upload("../工资条.pdf", making.PDF))
    assert (status, answer["name"]) == (200, "工资条.pdf")
    [kept] = attachments_of([answer["mark"]], purpose="letter", uploaded_by_id=None)
    assert kept == Attachment.objects.get()
    assert not attachments_of([answer["mark"]], purpose="other", uploaded_by_id=None)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("a.exe", b"MZ", "不收这种"), ("a.pdf", b"%PDF-" + bytes(1_000_000), "最多"), ("a.txt", b"", "空")],
)
def test_a_file_that_is_not_taken_says_why(client: Client, name: str, content: bytes, words: str) -> None:
    _status, answer = send(client, strangers(), upload(name, content))
    assert words in answer["error"]
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "é", "x" * 5000])
def test_a_forged_ticket_takes_nothing(client: Client, ticket: str) -> None:
    assert send(client, ticket, upload("a.pdf", making.PDF))[0] == 400
    assert not Attachment.objects.exists()


def test_a_ticket_of_somebody_else_takes_nothing(cast: Cast, client: Client) -> None:
    ticket = Ticket("evidence", cast.handler.pk, 1_000_000)
    assert send(client, ticket, upload("a.pdf", making.PDF))[0] == 400
    client.force_login(cast.cadre)
    assert send(client, ticket, upload("a.pdf", making.PDF))[0] == 400
    client.force_login(cast.handler)
    assert send(client, ticket, upload("a.pdf", making.PDF))[0] == 200
    assert Attachment.objects.get().uploaded_by == cast.handler


def test_a_strangers_file_carries_no_name_even_when_somebody_is_signed_in(cast: Cast, client: Client) -> None:
    client.force_login(cast.cadre)
    send(client, strangers(), upload("a.pdf", making.PDF))
    assert Attachment.objects.get().uploaded_by is None


def test_one_file_at_a_time(client: Client) -> None:
    assert send(client, strangers())[0] == 400
    assert send(client, strangers(), upload("a.pdf", making.PDF), upload("b.pdf", making.PDF))[0] == 400


def test_more_than_usual_waits_for_the_form_and_its_question(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.attachments.views.UPLOADED", Deed(quota.UPLOADED.name, 2, 2))
    for number in range(2):
        assert "mark" in send(client, strangers(), upload("a.txt", f"{number}".encode()))[1]
    assert send(client, strangers(), upload("a.txt", b"3"))[1] == {"later": True}


def test_when_there_is_no_room_the_form_says_so(client: Client, settings: Settings) -> None:
    settings.PUBLIC_UPLOAD_MB_PER_HOUR = 1
    assert "mark" in send(client, strangers(), upload("a.txt", b"1"))[1]
    assert send(client, strangers(), upload("a.txt", b"2"))[1] == {"later": True}


def test_a_page_elsewhere_cannot_send_files(client: Client) -> None:
    guarded = Client(enforce_csrf_checks=True)
    sent = {"ticket": tickets.issue(strangers()), "file": upload("a.pdf", making.PDF)}
    assert guarded.post("/uploads/", sent).status_code == 403
