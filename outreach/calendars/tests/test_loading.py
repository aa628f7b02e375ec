"""Years come in whole or not at all, and whoever loads them reads which deadlines moved."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from outreach.calendars.installing import install
from outreach.calendars.models import CalendarDay, CalendarRevision
from outreach.calendars.signals import Moved, calendar_changed
from outreach.calendars.workdays import WorkCalendar, is_estimated, is_workday
from outreach.calendars.workflow import confirm_years, load_year

pytestmark = pytest.mark.django_db
MOVED = Moved("XF-2026-000001 食堂", date(2027, 2, 11), date(2027, 2, 18), "/ledger/XF-2026-000001/")
GOOD = "date,is_workday,name\n2027-02-05,0,春节\n2027-02-14,1,春节调休\n"


@pytest.fixture
def a_room_above() -> Iterator[list[WorkCalendar]]:
    """Somebody whose deadline moves; sees the calendar as it is when told."""
    seen: list[WorkCalendar] = []

    def recount(**_kwargs: object) -> list[Moved]:
        seen.append(WorkCalendar.current())
        return [MOVED]

    calendar_changed.connect(recount)
    yield seen
    calendar_changed.disconnect(recount)


def load(what: object) -> str:
    out = StringIO()
    call_command("load_calendar", str(what), stdout=out)
    return out.getvalue()


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "2027.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_new_portal_knows_2004_to_2026_and_estimates_2027() -> None:
    calendar = WorkCalendar.current()
    assert all(calendar.is_published(year) for year in range(2004, 2027))
    assert is_estimated(date(2027, 6, 9))
    assert not is_workday(date(2027, 6, 9))
    assert is_workday(date(2026, 10, 10))


def test_starting_again_leaves_an_edited_calendar_alone() -> None:
    CalendarDay.objects.get(date="2026-10-10").delete()
    install()
    assert not CalendarDay.objects.filter(date="2026-10-10").exists()


def test_an_emptied_database_is_filled_again() -> None:
    CalendarDay.objects.all().delete()
    CalendarRevision.objects.all().delete()
    install()
    assert is_workday(date(2026, 10, 10))


def test_a_year_of_the_package_replaces_what_was_edited() -> None:
    CalendarDay.objects.filter(date="2026-10-10").update(is_workday=False)
    CalendarDay.objects.create(date="2026-03-03", is_workday=False, name="误录")
    assert "2026 年：载入 25 天" in load(2026)
    assert is_workday(date(2026, 3, 3))
    assert is_workday(date(2026, 10, 10))


@pytest.mark.parametrize("year", ["2027", "2003", "0000", "9999"])
def test_a_year_that_the_package_does_not_hold_is_an_error(year: str) -> None:
    with pytest.raises(CommandError, match=f"{int(year)} 年不在已装的 chinesecalendar 里"):
        load(year)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_published_year_replaces_its_estimate(tmp_path: Path, encoding: str) -> None:
    assert "2027 年：载入 2 天" in load(written(tmp_path, GOOD, encoding))
    assert not is_estimated(date(2027, 2, 5))
    assert is_workday(date(2027, 2, 14))
    assert is_workday(date(2027, 6, 9))  # it was only an estimate
    assert CalendarDay.objects.get(date="2027-02-14").source == "2027.csv"


def test_a_file_for_a_published_year_keeps_its_other_days(tmp_path: Path) -> None:
    load(written(tmp_path, "date,is_workday,name\n2026-09-03,否,临时放假\n2026-10-10,0,取消调休\n"))
    assert not is_workday(date(2026, 9, 3))
    assert not is_workday(date(2026, 10, 10))
    assert is_workday(date(2026, 9, 20))


def test_every_bad_row_is_named_and_nothing_is_loaded(tmp_path: Path) -> None:
    rows = ["2027-02-05,0,春节", "2027-02-30,0,春节", "2027-02-06,maybe,春节", "2027-02-07,0", "1027-02-08,0,春节"]
    rows += ["2027-02-09,0," + "长" * 41, "", "2027-02-05,1,再来"]
    with pytest.raises(CommandError) as refused:
        load(written(tmp_path, "date,is_workday,name\n" + "\n".join(rows)))
    said = str(refused.value)
    assert [f"第 {line} 行" in said for line in range(2, 10)] == [False, True, True, True, True, True, False, False]
    assert "2027-02-05 出现了不止一次" in said
    assert is_estimated(date(2027, 2, 5))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"date,is_workday,name\n",
        b"day,worked\n1,2\n",
        b"\xb4\xba\xbd\xda",
        b'date,is_workday,name\n2027-01-01,0,"x',
        b"date,is_workday,name\n2027-01-01\x00,0,x\n",
    ],
)
def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    before = CalendarDay.objects.count()
    with pytest.raises(CommandError, match="没有载入任何一天"):
        load(path)
    assert CalendarDay.objects.count() == before


def test_control_characters_in_a_name_are_cleaned(tmp_path: Path) -> None:
    load(written(tmp_path, "date,is_workday,name\n2027-01-01,0,元\x00\x0b旦\r\n"))
    assert CalendarDay.objects.get(date="2027-01-01").name == "元旦"


@pytest.mark.parametrize("what", ["missing.csv", "20266", "-1", ".", "２０２６"])
def test_what_is_neither_year_nor_file_is_refused(what: str) -> None:
    with pytest.raises(CommandError):
        load(f"--{what}" if what == "-1" else what)


def test_what_moved_is_listed(a_room_above: list[WorkCalendar], tmp_path: Path) -> None:
    said = load(written(tmp_path, GOOD))
    assert "1 个期限随之调整" in said
    assert "XF-2026-000001 食堂  2027-02-11 → 2027-02-18  /ledger/XF-2026-000001/" in said
    assert a_room_above[0].is_workday(date(2027, 2, 14))


def test_rooms_above_count_once_per_load(a_room_above: list[WorkCalendar]) -> None:
    assert load_year(2027, []) == [MOVED]
    assert len(a_room_above) == 1


def test_an_estimate_becomes_published_on_an_administrators_word(a_room_above: list[WorkCalendar]) -> None:
    assert confirm_years([2027]) == [MOVED]
    assert not is_estimated(date(2027, 6, 9))
    assert a_room_above[0].is_published(2027)
