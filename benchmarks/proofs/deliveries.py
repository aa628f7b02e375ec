"""F1: dispatchers are killed at any moment; every mail arrives, none more often than there were kills."""

import random
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from benchmarks.network import wait_for
from benchmarks.proofs import rows
from benchmarks.proofs.crew import Crew, Work, beside, wait_until
from benchmarks.proofs.mailserver import MailLog, serve
from benchmarks.proofs.verdict import Verdict
from outreach.accounts.models import User
from outreach.common import clock
from outreach.org.models import OrgUnit
from outreach.reminders.delivery import BATCH, dispatch
from outreach.reminders.mails import compose
from outreach.reminders.models import Delivery, DeliveryState, Reminder
from outreach.reminders.planning import plan

DISPATCHERS = 2
CONTROL_ROUNDS = 5


def prove(unit: OrgUnit, people: list[User], kills: int, rng: random.Random) -> Verdict:
    """Plan one mail per person, send them under fire, then do the same with a dispatcher that marks before it sends."""
    rows.write_items(unit, people, [0] * len(people))
    plan()
    planned = Delivery.objects.count()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "taken"
        path.touch()
        server = beside(lambda: serve(settings.EMAIL_PORT, path))
        wait_for(settings.EMAIL_PORT)
        try:
            verdict = _under_fire(planned, MailLog(path), kills, rng)
            lost, control_kills = _control(MailLog(path), path, kills, rng)
        finally:
            server.kill()
    claims = verdict.claims | {"the control loses some": lost > 0, "one mail per person": planned == len(people)}
    figures = f"{verdict.figures}; control (mark, then send): {lost} lost in {control_kills} kills"
    return Verdict("F1 dispatchers killed", claims, figures)


def _under_fire(planned: int, log: MailLog, kills: int, rng: random.Random) -> Verdict:
    begun = time.monotonic()
    crew = _fire(_send_some, planned, log, kills, rng)
    taken = log.taken()
    lost = planned - Delivery.objects.filter(pk__in=list(taken), state=DeliveryState.SENT).count()
    extra = taken.total() - len(taken)
    doubles = _double_records()
    claims = {
        "0 lost": lost == 0,
        "0 double records": doubles == 0,
        "extra mails ≤ kills": extra <= crew.kills,
        "no crash": crew.crashes == 0,
        f"{kills} kills": crew.kills >= kills,
    }
    figures = (
        f"{planned} deliveries, {crew.kills} kills of {DISPATCHERS} dispatchers in {time.monotonic() - begun:.0f} s: "
        f"{lost} lost, {doubles} double records, {extra} mails repeated under the same Message-ID"
    )
    return Verdict("", claims, figures)


def _send_some() -> int:
    return dispatch(limit=BATCH)


def _double_records() -> int:
    """Reminders told twice, and people with two mails for one plan."""
    key = ("issue", "rule", "clock_round", "occurrence", "recipient")
    twice = Reminder.objects.order_by().values(*key).annotate(n=Count("pk")).filter(n__gt=1)
    mails = Delivery.objects.order_by().values("recipient").annotate(n=Count("pk")).filter(n__gt=1)
    return int(twice.count() + mails.count())


def _fire(work: Work, mails: int, log: MailLog, kills: int, rng: random.Random) -> Crew:
    """Kill at random points of the way through ``mails``, then let the rest be sent."""
    moments = sorted(rng.sample(range(max(mails * 95 // 100, kills)), kills))
    with Crew(work, DISPATCHERS, rng) as crew:
        for moment in moments:
            wait_until(lambda moment=moment: log.count() >= moment, seconds=60, every=0.002)  # type: ignore[misc]  # a bound loop variable
            time.sleep(rng.uniform(0, 0.03))
            crew.kill_one()
        wait_until(_nothing_waits, seconds=60 + mails / 20)
        crew.look()
    return crew


def _nothing_waits() -> bool:
    return not Delivery.objects.filter(state__in=[DeliveryState.PENDING, DeliveryState.SENDING]).exists()


def _control(log: MailLog, path: Path, kills: int, rng: random.Random) -> tuple[int, int]:
    """The same harness on the wrong order, again and again until it has lost a mail; it must."""
    killed = 0
    for _round in range(CONTROL_ROUNDS):
        some = list(Delivery.objects.order_by("pk").values_list("pk", flat=True)[: max(200, kills * 10)])
        Delivery.objects.filter(pk__in=some).update(
            state=DeliveryState.PENDING, next_attempt_at=clock.now(), token=None
        )
        log = MailLog(path)
        killed += _fire(_mark_then_send, len(some), log, kills, rng).kills
        lost = len({str(pk) for pk in some} - set(log.taken()))
        if lost:
            return lost, killed
    return 0, killed


def _mark_then_send() -> int:
    """What a dispatcher must not do: between the mark and the mail, a kill loses it."""
    with transaction.atomic():
        mail = Delivery.objects.claimable().select_for_update(skip_locked=True).select_related(None).first()
        if mail is None:
            return 0
        Delivery.objects.filter(pk=mail.pk).update(state=DeliveryState.SENT, sent_at=clock.now())
    message = compose(mail)
    if message is not None:
        message.send()
    return 1
