"""Items that ask for reminders, written in bulk."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection

from benchmarks.portal import bulk
from outreach.accounts.models import User
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.models import OrgUnit, Posting, UnitKind
from outreach.org.roles import Role

_COLUMNS = ("number", "source", "title", "description", "unit_id", "raised_on", "status", "lead_unit_id", "handler_id",
            "due_on", "due_soon_on", "clock_round", "created_at")  # fmt: skip


def build_port(people: int) -> tuple[OrgUnit, list[User]]:
    """A unit under a headquarters, both with a head, an officer, and so many handlers."""
    root = OrgUnit.objects.create(name="港口", kind=UnitKind.HEADQUARTERS)
    unit = OrgUnit.objects.create(name="装卸公司", kind=UnitKind.SUBSIDIARY, parent=root)
    for place, name, role in (
        (root, "chief", Role.UNIT_HEAD),
        (unit, "head", Role.UNIT_HEAD),
        (root, "ledger", Role.LEDGER_OFFICER),
    ):
        user = User.objects.create(username=name, full_name=name, email=f"{name}@port.example")
        Posting.objects.create(user=user, unit=place, role=role, since=clock.today() - timedelta(days=900))
    named = [f"handler-{number}" for number in range(people)]
    handlers = [User(username=name, full_name=name, email=f"{name}@port.example") for name in named]
    return unit, User.objects.bulk_create(handlers)


def write_items(unit: OrgUnit, handlers: Iterable[User], days_late: Iterable[int]) -> None:
    """One item per handler, in progress, so many days past its deadline (before it, when negative)."""
    first, now = Issue.objects.count() + 1, clock.now().replace(tzinfo=None)
    rows = (
        (
            f"XC-2026-{number:06d}",
            "fieldvisit",
            f"第 {number} 件",
            "情况",
            unit.pk,
            clock.today(),
            State.IN_PROGRESS.value,
            unit.pk,
            handler.pk,
            clock.today() - timedelta(days=late),
            clock.today(),
            1,
            now,
        )
        for number, (handler, late) in enumerate(zip(handlers, days_late, strict=True), first)
    )
    bulk.insert(Issue, _COLUMNS, rows)


def clear() -> None:
    """Take away items and everything planned for them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_issue, reminders_delivery CASCADE")
