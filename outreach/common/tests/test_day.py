"""A day in a list."""

from datetime import UTC, date, datetime

from django.utils.translation import override

from outreach.common.templatetags.ui import day


def test_a_day_is_written_in_the_language_of_the_page_and_told_to_machines() -> None:
    on = date(2026, 12, 1)
    with override("zh-hans"):
        assert day(on, "m-d D") == '<time datetime="2026-12-01">12-01 星期二</time>'
    with override("en"):
        assert day(on, "m-d D") == '<time datetime="2026-12-01">12-01 Tue</time>'


def test_a_moment_is_the_day_that_it_has_here() -> None:
    assert day(datetime(2026, 11, 30, 16, 30, tzinfo=UTC), "m-d") == '<time datetime="2026-12-01">12-01</time>'


def test_no_day_is_nothing() -> None:
    assert day(None, "m-d") == ""
