"""An administrator edits days and lengths of time, and reads what that did."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from outreach.calendars.limits import limits
from outreach.calendars.models import CalendarDay, TimeLimit
from outreach.calendars.signals import Moved, calendar_changed
from outreach.calendars.workdays import is_estimated, is_workday
from outreach.common import clock
from outreach.org.testing import Cast

LIST = "admin:calendars_calendarday_changelist"
ADD = "admin:calendars_calendarday_add"


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


@pytest.fixture
def many_moved() -> Iterator[None]:
    def recount(**_kwargs: object) -> list[Moved]:
        return [Moved(f"QT-2026-0000{n:02}", date(2026, 12, 1), date(2026, 12, 2)) for n in range(23)]

    calendar_changed.connect(recount)
    yield
    calendar_changed.disconnect(recount)


def test_days_are_listed_by_year_with_their_weekday(admin: Client) -> None:
    response = admin.get(reverse(LIST), {"year": "2026"})
    page = response.content.decode()
    assert "国庆节调休" in page
    assert "星期六" in page
    assert "2027（估算）" in page
    assert response.context["cl"].result_count == 25


@pytest.mark.parametrize("year", ["abc", "99999999999", "-1", "２０２６"])
def test_a_year_that_is_none_is_not_a_crash(admin: Client, year: str) -> None:
    assert admin.get(reverse(LIST), {"year": year}, follow=True).status_code == 200


@pytest.mark.parametrize(("month", "is_warned"), [(10, False), (11, True)])
def test_from_november_the_list_asks_for_the_next_year(admin: Client, month: int, is_warned: bool) -> None:
    with clock.travel_to(datetime(2026, month, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))):
        page = admin.get(reverse(LIST)).content.decode()
    assert ("2027 年的放假安排还没有载入" in page) == is_warned


def test_an_edited_day_counts_at_once_and_lists_what_moved(admin: Client, many_moved: None) -> None:
    form = {"date": "2026-11-25", "name": "停产检修", "source": "集团通知"}
    page = admin.post(reverse(ADD), form, follow=True).content.decode()
    assert not is_workday(date(2026, 11, 25))
    assert "QT-2026-000000：期限由 2026-12-01 改为 2026-12-02" in page
    assert "另有 3 件事项的期限随之调整" in page


def test_a_day_of_an_estimated_year_stays_an_estimate_until_the_year_is_confirmed(admin: Client) -> None:
    admin.post(reverse(ADD), {"date": "2027-02-14", "is_workday": "on", "name": "春节调休"})
    day = CalendarDay.objects.get(date="2027-02-14")
    assert not day.is_published
    assert is_estimated(day.date)
    page = admin.post(reverse(LIST), {"action": "publish", "_selected_action": [day.pk]}, follow=True).content.decode()
    assert "已按正式公布处理：2027" in page
    assert not is_estimated(day.date)


def test_the_same_day_twice_is_refused_beside_the_field(admin: Client) -> None:
    page = admin.post(reverse(ADD), {"date": "2026-10-01", "name": "又一次"})
    assert page.status_code == 200
    assert "日期" in str(page.context["adminform"].form.errors["date"])


def test_deleting_days_counts_at_once(admin: Client) -> None:
    days = CalendarDay.objects.filter(date__in=["2026-10-10", "2026-09-20"])
    form = {"action": "delete_selected", "_selected_action": [day.pk for day in days], "post": "yes"}
    admin.post(reverse(LIST), form)
    assert not is_workday(date(2026, 10, 10))
    assert not is_workday(date(2026, 9, 20))


def test_a_length_of_time_is_changed_within_reason(admin: Client) -> None:
    key = next(iter(limits)).key
    row = TimeLimit.objects.get(key=key)
    url = reverse("admin:calendars_timelimit_change", args=[row.pk])
    admin.post(url, {"days": "9"})
    assert limits.length(key) == 9
    for wrong in ("0", "-1", "99999", "九"):
        assert admin.post(url, {"days": wrong}).context["errors"]
    assert limits.length(key) == 9
    assert str(next(iter(limits)).label) in admin.get(reverse("admin:calendars_timelimit_changelist")).content.decode()
