"""Changing the calendar: every change moves the open clocks with it and lists what moved."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from outreach.calendars import workdays
from outreach.calendars.models import CalendarDay, CalendarRevision
from outreach.calendars.published import Day
from outreach.calendars.signals import Moved, calendar_changed, calendar_told


@transaction.atomic
def load_year(year: int, days: Iterable[Day]) -> list[Moved]:
    """Replace everything that is known of a year, an estimate included."""
    CalendarDay.objects.filter(date__year=year).delete()
    CalendarDay.objects.bulk_create([CalendarDay(**vars(day)) for day in days])
    return announce()


@transaction.atomic
def publish_days(days: Iterable[Day]) -> list[Moved]:
    """Put published days in: the estimate of a year gives way as a whole, a published year keeps its other days."""
    days = list(days)
    CalendarDay.objects.filter(date__year__in={day.date.year for day in days}, is_published=False).delete()
    CalendarDay.objects.filter(date__in=[day.date for day in days]).delete()
    CalendarDay.objects.bulk_create([CalendarDay(**vars(day)) for day in days])
    return announce()


@transaction.atomic
def confirm_years(years: Iterable[int]) -> list[Moved]:
    """What was an estimate is now the published arrangement, on an administrator's word."""
    CalendarDay.objects.filter(date__year__in=list(years)).update(is_published=True)
    return announce()


@transaction.atomic
def announce() -> list[Moved]:
    """Tell every process that its copy is old, and every room to count again; call it after editing days.

    The clocks are counted in the same transaction: days and deadlines never disagree.
    """
    CalendarRevision.renew()
    workdays.forget()
    answers: list[tuple[Any, Any]] = calendar_changed.send(sender=CalendarDay)
    moved = [one for _receiver, answer in answers for one in answer]
    calendar_told.send(sender=CalendarDay, moved=len(moved))
    return moved
