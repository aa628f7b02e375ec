"""The false-closure gap: what handlers reported as solved against what an independent look-back found."""

from datetime import timedelta

import pytest
from django.test import Client

from outreach.common import clock
from outreach.dashboard.figures.holding import Holding, holding
from outreach.dashboard.scope import Amount, Scope
from outreach.dashboard.tests.rows import many
from outreach.ledger.models import Issue, LookBack
from outreach.ledger.states import LookBackGround, State
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def looked(cast: Cast, *, true: int, false: int, days_ago: int = 20) -> list[LookBack]:
    """Look-backs with these results, on closed items of all units."""
    issues = [issue for issue in many(cast, 30 * (true + false), seed=true) if issue.status == State.CLOSED]
    at = clock.now() - timedelta(days=days_ago)
    day = clock.day_of(at)
    return LookBack.objects.bulk_create(
        LookBack(
            issue=issue, closing=1, closed_on=day, ground=LookBackGround.LOT, lot=1, share=10, opens_on=day, due_on=day,
            result="true" if place < true else "false", looked_by=cast.ledger, looked_at=at,
        )
        for place, issue in enumerate(issues[: true + false])
    )  # fmt: skip


def rows(client: Client, amount: Amount) -> int:
    page = client.get(amount.url)
    assert page.context["is_understood"]
    return len(page.context["page"].rows)


def figure(cast: Cast, who: str = "leader") -> Holding | None:
    return holding(Scope(cast.rights(who)))


@pytest.mark.parametrize(
    ("true", "false", "gap", "is_reported"), [(7, 3, 30, False), (6, 4, 40, True), (8, 0, 0, False)]
)
def test_gap_is_told_in_points_and_opens_its_rows(
    on_the_day: Cast, client: Client, true: int, false: int, gap: int, is_reported: bool
) -> None:
    looked(on_the_day, true=true, false=false)
    told = figure(on_the_day)
    assert told is not None
    assert (told.gap, told.is_reported) == (gap, is_reported)
    client.force_login(on_the_day.leader)
    shown = (told.share.part, told.share.whole, told.false)
    assert [rows(client, amount) for amount in shown] == [amount.n for amount in shown] == [true, true + false, false]


def test_fewer_than_five_are_hidden(on_the_day: Cast, client: Client) -> None:
    looked(on_the_day, true=2, false=2)
    assert figure(on_the_day) is None
    client.force_login(on_the_day.leader)
    assert "不到 5 件，不显示" in client.get("/wallchart/").content.decode()


def test_a_year_ago_is_over(on_the_day: Cast) -> None:
    looked(on_the_day, true=5, false=5, days_ago=400)
    assert figure(on_the_day) is None


def test_sealed_items_are_in_nobody_elses_figure(on_the_day: Cast) -> None:
    done = looked(on_the_day, true=6, false=4)
    Issue.objects.filter(pk__in=[one.issue_id for one in done if one.result == "false"]).update(is_sealed=True)
    told = figure(on_the_day)
    assert told is not None
    assert (told.share.whole.n, told.gap) == (6, 0)


def test_the_chart_marks_a_gap_that_is_too_wide(on_the_day: Cast, client: Client) -> None:
    looked(on_the_day, true=5, false=5)
    client.force_login(on_the_day.leader)
    text = client.get("/wallchart/").content.decode()
    assert "50 个百分点" in text
    assert "不实 5 件" in text
    assert "偏多" in text
