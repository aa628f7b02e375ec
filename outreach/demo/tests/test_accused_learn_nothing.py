"""Over random enterprises nothing about a case reaches those it accuses, nor anybody but inspectors (S21)."""

import io
import zipfile

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings

from outreach.accounts.models import User
from outreach.demo.tests.worlds import BEFORE, SECRET, Shape, World, build, shapes
from outreach.ledger.models import Issue
from outreach.ledger.queries import similar_open
from outreach.org.models import Role
from outreach.org.scoping import Rights
from outreach.reminders.models import Notice
from petitions.models import Petition
from petitions.panels import record_link, times_held, work_lines

pytestmark = pytest.mark.django_db
PAGES = [
    "/", "/petitions/?view=all", f"/petitions/?q={SECRET}", f"/petitions/?q={BEFORE}", "/ledger/?view=all",
    f"/ledger/?q={BEFORE}", "/ledger/board/", "/ledger/export.xlsx?view=all", "/wallchart/", "/contactpoints/",
    "/notices/", "/admin/", "/admin/petitions/petition/", f"/admin/petitions/petition/?q={SECRET}",
    "/admin/ledger/issue/", f"/admin/ledger/issue/?q={BEFORE}", "/admin/reminders/reminder/",
    "/admin/autocomplete/?app_label=petitions&model_name=petition&field_name=issue&term=",
]  # fmt: skip
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def holds_for(shape: Shape, client: Client, *, most_people: int) -> None:
    """One enterprise: by the queries for everybody, by the pages for at most so many who must not know."""
    with transaction.atomic():
        world = build(shape)
        for number, person in enumerate(world.people):
            knows = number in shape.may_know
            rights = Rights.of(person)
            assert Petition.objects.visible_to(rights).count() == (2 if knows else 0)
            assert Issue.objects.visible_to(rights).filter(pk=world.issue.pk).exists() is knows
            assert knows or tells_nothing(world, rights)
        unknowing = shape.accused_people | ({*range(len(world.people))} - shape.may_know)
        for number in sorted(unknowing, key=lambda number: number not in shape.accused_people)[:most_people]:
            client.force_login(world.people[number])
            pages_tell_nothing(client, world, world.people[number])
        transaction.set_rollback(True)


def tells_nothing(world: World, rights: Rights) -> bool:
    """Counts, hints, notices, lines of work and the record behind an item."""
    day = world.issue.raised_on
    return not (
        similar_open(BEFORE, unit=world.issue.unit, rights=rights)
        or Notice.objects.visible_to(rights).exists()
        or any(SECRET in str(line.title) or BEFORE in str(line.title) for line in work_lines(rights))
        or times_held(day, day)
        or record_link(world.issue.pk, rights)
    )


def pages_tell_nothing(client: Client, world: World, person: User) -> None:
    """Lists, searches, boards, exports and the administration, and addresses that are guessed right."""
    for address in PAGES:
        answer = client.get(address)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        words = unpacked(text) if "xlsx" in address and answer.status_code == 200 else text.decode()
        for secret in (SECRET, BEFORE):
            words = words.replace(f'value="{secret}"', "")
        for known in (SECRET, BEFORE, world.accusation.number, world.appeal.number, world.issue.number):
            assert known not in words, (address, known, person)
    for row in (world.accusation, world.appeal, world.issue):
        assert client.get(row.get_absolute_url()).status_code in {403, 404}
        admin = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}"
        for page in ("change", "history"):
            assert client.get(f"{admin}/{page}/").status_code in {302, 403, 404}


def unpacked(book: bytes) -> str:
    """Every part of a spreadsheet as text."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


#: Head office, a company, its workshop: the head of the company inspects there and is a superuser.
PLAIN = Shape(
    parents=(0, 1),
    posts=(
        ((1, Role.UNIT_HEAD), (0, Role.DISCIPLINE_INSPECTOR), (0, Role.PETITION_OFFICER)),
        ((0, Role.DISCIPLINE_INSPECTOR),),
        ((2, Role.CADRE),),
    ),
    superusers=(True, False, False),
    accused=1,
    named=frozenset(),
)


def test_no_page_tells_the_accused_head(client: Client) -> None:
    assert (PLAIN.accused_people, PLAIN.may_know) == ({0, 2}, {1})
    holds_for(PLAIN, client, most_people=1)


@settings(max_examples=8, deadline=None, suppress_health_check=QUIET, derandomize=True, phases=[Phase.generate])
@given(shape=shapes())
def test_no_question_tells_the_accused(client: Client, shape: Shape) -> None:
    holds_for(shape, client, most_people=0)


@pytest.mark.long
@settings(max_examples=100, deadline=None, suppress_health_check=QUIET)
@given(shape=shapes())
def test_nothing_reaches_the_accused_in_many_enterprises(client: Client, shape: Shape) -> None:
    holds_for(shape, client, most_people=2)
