"""The published workdays of China, and the estimate for a year that is not published yet."""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

FIRST_YEAR, LAST_YEAR = min(holidays).year, max(holidays).year
SOURCE = f"国务院办公厅节假日安排（chinesecalendar {version('chinesecalendar')}）"
ESTIMATE = "按《全国年节及纪念日放假办法》推算，调休未公布"

#: Statutory holidays (2024 revision of the holiday regulation); make-up weekends come with the notice.
STATUTORY = {
    2027: {
        "元旦": [(1, 1)],
        "春节": [(2, 5), (2, 6), (2, 7), (2, 8)],
        "清明节": [(4, 5)],
        "劳动节": [(5, 1), (5, 2)],
        "端午节": [(6, 9)],
        "中秋节": [(9, 15)],
        "国庆节": [(10, 1), (10, 2), (10, 3)],
    }
}
_CHINESE = {holiday.value: holiday.chinese for holiday in Holiday}


@dataclass(frozen=True)
class Day:
    """One exceptional day, in the fields of ``CalendarDay``."""

    date: date
    is_workday: bool
    name: str
    source: str
    is_published: bool


def published_days(year: int) -> list[Day]:
    """The days of a published year that are not what their weekday says; raises ``LookupError`` for any other year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise LookupError(year)
    off = [
        Day(day, False, _CHINESE[name], SOURCE, True)
        for day, name in holidays.items()
        if day.year == year and _is_weekday(day)
    ]
    made_up = [
        Day(day, True, f"{_CHINESE[name]}调休", SOURCE, True) for day, name in workdays.items() if day.year == year
    ]
    return sorted(off + made_up, key=lambda one: one.date)


def estimated_days(year: int) -> list[Day]:
    """The statutory holidays of a year on weekdays; those on a weekend are off on the next workdays (Art. 6)."""
    statutory = [(date(year, month, day), name) for name, days in STATUTORY[year].items() for month, day in days]
    taken = {day for day, _name in statutory}
    found = []
    for day, name in statutory:
        off = day
        while not _is_weekday(off) or (off in taken and off != day):
            off += timedelta(days=1)
        taken.add(off)
        found.append(Day(off, False, name if off == day else f"{name}补休", ESTIMATE, False))
    return sorted(found, key=lambda one: one.date)


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5
