"""Files are scanned behind the scenes where there is a scanner; what is infected is never handed out."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from outreach.accounts.sessions import SessionStore
from outreach.attachments.models import Attachment, ScanResult
from outreach.attachments.pipeline import store
from outreach.attachments.scanning import scan_waiting
from outreach.attachments.serving import respond
from outreach.attachments.tests import clamd, making
from outreach.attachments.tests.clamd import EICAR
from outreach.attachments.tests.making import upload

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["socket file", "port"])
def scanner(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[list[bytes]]:
    with clamd.listening(tmp_path / "clamd.ctl" if request.param == "socket file" else None) as (url, read):
        settings.CLAMD_URL = url
        yield read


@pytest.fixture
def port_scanner(settings: Settings) -> Iterator[list[bytes]]:
    with clamd.listening() as (url, read):
        settings.CLAMD_URL = url
        yield read


def infected_pdf() -> bytes:
    return making.PDF.replace(b"%%EOF", EICAR + b"\n%%EOF")


def ask() -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.visitor = SessionStore()  # type: ignore[attr-defined]  # as its middleware
    return request


def result_of(attachment: Attachment) -> str:
    attachment.refresh_from_db()
    return attachment.scan_result


def status_of(attachment: Attachment) -> int:
    response: Any = respond(attachment, ask())
    for close in response._resource_closers:  # the whole of response.close() would end the connection of the test
        close()
    return int(response.status_code)


def test_a_file_is_read_whole_and_its_result_noted(scanner: list[bytes]) -> None:
    clean, bad = store(upload("a.pdf", making.PDF)), store(upload("b.pdf", infected_pdf()))
    assert clean.scan_result == ScanResult.NOT_SCANNED
    done = scan_waiting()
    assert (done.clean, done.infected) == (1, 1)
    assert scanner == [making.PDF, infected_pdf()]
    assert (result_of(clean), result_of(bad)) == ("clean", "infected")
    assert bad.scan_found == "Eicar-Test-Signature"
    assert bad.scanned_at is not None
    assert scan_waiting().clean == 0, "nothing is left to scan"


def test_an_infected_file_is_told_about_and_never_handed_out(port_scanner: list[bytes]) -> None:
    bad = store(upload("工资条.pdf", infected_pdf()))
    assert status_of(bad) == 200
    scan_waiting()
    bad.refresh_from_db()
    for options in ({}, {"inline": True}, {"thumbnail": True}):
        response = respond(bad, ask(), **options)
        assert response.status_code == 403
        page = b"".join(response).decode()
        assert "查出病毒" in page
        assert "EICAR" not in page


def test_taking_in_never_asks_the_scanner(settings: Settings) -> None:
    settings.CLAMD_URL = "unix:///nowhere/clamd.ctl"
    assert store(upload("a.pdf", making.PDF)).scan_result == ScanResult.NOT_SCANNED


@pytest.mark.parametrize("url", ["", "unix:///nowhere/clamd.ctl", "tcp://127.0.0.1:1", "nonsense"])
def test_without_a_scanner_files_stay_not_scanned_and_are_served(settings: Settings, url: str) -> None:
    settings.CLAMD_URL = url
    waiting = store(upload("a.pdf", making.PDF))
    scan_waiting()
    assert result_of(waiting) == "not_scanned"
    assert status_of(waiting) == 200


def test_a_scanner_that_hangs_up_is_asked_again_later(settings: Settings) -> None:
    waiting = store(upload("a.pdf", making.PDF))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        settings_seconds = pytest.MonkeyPatch()
        settings_seconds.setattr("outreach.attachments.scanning.SECONDS", 0.2)
        scan_waiting()
        settings_seconds.undo()
    assert result_of(waiting) == "not_scanned"


def test_a_file_too_large_for_the_scanner_holds_up_nobody(port_scanner: list[bytes]) -> None:
    large = store(upload("a.pdf", b"%PDF-" + bytes(clamd.LARGEST) + b"%%EOF"))
    small = store(upload("b.pdf", making.PDF))
    assert scan_waiting().clean == 1
    assert (result_of(large), result_of(small)) == ("not_scanned", "clean")


def test_a_file_lost_from_the_disk_holds_up_nobody(port_scanner: list[bytes]) -> None:
    lost, small = store(upload("a.pdf", making.PDF)), store(upload("b.txt", b"text"))
    lost.file.storage.delete(str(lost.file.name))
    assert scan_waiting().clean == 1
    assert result_of(small) == "clean"


def test_new_signatures_are_tried_on_every_file_again(
    port_scanner: list[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    old = store(upload("a.pdf", infected_pdf()))
    Attachment.objects.update(scan_result=ScanResult.CLEAN)
    call_command("scan_attachments")
    assert result_of(old) == "clean"
    call_command("scan_attachments", "--again")
    assert result_of(old) == "infected"
    assert "带毒 1 个" in capsys.readouterr().out


def test_the_command_says_when_there_is_no_scanner() -> None:
    with pytest.raises(CommandError, match="CLAMD_URL"):
        call_command("scan_attachments")


@pytest.mark.parametrize(("result", "words"), [("not_scanned", "未查毒"), ("clean", "已查毒"), ("infected", "带毒")])
def test_the_state_is_said_beside_the_file(result: str, words: str) -> None:
    attachment = store(upload("a.pdf", making.PDF))
    attachment.scan_result = result
    assert words in render_to_string("attachments/_scan.html", {"attachment": attachment})
