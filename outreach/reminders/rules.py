"""The reminders a new portal starts with; an administrator may change them."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_noop as _

from outreach.reminders.models import DayKind, ReminderRule


@dataclass(frozen=True)
class Default:
    name: str
    offset_days: int
    day_kind: str = DayKind.CALENDAR
    repeat_days: int = 0
    to_head: bool = False


#: 3 workdays before, 1 workday before, on the day; overdue by 1, 3, 7 days, then every 7.
DEFAULTS = (
    Default(_("期限前 3 个工作日"), -3, DayKind.WORKDAY),
    Default(_("期限前 1 个工作日"), -1, DayKind.WORKDAY),
    Default(_("到期当天"), 0),
    Default(_("逾期 1 天"), 1, to_head=True),
    Default(_("逾期 3 天"), 3, to_head=True),
    Default(_("逾期 7 天"), 7, to_head=True),
    Default(_("逾期之后每 7 天"), 14, repeat_days=7, to_head=True),
)


def install_defaults() -> None:
    """Write the defaults into an empty table; a table that somebody edited is left alone."""
    if ReminderRule._meta.db_table not in connection.introspection.table_names():
        return
    if not ReminderRule.objects.exists():
        ReminderRule.objects.bulk_create([ReminderRule(**vars(default)) for default in DEFAULTS])
