"""Changing the calendar: every change moves the open clocks with it and lists what moved."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from outreach.calendars.models import CalendarDay, CalendarRevision
from outreach.calendars.published import Day
from outreach.calendars.signals import Moved, calendar_changed


@transaction.atomic
def load_year(year: int, days: Iterable[Day]) -> list[Moved]:
    """Replace what is known of a year, an estimate included."""
    CalendarDay.objects.filter(date__year=year).delete()
    CalendarDay.objects.bulk_create([CalendarDay(**vars(day)) for day in days])
    return announce()


@transaction.atomic
def announce() -> list[Moved]:
    """Tell every process that its copy is old, and every room to count again; call it after editing days."""
    revision, _made = CalendarRevision.objects.get_or_create(pk=1)
    CalendarRevision.objects.filter(pk=revision.pk).update(number=F("number") + 1)
    answers = calendar_changed.send(sender=CalendarDay)
    return [moved for _receiver, answer in answers for moved in answer]
