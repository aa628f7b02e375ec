"""Mails leave at least once, carry one Message-ID, and say nothing that is no longer true."""

import asyncio
import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

from outreach.common import clock
from outreach.ledger import workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.models import Posting
from outreach.org.testing import Cast
from outreach.reminders import delivery
from outreach.reminders.models import Delivery, DeliveryState, Heartbeat
from outreach.reminders.planning import plan
from outreach.reminders.ticking import is_ticking, tick


class Postbox:
    """A real SMTP server that keeps what it takes, and answers as it is told."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.seconds = 0.0
        self.taken: list[Message] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd
        await asyncio.sleep(self.seconds)
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.taken.append(message_from_bytes(envelope.content))
        return self.answer


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box
    controller.stop()


@pytest.fixture
def late(cast: Cast) -> Issue:
    """An item that is a day late, with its reminders planned."""
    with clock.travel_to(clock.now() - timedelta(days=30)):
        issue = brought_to(cast, State.IN_PROGRESS, "起升钢丝绳断丝", workdays=3)
    plan()
    return issue


def test_a_real_server_receives_one_digest_with_number_deadline_and_link(postbox: Postbox, late: Issue) -> None:
    assert delivery.dispatch() == 2
    to_handler = next(mail for mail in postbox.taken if mail["To"] == "handler@port.example")
    body = to_handler.get_payload(decode=True).decode()  # type: ignore[union-attr]  # text mails are not multipart
    assert late.number in body
    assert str(late.due_on) in body
    assert f"/ledger/{late.number}/" in body
    assert late.title not in body, "what somebody complained of does not travel by mail"
    assert delivery.dispatch() == 0


def test_the_message_id_stays_the_same_over_every_try(postbox: Postbox, late: Issue) -> None:
    postbox.answer = "451 try later"
    assert delivery.dispatch() == 0
    postbox.answer = "250 OK"
    with clock.travel_to(clock.now() + timedelta(minutes=2)):
        assert delivery.dispatch() == 2
    assert {mail["Message-ID"] for mail in postbox.taken} == {f"<{one.pk}@outreach>" for one in Delivery.objects.all()}


def test_later_tries_wait_longer_and_the_last_one_gives_up(postbox: Postbox, late: Issue) -> None:
    postbox.answer = "451 try later"
    moment, waits = clock.now(), []
    for _attempt in range(len(delivery.BACK_OFF) + 1):
        with clock.travel_to(moment):
            delivery.dispatch()
        mail = Delivery.objects.get(recipient__username="handler")
        waits.append((mail.next_attempt_at - moment).total_seconds() / 60)
        moment = mail.next_attempt_at + timedelta(seconds=1)
    for minutes, waited in zip(delivery.BACK_OFF, waits[:-1], strict=True):
        assert 0.8 * minutes <= waited <= 1.2 * minutes
    assert (mail.state, mail.attempts) == (DeliveryState.DEAD, len(delivery.BACK_OFF) + 1)
    assert "try later" in mail.error


def test_a_final_refusal_is_dead_at_once_and_can_be_sent_again(postbox: Postbox, late: Issue) -> None:
    postbox.answer = "550 no such user"
    delivery.dispatch()
    dead = Delivery.objects.get(recipient__username="handler")
    assert dead.state == DeliveryState.DEAD
    postbox.answer = "250 OK"
    assert delivery.dispatch() == 0
    assert delivery.requeue(dead)
    assert not delivery.requeue(Delivery(pk=dead.pk, state="sent"))
    assert delivery.dispatch() == 1


def test_a_server_that_is_down_loses_nothing(settings: Settings, late: Issue) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens on the discard port
    assert delivery.dispatch() == 0
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.PENDING}


def test_a_mail_about_something_finished_is_not_sent(postbox: Postbox, cast: Cast, late: Issue) -> None:
    handler = cast.rights("leader")
    workflow.keep_long_term(issue=late, reason="长期", review_on=clock.today() + timedelta(days=30), rights=handler)
    assert delivery.dispatch() == 0
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.CANCELLED}


def test_a_mail_to_somebody_who_may_no_longer_see_it_is_not_sent(postbox: Postbox, cast: Cast, late: Issue) -> None:
    Posting.objects.filter(user=cast.head).delete()
    delivery.dispatch()
    assert [mail["To"] for mail in postbox.taken] == ["handler@port.example"]


def test_two_dispatchers_never_claim_the_same_mail(late: Issue) -> None:
    first, second = delivery.claim(1), delivery.claim(10)
    assert {mail.pk for mail in first} & {mail.pk for mail in second} == set()
    assert len(first) + len(second) == 2


def test_a_claim_that_ran_out_is_taken_over_and_its_holder_can_no_longer_mark_it(postbox: Postbox, late: Issue) -> None:
    """The first dispatcher slept through its lease; its late word must not overwrite the second one's."""
    slow = delivery.claim(10)
    later = clock.now() + delivery.lease() + timedelta(seconds=1)
    with clock.travel_to(later):
        assert delivery.dispatch() == 2
    delivery._fail(slow[0], smtplib.SMTPServerDisconnected("gone"))
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}


def test_a_slow_mail_server_gets_no_mail_from_somebody_whose_lease_is_running_out(
    postbox: Postbox, late: Issue, settings: Settings
) -> None:
    postbox.seconds, settings.DELIVERY_LEASE_SECONDS = 1.0, 1.5
    batch = delivery.claim(10)
    assert delivery._send_all(batch) == 1
    assert sorted(Delivery.objects.values_list("state", flat=True)) == [DeliveryState.PENDING, DeliveryState.SENT]
    postbox.seconds = 0.0
    assert delivery.dispatch() == 1
    assert len({mail["Message-ID"] for mail in postbox.taken}) == len(postbox.taken) == 2


def test_a_round_leaves_a_heartbeat_and_silence_is_noticed(late: Issue) -> None:
    assert not is_ticking()
    tick()
    assert is_ticking()
    assert Heartbeat.objects.filter(loop="tick").count() == 1
    with clock.travel_to(clock.now() + timedelta(minutes=11)):
        assert not is_ticking()
