"""Visits of two years in bulk, and how long the pages over all of them take: the portal's side of a benchmark."""

import json
import random
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks import words
from benchmarks.portal import bulk, enterprise
from benchmarks.portal.rounds import BARE_ITEM, BARE_LIST, Question, bare_side, page, play
from fieldvisits.models import Outcome, Visit, VisitFinding, VisitGram, VisitKind
from outreach.accounts.models import User
from outreach.common import clock
from outreach.contactpoints.models import ContactPoint
from outreach.org.models import OrgUnit, Posting, UnitKind
from outreach.org.roles import Role

INSPECTOR = "inspector"
_VISIT = ("id", "client_uuid", "content_hash", "unit_id", "visited_on", "kind", "author_id", "leader_id",
          "contact_point_id", "people_met", "purpose", "summary", "has_welcome")  # fmt: skip
_FINDING = ("id", "visit_id", "position", "what", "place", "topic", "outcome", "solution")
#: One visit in so many was to a contact point with its leader; one in so many was received with a banner.
_TO_A_POINT, _SLIPS = 10, 50


def fill(rows: int, units: int) -> None:
    call_command("migrate", verbosity=0)
    built = enterprise.build()
    _more_units(built.units, units)
    inspector = User.objects.create(username=INSPECTOR, full_name="纪检人员")
    Posting.objects.create(user=inspector, unit=built.root, role=Role.DISCIPLINE_INSPECTOR, since=enterprise.SINCE)
    rng, today = random.Random(1), clock.today()
    days = sorted(words.raised_on(rng, today) for _ in range(rows))
    bulk.insert(Visit, _VISIT, _visits(rng, days))
    bulk.insert(VisitFinding, _FINDING, _findings(rng, rows))
    _cut_up()
    bulk.analyze()


def _more_units(units: list[OrgUnit], wanted: int) -> None:
    """Shifts under the workshops, until there are as many units as asked for."""
    workshops = [unit for unit in units if unit.kind == UnitKind.WORKSHOP]
    for number in range(wanted - len(units)):
        parent = workshops[number % len(workshops)]
        OrgUnit.objects.create(name=f"{parent.name}第 {number + 1} 轮班", kind=UnitKind.WORKSHOP, parent=parent)


def _visits(rng: random.Random, days: list[date]) -> Iterator[tuple[Any, ...]]:
    units = list(OrgUnit.objects.values_list("pk", flat=True))
    points = list(ContactPoint.objects.values_list("pk", "unit", "leader"))
    author = User.objects.get(username="ledger").pk
    for n, day in enumerate(days, 1):
        point, unit, leader = rng.choice(points) if n % _TO_A_POINT == 0 else (None, rng.choice(units), None)
        _topic, title, facts, _place = words.matter(rng)
        mark = uuid.UUID(int=rng.getrandbits(128), version=4)
        kind = rng.choice(VisitKind.values)
        yield (
            n, mark, f"{n:064x}", unit, day, kind, author, leader, point, rng.randint(1, 12), title, facts,
            n % _SLIPS == 0,
        )  # fmt: skip


def _findings(rng: random.Random, rows: int) -> Iterator[tuple[Any, ...]]:
    for n in range(1, rows + 1):
        topic, title, _facts, place = words.matter(rng)
        solved = n % 2 == 0
        outcome = Outcome.SOLVED_ON_SPOT if solved else Outcome.INFORMATION_ONLY
        yield n, n, 1, title, place, topic, outcome, "当场解决" if solved else ""


def _cut_up() -> None:
    """The pieces of what every visit is about, by the database itself; its index is made once they are there."""
    constraint = VisitGram._meta.constraints[0]
    with connection.schema_editor() as editor:
        editor.remove_constraint(VisitGram, constraint)
    with transaction.atomic(), bulk.unchecked(), connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO fieldvisits_visitgram (gram, visit_id)
            SELECT DISTINCT substr(purpose, at, 2), id
            FROM fieldvisits_visit, generate_series(1, 79) AS at
            WHERE at < length(purpose) AND substr(purpose, at, 2) !~ '\\s'
        """)
    with connection.schema_editor() as editor:
        editor.add_constraint(VisitGram, constraint)


def questions() -> Iterator[Question]:
    """The pages, each by whoever opens it."""
    point = ContactPoint.objects.order_by("pk").first()
    head = Posting.objects.filter(role=Role.UNIT_HEAD).order_by("pk").first()
    newest = Visit.objects.first()
    assert point is not None
    assert head is not None
    assert newest is not None
    for name, who, url, beside in (
        ("visits, the whole enterprise", "ledger", "/fieldvisits/", BARE_LIST),
        ("visits, the head of a unit", head.user.username, "/fieldvisits/", BARE_LIST),
        ("visits, a word of two signs", "ledger", f"/fieldvisits/?q={quote('食堂')}", ""),
        ("visits, a word of four signs", "ledger", f"/fieldvisits/?q={quote('劳动合同')}", ""),
        ("one visit", "ledger", newest.get_absolute_url(), BARE_ITEM),
        ("plan of the quarter", "ledger", "/fieldvisits/plan/", ""),
        ("month", "ledger", "/fieldvisits/plan/month/", ""),
        ("log of a visit", "ledger", "/fieldvisits/new/", ""),
        ("what was promised there", "ledger", f"/fieldvisits/promises/?unit={point.unit_id}", ""),
        ("coverage grid", "ledger", "/coverage/", ""),
        ("coverage, nobody for 90 days", "ledger", "/coverage/?gap=90", ""),
        ("candidate units", "ledger", "/contactpoints/candidates/", ""),
        ("contact point", "leader", point.get_absolute_url(), ""),
        ("sheet to take along", "leader", f"{point.get_absolute_url()}brief/", ""),
        ("conduct, one month", INSPECTOR, "/fieldvisits/conduct/", ""),
    ):
        yield Question(name, page(who, url), beside)


def main(asked: dict[str, Any]) -> None:
    begun = time.monotonic()
    fill(asked["rows"], asked["units"])
    took = time.monotonic() - begun
    print(f"{asked['rows']:,} visits in {asked['units']:,} units, filled in {took:.0f} s", flush=True)
    bare = bare_side(asked["bare"], asked["rows"])
    play(questions(), asked["rounds"], bare)
    bare.close()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
