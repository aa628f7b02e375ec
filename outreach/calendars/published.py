"""The published workdays of China, and the estimate for a year that is not published yet."""

from dataclasses import dataclass
from datetime import date

from chinese_calendar import constants

FIRST_YEAR, LAST_YEAR = 2004, 2026
SOURCE = "国务院办公厅节假日安排（chinesecalendar 1.11.0）"
ESTIMATE = "按《全国年节及纪念日放假办法》推算，调休未公布"

#: Statutory holidays of 2027 (2024 revision of the holiday regulation); make-up weekends come with the notice.
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


@dataclass(frozen=True)
class Day:
    """One exceptional day, in the fields of ``CalendarDay``."""

    date: date
    is_workday: bool
    name: str
    source: str
    is_published: bool


def published_days(year: int) -> list[Day]:
    """The exceptional days of a published year; raises ``LookupError`` for any other year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise LookupError(year)
    off = {day: holiday.chinese for day, holiday in constants.holidays.items() if day.year == year}
    made_up = {day: holiday.chinese for day, holiday in constants.workdays.items() if day.year == year}
    return [Day(day, False, name, SOURCE, True) for day, name in sorted(off.items())] + [
        Day(day, True, f"{name}调休", SOURCE, True) for day, name in sorted(made_up.items())
    ]


def estimated_days(year: int) -> list[Day]:
    """The statutory holidays of a year without its make-up weekends."""
    return [
        Day(date(year, month, day), False, name, ESTIMATE, False)
        for name, days in STATUTORY.get(year, {}).items()
        for month, day in days
    ]
