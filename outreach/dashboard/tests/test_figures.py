"""Every figure of the wall chart equals a naive recount, and opens a list with exactly as many rows."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse

from fieldvisits.forms.findings import FindingSearchForm
from fieldvisits.models import Visit, VisitFinding
from outreach.common import clock
from outreach.contactpoints.models import ContactPoint
from outreach.dashboard import figures as chart
from outreach.dashboard.figures import Figures
from outreach.dashboard.figures.flow import satisfaction
from outreach.dashboard.scope import Amount, Scope
from outreach.dashboard.tests.rows import NOW, TODAY, is_active, is_late, is_soon, many
from outreach.ledger.listing import Listing
from outreach.ledger.models import Issue, Measure, Rating
from outreach.ledger.sources import sources
from outreach.ledger.states import RUNNING, State, Topic
from outreach.org.scoping import Rights
from outreach.org.testing import Cast

QUARTER = date(2026, 10, 1)


@pytest.fixture
def issues(on_the_day: Cast, points: list[ContactPoint]) -> list[Issue]:
    many(on_the_day, 300)
    return list(Issue.objects.select_related("unit", "lead_unit"))


@pytest.fixture
def figures(on_the_day: Cast, issues: list[Issue]) -> Figures:
    return chart.gather(Scope(on_the_day.rights("leader")))


def opened(amount: Amount, rights: Rights) -> int:
    """How many rows the list behind a figure has: items, or for what was solved at once the findings of visits."""
    link = urlsplit(amount.url)
    if link.path == reverse("fieldvisits:findings"):
        found = VisitFinding.objects.filter(visit__in=Visit.objects.visible_to(rights).order_by().values("pk"))
        return FindingSearchForm(QueryDict(link.query)).narrow(found).count()
    listing = Listing.of_query(link.query, rights)
    assert listing.is_understood, amount.url
    return listing.issues.count()


def amounts(figures: Figures) -> Iterator[Amount]:
    """Every figure on the chart that opens a list."""
    now = figures.standing
    yield from (now.active, now.late, now.late_carded, now.soon, now.due_today, figures.entered_this_year)
    yield from (one.amount for one in now.states)
    yield from (topic.amount for topic in figures.topics)
    for week in figures.weeks:
        yield from (week.entered, week.closed)
    for share in (figures.on_time, *figures.front_line):
        yield from (amount for amount in (share.part, share.whole) if amount.url)
    for row in figures.points:
        yield from (row.amount, *(cell.amount for cell in row.cells))


def day_of(issue: Issue, field: str) -> date | None:
    moment = getattr(issue, field)
    return clock.day_of(moment) if moment else None


def count_between(issues: list[Issue], field: str, first: date, last: date) -> int:
    return sum(1 for issue in issues if (day := day_of(issue, field)) and first <= day <= last)


@pytest.mark.long
@pytest.mark.parametrize("name", ["leader", "head", "outsider"])
def test_every_figure_opens_a_list_with_that_many_rows(on_the_day: Cast, issues: list[Issue], name: str) -> None:
    rights = on_the_day.rights(name)
    shown = list(amounts(chart.gather(Scope(rights))))
    assert len(shown) > 45
    assert [amount.n for amount in shown] == [opened(amount, rights) for amount in shown]


def test_open_items_by_state_and_light(figures: Figures, issues: list[Issue]) -> None:
    active = [issue for issue in issues if is_active(issue)]
    by_state = Counter(issue.status for issue in active)
    assert {one.state: one.amount.n for one in figures.standing.states if one.amount.n} == by_state
    assert figures.standing.active.n == len(active)
    assert figures.standing.late.n == sum(map(is_late, issues)) > 0
    assert figures.standing.late_carded.n == sum(is_late(one) and one.supervision_level >= 2 for one in issues) > 0
    assert figures.standing.soon.n == sum(map(is_soon, issues)) > 0
    assert figures.standing.due_today.n == sum(one.status in RUNNING and one.due_on == TODAY for one in issues)


def test_most_urgent_are_the_nearest_deadlines(figures: Figures, issues: list[Issue]) -> None:
    running = [one for one in issues if one.status in RUNNING]
    nearest = sorted(running, key=lambda one: (one.due_on or date.max, one.pk))[:10]
    assert [one.issue.pk for one in figures.urgent] == [one.pk for one in nearest]
    assert all(str(one.light.words).startswith("逾期") for one in figures.urgent)


def test_weeks_count_whole_days_of_shanghai(figures: Figures, issues: list[Issue]) -> None:
    assert [week.span.first.weekday() for week in figures.weeks] == [0] * 12
    assert figures.weeks[-1].span.last == date(2026, 11, 22)
    for week in figures.weeks:
        assert week.entered.n == count_between(issues, "entered_at", week.span.first, week.span.last)
        assert week.closed.n == count_between(issues, "closed_at", week.span.first, week.span.last)
    assert figures.entered_this_year.n == count_between(issues, "entered_at", date(2026, 1, 1), TODAY)


def test_on_time_counts_what_fell_due_and_was_accepted_by_then(figures: Figures, issues: list[Issue]) -> None:
    states = {*RUNNING, State.AWAITING_RATING, State.CLOSED}
    owed = [one for one in issues if one.due_on and QUARTER <= one.due_on < TODAY and one.status in states]
    met = [
        one
        for one in owed
        if one.status not in RUNNING and (day := day_of(one, "accepted_at")) and one.due_on and day <= one.due_on
    ]
    assert (figures.on_time.part.n, figures.on_time.whole.n) == (len(met), len(owed))
    assert figures.on_time.percent == round(100 * len(met) / len(owed))


def test_front_line_shares_of_this_quarter(figures: Figures, issues: list[Issue]) -> None:
    found, solved, verified = figures.front_line
    entered = [one for one in issues if (day := day_of(one, "entered_at")) and day >= QUARTER]
    accepted = [one for one in issues if (day := day_of(one, "accepted_at")) and day >= QUARTER]
    closed = [one for one in issues if (day := day_of(one, "closed_at")) and day >= QUARTER]
    assert (found.part.n, found.whole.n) == (sum(one.is_found_on_site for one in entered), len(entered))
    assert (verified.part.n, verified.whole.n) == (sum(one.is_verified_on_site for one in accepted), len(accepted))
    assert (solved.part.n, solved.whole.n) == (0, len(closed))


def test_common_problems_by_topic(figures: Figures, issues: list[Issue]) -> None:
    active = [one for one in issues if is_active(one) and one.topic != Topic.OTHER]
    counts = Counter(str(Topic(one.topic).label) for one in active)
    assert [topic.amount.n for topic in figures.topics] == sorted(counts.values(), reverse=True)[:6]
    for topic in figures.topics:
        units = {one.unit_id for one in active if Topic(one.topic).label == topic.label}
        assert (topic.amount.n, topic.units) == (counts[str(topic.label)], len(units))


def test_late_items_by_lead_unit(figures: Figures, issues: list[Issue]) -> None:
    counts = Counter(str(one.lead_unit) for one in issues if is_late(one))
    assert dict(figures.late_units) == counts
    assert [n for _name, n in figures.late_units] == sorted(counts.values(), reverse=True)


def test_measures_are_summed_up_to_the_subsidiary(figures: Figures, on_the_day: Cast) -> None:
    east = {on_the_day.east.pk, on_the_day.quay.pk}
    every = Measure.objects.select_related("issue")
    mine = [one for one in every if is_active(one.issue) and one.issue.lead_unit_id in east]
    row = next(row for row in figures.measures if row.unit == on_the_day.east.name)
    due = sum(one.planned_on <= TODAY for one in mine)
    assert (row.planned, row.due, row.done) == (len(mine), due, sum(one.done_at is not None for one in mine))


def test_matrix_counts_the_point_and_everything_under_it(
    figures: Figures, issues: list[Issue], points: list[ContactPoint]
) -> None:
    assert {row.point.pk for row in figures.points} == {point.pk for point in points}
    for row in figures.points:
        here = [one for one in issues if is_active(one) and one.unit.path.startswith(row.point.unit.path)]
        assert row.amount.n == len(here)
        for source, cell in zip(sources.channels(), row.cells, strict=True):
            own = [one for one in here if one.source == source.key]
            assert cell.amount.n == len(own)
            assert (cell.load.late, cell.load.soon) == (sum(map(is_late, own)), sum(map(is_soon, own)))


def test_satisfaction_is_hidden_below_five_ratings(on_the_day: Cast, issues: list[Issue]) -> None:
    scope = Scope(on_the_day.rights("leader"))
    recent = [one for one in Rating.objects.all() if clock.day_of(one.rated_at) >= QUARTER]
    share = satisfaction(scope)
    assert share is not None
    assert (share.part.n, share.whole.n) == (sum(one.result > 1 for one in recent), len(recent))
    Rating.objects.exclude(pk__in=[one.pk for one in recent[:4]]).delete()
    assert satisfaction(scope) is None


def test_coverage_and_visits_follow_the_visits_held(on_the_day: Cast, points: list[ContactPoint]) -> None:
    scope = Scope(on_the_day.rights("ledger"))
    before = chart.gather(scope)
    assert [(gap.unit, gap.days) for gap in before.coverage.gaps] == [(on_the_day.quay, None)]
    assert [row.visits for row in before.points] == [0, 0]
    _visit(points[0], on_the_day, days_ago=61)
    assert [gap.days for gap in chart.gather(scope).coverage.gaps] == [61]
    _visit(points[0], on_the_day, days_ago=3)
    after = chart.gather(scope)
    assert (after.coverage.units, after.coverage.gaps) == (1, [])
    row = next(row for row in after.points if row.point == points[0])
    assert (row.visits, row.quota) == (1, 1)
    held = {str(cell.label): cell.is_held for cell in row.cells}
    # Petitions are not the ledger office's to know of: no gap is told.
    assert held == {"信访接待": True, "现场办公": True, "调查研究": False, "政策宣传": False}


def _visit(point: ContactPoint, cast: Cast, *, days_ago: int) -> None:
    Visit.objects.create(
        client_uuid=f"00000000-0000-4000-8000-{days_ago:012}",
        content_hash=str(days_ago),
        unit=point.unit,
        contact_point=point,
        leader=point.leader,
        author=cast.cadre,
        visited_on=TODAY - timedelta(days=days_ago),
        created_at=NOW,
    )


def test_a_portal_without_anything_has_figures_of_nothing(on_the_day: Cast) -> None:
    empty = chart.gather(Scope(on_the_day.rights("leader")))
    assert all(amount.n == 0 for amount in amounts(empty))
    assert empty.on_time.percent is None
    assert (empty.urgent, empty.points, empty.topics, empty.measures) == ([], [], [], [])
