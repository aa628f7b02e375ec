"""F3: Redis is killed, then silent, then back: nobody at the web notices, and reminders are one round late at most."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import connections

from benchmarks.network import free_port, wait_for
from benchmarks.proofs import rows
from benchmarks.proofs.brokers import running_redis, silent_redis
from benchmarks.proofs.crew import wait_until
from benchmarks.proofs.verdict import Verdict
from benchmarks.visitors import Load, knock, sign_in
from deploy import groups
from deploy.__main__ import background, web
from outreach.accounts.models import User
from outreach.ledger.models import Issue
from outreach.org.models import OrgUnit
from outreach.reminders.models import Heartbeat, Reminder
from petitions.models import Petition

SLOWER = 1.0
WARMING = 4
#: How long the round itself may take on a busy machine.
ROUND_SECONDS = 3.0
#: How long somebody waits who publishes from a request to a Redis that does not answer.
PATIENCE = 5.0
PASSWORD = "only-here-and-now"  # noqa: S105 - of an account in a database that is dropped
_PUBLISH = "import django; django.setup(); from outreach.reminders.tasks import tick; tick.delay()"


def prove(unit: OrgUnit, person: User, requests: int) -> Verdict:
    """Petitions and ledger items go in all the while; one item falls due while Redis is away."""
    clerk = User.objects.get(username="ledger")
    clerk.set_password(PASSWORD)
    clerk.save()
    port, redis_port = free_port(), free_port()
    site, redis_url = f"http://127.0.0.1:{port}", f"redis://127.0.0.1:{redis_port}/0"
    with ExitStack() as stack:
        with running_redis(redis_port):
            stack.enter_context(_portal(port, redis_url))
            officer = sign_in(site, clerk.username, PASSWORD)
            knock(site, officer, unit.pk, WARMING)  # the first requests of a process load templates
            usual = knock(site, officer, unit.pk, requests)
            assert wait_until(lambda: Heartbeat.objects.filter(loop="tick").exists(), 60), "no round came"
        gone = knock(site, officer, unit.pk, requests)
        rows.write_items(unit, [person], [0])
        with silent_redis(redis_port):
            dumb = knock(site, officer, unit.pk, requests)
            is_blocked = _publishing_blocks(redis_url)
        with running_redis(redis_port):
            late = _seconds_until_reminded(person)
    phases = {"usual": usual, "Redis killed": gone, "Redis silent": dumb}
    taken = Petition.objects.count() + Issue.objects.exclude(handler=person).count()
    return _verdict(phases, taken, WARMING * 2 + requests * len(phases) * 2, late, is_blocked)


def _verdict(phases: dict[str, Load], taken: int, handed_in: int, late: float, is_blocked: bool) -> Verdict:
    usual, *others = phases.values()
    errors = [error for load in phases.values() for error in load.errors]
    slowest = max(load.slowest for load in others)
    claims = {
        f"0 errors {errors[:2] or ''}".strip(): not errors,
        "nothing lost": taken == handed_in,
        "no request > 1 s slower": slowest <= usual.slowest + SLOWER,
        "one round late at most": late <= settings.TICK_SECONDS + ROUND_SECONDS,
        "the control is blocked": is_blocked,
    }
    times = ", ".join(f"{name} {load.slowest:.2f} s" for name, load in phases.items())
    figures = (
        f"{sum(len(load.seconds) for load in phases.values())} requests, {len(errors)} errors, {taken} of {handed_in} "
        f"records kept; slowest request: {times}; reminders {late:.1f} s after Redis is back (a round is "
        f"{settings.TICK_SECONDS:.0f} s); control (publish from a request): blocked "
        f"{'more than' if is_blocked else 'less than'} {PATIENCE:.0f} s"
    )
    return Verdict("F3 Redis gone", claims, figures)


@contextmanager
def _portal(port: int, redis_url: str) -> Iterator[None]:
    """Web server, worker and scheduler as ``make run`` starts them."""
    environment = os.environ | {"REDIS_URL": redis_url, "PYTHONUNBUFFERED": "1"}
    commands = [web("127.0.0.1", port), *background(has_redis=True).values()]
    connections.close_all()
    with tempfile.TemporaryFile() as spoken:
        members = [
            subprocess.Popen(command, env=environment, stdout=spoken, stderr=spoken, process_group=0)
            for command in commands
        ]
        try:
            wait_for(port)
            yield
        except Exception:
            spoken.seek(0)
            sys.stderr.write(spoken.read().decode(errors="replace"))
            raise
        finally:
            groups.end([member.pid for member in members], reap=lambda: [member.poll() for member in members], grace=3)


def _publishing_blocks(redis_url: str) -> bool:
    """The control: what a request would suffer if it rang the bell itself."""
    try:
        environment = os.environ | {"REDIS_URL": redis_url}
        subprocess.run(
            [sys.executable, "-c", _PUBLISH], env=environment, timeout=PATIENCE, capture_output=True, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return False


def _seconds_until_reminded(person: User) -> float:
    begun = time.monotonic()
    wait_until(lambda: Reminder.objects.filter(recipient=person).exists(), seconds=60)
    return time.monotonic() - begun
