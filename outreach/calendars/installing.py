"""What a new portal starts with: the published years, an estimate of the next, the declared lengths."""

from django.db import connection

from outreach.calendars.limits import limits
from outreach.calendars.models import CalendarDay, CalendarRevision, TimeLimit
from outreach.calendars.published import FIRST_YEAR, LAST_YEAR, STATUTORY, estimated_days, published_days


def install() -> None:
    """Fill empty tables; whatever an administrator edited is left alone. Does nothing before the tables exist."""
    if TimeLimit._meta.db_table not in connection.introspection.table_names():
        return
    limits.install()
    if not CalendarDay.objects.exists():
        days = [day for year in range(FIRST_YEAR, LAST_YEAR + 1) for day in published_days(year)]
        days += [day for year in STATUTORY for day in estimated_days(year)]
        CalendarDay.objects.bulk_create([CalendarDay(**vars(day)) for day in days])
        revision, _made = CalendarRevision.objects.get_or_create(pk=1)
        revision.number += 1
        revision.save()
