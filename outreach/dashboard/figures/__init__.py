"""What the wall chart counts: questions only, one file per subject; how it is drawn is decided elsewhere."""

from dataclasses import dataclass

from outreach.contactpoints.models import ContactPoint
from outreach.dashboard.figures.causes import Common, Progress, common_problems, late_units, measures
from outreach.dashboard.figures.flow import (
    Share,
    Week,
    entered_this_year,
    front_line,
    on_time,
    satisfaction,
    weeks,
    weeks_gaining,
)
from outreach.dashboard.figures.holding import Holding, holding
from outreach.dashboard.figures.points import Coverage, PointRow, coverage, matrix
from outreach.dashboard.figures.standing import Standing, Urgent, most_urgent, standing
from outreach.dashboard.scope import Amount, Scope
from outreach.ledger.sources import Source, sources


@dataclass(frozen=True)
class Figures:
    """Everything on the chart, counted over one reader's scope at one moment."""

    standing: Standing
    urgent: list[Urgent]
    weeks: list[Week]
    weeks_gaining: int
    entered_this_year: Amount
    on_time: Share
    front_line: list[Share]
    satisfaction: Share | None
    holding: Holding | None
    topics: list[Common]
    late_units: list[tuple[str, int]]
    measures: list[Progress]
    channels: list[Source]
    points: list[PointRow]
    coverage: Coverage


def gather(scope: Scope) -> Figures:
    """As many statements for ten items as for a million."""
    points = ContactPoint.objects.visible_to(scope.rights).active(scope.today)
    channels = list(sources.channels())
    by_week = weeks(scope)
    return Figures(
        standing=standing(scope),
        urgent=most_urgent(scope),
        weeks=by_week,
        weeks_gaining=weeks_gaining(by_week),
        entered_this_year=entered_this_year(scope),
        on_time=on_time(scope),
        front_line=front_line(scope),
        satisfaction=satisfaction(scope),
        holding=holding(scope),
        topics=common_problems(scope),
        late_units=late_units(scope),
        measures=measures(scope),
        channels=channels,
        points=matrix(scope, points.select_related("unit__parent", "leader__user"), channels),
        coverage=coverage(scope),
    )
