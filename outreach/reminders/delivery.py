"""Sending what was planned: claim with a lease, send, mark with the token of the claim.

A dispatcher killed at any moment loses nothing: its claims run out and another one sends them,
with the same Message-ID. Mails repeat at most once per kill or lost reply, and never without one.
"""

import random
import smtplib
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from outreach.common import clock
from outreach.reminders.mails import compose
from outreach.reminders.models import Delivery, DeliveryState

#: Minutes until the next try after each failure; after the last one the mail is dead.
BACK_OFF = (1, 5, 15, 60, 240, 720, 1440)
BATCH = 20


def dispatch(limit: int = 2000) -> int:
    """Send what is due, batch by batch; returns how many mails the server took."""
    sent = 0
    for _round in range(0, limit, BATCH):
        batch = claim(BATCH)
        if not batch:
            break
        sent += _send_all(batch)
    return sent


@transaction.atomic
def claim(most: int) -> list[Delivery]:
    """Take up to ``most`` mails for the length of a lease, committed before any network call."""
    waiting = Delivery.objects.claimable().order_by("next_attempt_at", "pk").select_for_update(skip_locked=True)
    ids = [mail.pk for mail in waiting[:most]]
    token = uuid.uuid4()
    Delivery.objects.filter(pk__in=ids).update(
        state=DeliveryState.SENDING, lease_until=clock.now() + lease(), token=token
    )
    return list(Delivery.objects.filter(pk__in=ids, token=token).select_related("recipient"))


def lease() -> timedelta:
    """How long a claimed mail belongs to whoever claimed it."""
    return timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)


def requeue(mail: Delivery) -> bool:
    """Try a dead mail again; False when it is not dead."""
    return bool(
        Delivery.objects.filter(pk=mail.pk, state=DeliveryState.DEAD).update(
            state=DeliveryState.PENDING, next_attempt_at=clock.now(), attempts=0, error=""
        )
    )


def _send_all(batch: list[Delivery]) -> int:
    """Send a batch over one connection; a refused mail does not hold up the next.

    When the server is so slow that half the lease is gone, the rest is given back: a mail sent by
    somebody whose lease is running out would be sent again by whoever takes it over.
    """
    connection = get_connection()
    last_start = clock.now() + lease() / 2
    sent = 0
    try:
        for mail in batch:
            if clock.now() > last_start:
                _mark(mail, state=DeliveryState.PENDING)
            else:
                sent += _send(mail, connection)
    finally:
        connection.close()
    return sent


def _send(mail: Delivery, connection: BaseEmailBackend) -> bool:
    message = compose(mail)
    if message is None:
        _mark(mail, state=DeliveryState.CANCELLED)
        return False
    error = _hand_over(message, connection)
    if error is None:
        _mark(mail, state=DeliveryState.SENT, sent_at=clock.now(), error="")
        return True
    _fail(mail, error)
    return False


def _hand_over(message: EmailMessage, connection: BaseEmailBackend) -> Exception | None:
    """Give the message to the mail server; the reason when it was not taken."""
    try:
        connection.send_messages([message])
    except (smtplib.SMTPException, OSError, ValueError) as error:  # ValueError: an address no mail can carry
        connection.close()
        return error
    return None


def _fail(mail: Delivery, error: Exception) -> None:
    """Later again, or dead: at once when a server said never (5xx) or none could, else when the tries are used up."""
    attempts = mail.attempts + 1
    is_final = _refused_for_good(error) or attempts > len(BACK_OFF)
    if is_final:
        _mark(mail, state=DeliveryState.DEAD, attempts=attempts, error=_words(mail, error))
        return
    minutes = BACK_OFF[attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries, guards nothing
    _mark(
        mail,
        state=DeliveryState.PENDING,
        attempts=attempts,
        next_attempt_at=clock.now() + timedelta(minutes=minutes),
        error=_words(mail, error),
    )


def _words(mail: Delivery, error: Exception) -> str:
    """What the server said; of a letter only the sort of failure, for servers repeat the address they refuse."""
    return type(error).__name__ if mail.recipient_id is None else str(error)[:300]


def _refused_for_good(error: Exception) -> bool:
    if isinstance(error, ValueError):
        return True
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def _mark(mail: Delivery, **changes: object) -> None:
    """Write the outcome unless somebody else has claimed the mail meanwhile (fencing)."""
    mine = Delivery.objects.filter(pk=mail.pk, token=mail.token, state=DeliveryState.SENDING)
    mine.update(lease_until=None, **changes)
