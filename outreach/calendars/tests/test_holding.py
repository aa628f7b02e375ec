"""Each process holds the calendar once and notices at once when somebody changed it."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.signals import request_finished, request_started
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from outreach.calendars import workdays
from outreach.calendars.clocks import Clock
from outreach.calendars.models import CalendarDay, CalendarRevision
from outreach.calendars.workdays import WorkCalendar
from outreach.calendars.workflow import announce

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)


@pytest.fixture
def a_request() -> Iterator[None]:
    """What Django's ``request_started`` and ``request_finished`` do, without closing the test's database."""
    workdays.open_request()
    yield
    workdays.close_request()


def test_looking_again_costs_one_query_that_brings_no_row(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    held = WorkCalendar.current()
    with django_assert_num_queries(1):
        assert WorkCalendar.current() is held


def test_a_changed_calendar_comes_with_the_same_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    CalendarRevision.renew()
    with django_assert_num_queries(1):
        assert WorkCalendar.current().is_workday(date(2026, 10, 10))


def test_a_request_looks_once_however_many_rows_it_shows(
    a_request: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        for length in range(1, 51):
            clock = Clock.workdays("限期整改", DAY, length, start_label="交办")
            assert str(clock.words_left(DAY)) == f"还剩 {length} 个工作日"
            assert clock.lines()


def test_an_edited_day_is_noticed() -> None:
    assert workdays.is_workday(DAY)
    day = CalendarDay.objects.create(date=DAY, is_workday=False, name="停产检修", is_published=True)
    assert not workdays.is_workday(DAY)
    day.is_workday = True
    day.save()
    assert workdays.is_workday(DAY)
    day.is_workday = False
    day.save()
    day.delete()
    assert workdays.is_workday(DAY)


def test_another_process_is_noticed() -> None:
    """Whatever another process does ends in rows and another revision."""
    assert workdays.is_workday(DAY)
    CalendarDay.objects.bulk_create([CalendarDay(date=DAY, is_workday=False, name="停产检修")])
    CalendarRevision.objects.update(number=5)
    assert not workdays.is_workday(DAY)


def test_a_change_within_a_request_is_seen_by_the_same_request(a_request: None) -> None:
    assert workdays.is_workday(DAY)
    CalendarDay.objects.create(date=DAY, is_workday=False, name="停产检修")
    announce()
    assert not workdays.is_workday(DAY)


def test_what_was_rolled_back_is_forgotten() -> None:
    with transaction.atomic():
        CalendarDay.objects.create(date=DAY, is_workday=False, name="停产检修")
        assert not workdays.is_workday(DAY)
        transaction.set_rollback(True)
    assert workdays.is_workday(DAY)


def test_an_emptied_calendar_goes_by_the_weekdays() -> None:
    assert not workdays.is_workday(date(2026, 10, 1))
    CalendarDay.objects.all().delete()
    announce()
    assert workdays.is_workday(date(2026, 10, 1))
    assert not workdays.is_workday(date(2026, 10, 10))
    assert workdays.is_estimated(date(2026, 10, 1))


def test_the_requests_of_django_open_and_close_it() -> None:
    assert workdays.open_request in [connected() for _key, connected, *_more in request_started.receivers]
    assert workdays.close_request in [connected() for _key, connected, *_more in request_finished.receivers]
