"""The whole way of an e-mail wish over a real SMTP server: asked for, confirmed, told of news, ended by the mail."""

import email
import email.policy
import re
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import Client
from pytest_django.fixtures import Settings

from outreach.org.testing import Cast
from outreach.reminders import delivery
from petitions import workflow
from petitions.factories import hand_in
from petitions.models import MailWish, Petition
from petitions.states import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ADDRESS = "zq92wangchao@example.org"


class Mailbox:
    """Keeps what it takes."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd
        content = envelope.content
        assert isinstance(content, bytes)
        taken = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(taken, EmailMessage)
        self.taken.append(taken)
        return "250 OK"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


def link_in(mail: EmailMessage, act: str) -> str:
    found = re.search(rf"/petitions/mails/{act}/\S+", mail.get_content())
    assert found, mail.get_content()
    return found[0]


def test_from_the_public_form_to_the_last_mail(cast: Cast, client: Client, mailbox: Mailbox) -> None:
    client.cookies["django_language"] = "en"
    hand_in(client, mailbox=ADDRESS)
    delivery.dispatch()
    [asking] = mailbox.taken
    assert (asking["To"], asking["Subject"]) == (ADDRESS, "Please confirm that you want notices here")
    petition, rights = Petition.objects.get(), cast.rights("petition")
    petition = workflow.classify(petition=petition, kind=Kind.APPEAL, unit=cast.quay, rights=rights)
    petition = workflow.accept(petition=petition, rights=rights)
    delivery.dispatch()
    assert len(mailbox.taken) == 1, "nothing is told before somebody says yes"
    Client().post(link_in(asking, "confirm"))
    asked = workflow.Question("哪几天？", "要核对")
    petition = workflow.ask_question(petition=petition, question=asked, rights=rights)
    delivery.dispatch()
    news = mailbox.taken[1]
    assert petition.number in news["Subject"]
    assert "哪几天" not in news.get_content()
    Client().post(link_in(news, "end"))
    assert not MailWish.objects.exists()
    workflow.ask_question(petition=petition, question=asked, rights=rights)
    delivery.dispatch()
    assert len(mailbox.taken) == 2
