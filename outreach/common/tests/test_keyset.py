"""Paging by key visits every row once, whatever the order, the size and the direction."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.common.keyset import Cursor, Order, page_of
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db

DUE = Order("due_on", is_nullable=True)
ORDERS = [
    DUE,
    Order("due_on", is_descending=True, is_nullable=True),
    Order("created_at", is_descending=True),
    Order("number"),
]


def make(cast: Cast, days: list[int | None]) -> set[int]:
    Issue.objects.all().delete()
    first = date(2026, 11, 1)
    rows = [
        Issue(
            number=f"QT-2026-{n:06}",
            source="other",
            title="x",
            unit=cast.quay,
            status=State.IN_PROGRESS,
            due_on=None if day is None else first + timedelta(days=day),
        )
        for n, day in enumerate(days)
    ]
    return {row.pk for row in Issue.objects.bulk_create(rows)}


@pytest.mark.long
@given(days=st.lists(st.none() | st.integers(0, 4), max_size=14), size=st.integers(1, 5), order=st.sampled_from(ORDERS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_walking_forward_and_back_visits_every_row_once(
    cast: Cast, days: list[int | None], size: int, order: Order
) -> None:
    every = make(cast, days)
    pages, after = [], ""
    while True:
        page = page_of(Issue.objects.all(), order, size=size, after=after)
        pages.append([row.pk for row in page.rows])
        after = page.after
        if not after:
            break
    forward = [pk for rows in pages for pk in rows]
    assert len(forward) == len(every)
    assert set(forward) == every
    back: list[int] = []
    before = page.before
    while before:
        page = page_of(Issue.objects.all(), order, size=size, before=before)
        back = [row.pk for row in page.rows] + back
        before = page.before
    assert back + pages[-1] == forward


def test_rows_without_a_value_come_last(cast: Cast) -> None:
    make(cast, [None, 3, 1, None])
    rows = page_of(Issue.objects.all(), DUE, size=10).rows
    assert [row.due_on is None for row in rows] == [False, False, True, True]


@pytest.mark.parametrize(
    "broken", ["~", "x", "2026-13-40~1", "2026-11-01~-1", "2026-11-01~1e9", "\x00~1", f"2026-11-01~{'9' * 30}", "~٣"]
)
def test_a_broken_place_shows_the_first_page(cast: Cast, broken: str) -> None:
    make(cast, [1, 2])
    assert len(page_of(Issue.objects.all(), DUE, size=10, after=broken).rows) == 2
    assert Cursor.read(broken, Issue, DUE) is None


@pytest.mark.parametrize(
    "broken",
    [
        "0001-01-01~1",
        "0001-01-01T00:00:00~1",
        "0001-01-01T00:00:00+14:00~1",
        "9999-12-31T23:59:59-12:00~1",
        "2026-11-01T08:00:00~1",
    ],
)
def test_a_moment_that_no_time_zone_can_reckon_with_shows_the_first_page(cast: Cast, broken: str) -> None:
    make(cast, [1, 2])
    newest = Order("created_at", is_descending=True)
    assert len(page_of(Issue.objects.all(), newest, size=10, after=broken).rows) == 2
    assert len(page_of(Issue.objects.all(), newest, size=10, before=broken).rows) == 2


def test_a_row_that_left_the_list_still_marks_a_place(cast: Cast) -> None:
    make(cast, [1, 2, 3])
    gone = Issue.objects.order_by("due_on")[1]
    rest = Issue.objects.exclude(pk=gone.pk)
    assert [row.due_on for row in page_of(rest, DUE, size=1, after=Cursor.of(gone, DUE)).rows] == [date(2026, 11, 4)]
