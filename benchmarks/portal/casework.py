"""Petitions of two years in bulk, and how long their hint and figures take: the portal's side of a benchmark."""

import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import override

from benchmarks import words
from benchmarks.portal import bulk, enterprise
from benchmarks.portal.rounds import BARE_ITEM, BARE_LIST, Question, bare_side, browser, opened, page, play
from outreach.accounts.models import User
from outreach.common import clock
from outreach.documents.files import template_bytes
from outreach.documents.filling import fill as filled
from outreach.documents.kinds import DocumentKind, kinds
from outreach.documents.printing import as_pdf
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from petitions import vault
from petitions.figures import BY_KEY, MISSED, Period, Place, behind
from petitions.identities import known_of
from petitions.listing import NEWEST, PAGE_SIZE
from petitions.models import CountedCase, Petition, PetitionerIdentity, PetitionEvent, PetitionGram
from petitions.queries import find_by_code
from petitions.repeats import repeats_of
from petitions.states import Arrival, Kind, State
from petitions.tallies import count

#: One unit has a fifth of all petitions, one phone in twenty is used again, one in ten is a letter, one in 500 is
#: sponsored.
_BUSY, _PHONES, _LETTERS, _SPONSORED = 5, 20, 10, 500
OFFICER = "petition"
_PETITION = ("id", "number", "kind", "kind_stated", "title", "facts", "unit_id", "status", "received_at", "code_hash",
             "form_token", "content_hash", "arrival", "due_on")  # fmt: skip
_COUNTED = ("petition_id", "unit_id", "kind", "arrival", "received_on", "notice_due_on", "notified_on", "accepted_on",
            "reply_due_on", "replied_on", "attitude", "speed", "result", "is_repeat", "sponsored_on")  # fmt: skip


def fill(rows: int) -> None:
    call_command("migrate", verbosity=0)
    built = enterprise.build()
    officer = User.objects.create(username=OFFICER, full_name="信访专员")
    Posting.objects.create(user=officer, unit=built.root, role=Role.PETITION_OFFICER, since=enterprise.SINCE)
    units = [unit.pk for unit in built.units]
    rng = random.Random(1)
    today = clock.today()
    days = sorted(words.raised_on(rng, today) for _ in range(rows))  # they lie in the order in which they came
    made = [(n, rng.choice(units) if n % _BUSY else units[-1], day) for n, day in enumerate(days, 1)]
    bulk.insert(Petition, _PETITION, (_petition(rng, *one) for one in made))
    bulk.insert(CountedCase, _COUNTED, (_counted(rng, *one) for one in made))
    phones = ((f"{n:032x}", n, "1", b"", f"{rng.randrange(rows - rows // _PHONES):064x}") for n, _unit, _day in made)
    bulk.insert(PetitionerIdentity, ("id", "petition_id", "key_version", "sealed", "phone_index"), phones)
    _cut_up()
    bulk.analyze()


def _petition(rng: random.Random, n: int, unit: int, day: date) -> tuple[Any, ...]:
    _topic, title, facts, _place = words.matter(rng)
    status = State.REGISTERED if (clock.today() - day).days < _PHONES else State.ARCHIVED
    due_on = day + timedelta(days=15) if status == State.REGISTERED else None
    marks = (*((f"{n:064x}",) * 3), Arrival.WEB if n % _LETTERS else Arrival.LETTER, due_on)
    return (
        n,
        f"XFJ-{day.year}-{n:07d}",
        Kind.APPEAL,
        Kind.APPEAL,
        title,
        facts,
        unit,
        status,
        clock.start_of(day),
        *marks,
    )


def _counted(rng: random.Random, n: int, unit: int, day: date) -> tuple[Any, ...]:
    told = day + timedelta(days=rng.randint(1, 18))
    replied = told + timedelta(days=rng.randint(5, 70))
    is_replied = replied < clock.today()
    judged = [rng.randint(1, 3) for _ in range(3)] if is_replied and rng.random() < 0.5 else [None] * 3
    days = (day, day + timedelta(days=15), told, told, told + timedelta(days=60), replied if is_replied else None)
    later = (rng.random() < 0.1, None if n % _SPONSORED else told)
    return (n, unit, Kind.APPEAL, rng.choice(list(Arrival)), *days, *judged, *later)


def _cut_up() -> None:
    """The pieces of all titles, by the database itself: indexes are made once they are there."""
    index = PetitionGram._meta.indexes[0]
    with connection.schema_editor() as editor:
        editor.remove_index(PetitionGram, index)
    with transaction.atomic(), bulk.unchecked(), connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO petitions_petitiongram (petition_id, gram, unit_id, received_on)
            SELECT DISTINCT id, substr(title, at, 2), unit_id, (received_at AT TIME ZONE 'Asia/Shanghai')::date
            FROM petitions_petition, generate_series(1, 79) AS at
            WHERE at < length(title) AND substr(title, at, 2) !~ '\\s'
        """)
    with connection.schema_editor() as editor:
        editor.add_index(PetitionGram, index)


def questions() -> Iterator[Question]:
    """What is asked."""
    rights = Rights.of(User.objects.get(username=OFFICER))
    today = clock.today()
    busy = Petition.objects.values_list("unit", flat=True).get(pk=_BUSY)
    waiting = Petition.objects.filter(status=State.REGISTERED).select_related("unit", "referred_to", "inspecting_unit")
    known = {True: list(waiting.filter(unit=busy)[:200]), False: list(waiting.exclude(unit=busy)[:200])}
    year = Period((today - timedelta(days=364)).replace(day=1), today)
    yield from _pages(known)
    for name, is_busy in (("repeat hint", False), ("repeat hint, the busiest unit", True)):
        yield Question(name, lambda n, cases=known[is_busy]: _hint(cases[n % len(cases)], rights))  # type: ignore[misc]  # bound
    periods = {"one month": Period(today.replace(day=1), today), "one year": year,
               "two years": Period(today - timedelta(days=729), today)}  # fmt: skip
    for name, period in periods.items():
        yield Question(f"figures, {name}", lambda _n, period=period: count(rights, period, Place()), most=5)  # type: ignore[misc]  # bound
    for name, key in (("rows behind a figure", "replied"), ("rows behind a rare figure", "sponsored")):
        yield Question(name, lambda _n, key=key: _rows(rights, key, year))  # type: ignore[misc]  # bound
    yield Question("a document as PDF", lambda n, papers=list(kinds): _printed(papers[n % len(papers)]))  # type: ignore[misc]  # bound


def _rows(rights: Rights, key: str, period: Period) -> object:
    """The first page of what did not reach a figure, the newest first."""
    missed = behind(rights, BY_KEY[key], MISSED, period, Place()).for_list()
    return list(missed.order_by(f"-{NEWEST.field}", "-pk")[: PAGE_SIZE + 1])


def _pages(known: dict[bool, list[Petition]]) -> Iterator[Question]:
    """Whole pages through every layer but the network: the inbox, a case, and the query page of whoever has a code."""
    yield Question("officer's inbox", page(OFFICER, "/petitions/"), BARE_LIST)
    yield Question("officer's overdue list", page(OFFICER, "/petitions/?view=overdue"), BARE_LIST)
    cases = known[True]
    pages = [page(OFFICER, case.get_absolute_url()) for case in cases[:20]]
    yield Question("a case", lambda n: pages[n % len(pages)](n), BARE_ITEM)
    code = vault.new_code()
    Petition.objects.filter(pk=cases[0].pk).update(code_hash=vault.code_hash(code))
    PetitionEvent.objects.get_or_create(petition=cases[0], step="register", after=State.REGISTERED, version=0)
    yield Question("finding a petition by its code", lambda _n: find_by_code(code))
    visitor = browser()
    visitor.post("/petitions/track/", visitor.get("/petitions/track/").hidden | {"code": code})
    yield Question("query page", partial(opened, visitor, "/petitions/track/"), BARE_ITEM)


def _printed(kind: DocumentKind) -> bytes:
    """One kind after the other, with the words of its example, from Word to the last byte of the PDF."""
    with override("zh-hans"):
        return as_pdf(filled(template_bytes(kind, None), kind.example, title=str(kind.label)))


def _hint(petition: Petition, rights: Rights) -> object:
    return repeats_of(petition, known_of(petition, rights), rights)


def main(asked: dict[str, Any]) -> None:
    begun = time.monotonic()
    fill(asked["rows"])
    print(f"{asked['rows']:,} petitions, filled in {time.monotonic() - begun:.0f} s", flush=True)
    bare = bare_side(asked["bare"], asked["rows"])
    chosen = (one for one in questions() if one.name.startswith(tuple(asked["only"])))
    play(chosen, asked["rounds"], bare)
    bare.close()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
