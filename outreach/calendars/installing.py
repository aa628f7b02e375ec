"""What a new portal starts with: the published years, an estimate of the next, the declared lengths."""

from django.db import connection

from outreach.calendars.limits import limits
from outreach.calendars.models import CalendarDay, CalendarRevision, TimeLimit
from outreach.calendars.published import FIRST_YEAR, LAST_YEAR, STATUTORY, estimated_days, published_days


def install() -> None:
    """Fill empty tables, after every migrate and flush; whatever an administrator edited is left alone."""
    if TimeLimit._meta.db_table not in connection.introspection.table_names():
        return
    limits.install()
    if not CalendarRevision.objects.exists():
        days = [day for year in range(FIRST_YEAR, LAST_YEAR + 1) for day in published_days(year)]
        days += [day for year in STATUTORY if year > LAST_YEAR for day in estimated_days(year)]
        CalendarDay.objects.bulk_create([CalendarDay(**vars(day)) for day in days])
        CalendarRevision.renew()
