"""Questions about the condition of a unit 企情: what its pages and the page of its contact point show."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from outreach.contactpoints.charts import Curve, curve
from outreach.contactpoints.models import Indicator, IndicatorValue, UnitProfile
from outreach.contactpoints.permissions import WRITE_PROFILE
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class Entry:
    """One written value; ``is_corrected`` when a later one of the same day took its place."""

    row: IndicatorValue
    is_corrected: bool


@dataclass(frozen=True)
class Series:
    """One indicator of one unit: every entry, the newest day first, and the curve of those that count."""

    indicator: Indicator
    entries: list[Entry]

    @cached_property
    def counted(self) -> list[IndicatorValue]:
        """The values that count, the oldest first."""
        return [entry.row for entry in reversed(self.entries) if not entry.is_corrected]

    @property
    def latest(self) -> IndicatorValue:
        return self.counted[-1]

    @property
    def earliest(self) -> IndicatorValue:
        return self.counted[0]

    @property
    def lowest(self) -> Decimal:
        return min(row.value for row in self.counted)

    @property
    def highest(self) -> Decimal:
        return max(row.value for row in self.counted)

    @cached_property
    def curve(self) -> Curve:
        return curve([(row.as_of, row.value) for row in self.counted])


@dataclass(frozen=True)
class Condition:
    """A unit's condition as it stands: its newest description and its indicators."""

    unit: OrgUnit
    profile: UnitProfile | None
    series: list[Series]
    may_write: bool

    @property
    def is_empty(self) -> bool:
        return self.profile is None and not self.series


def condition_of(unit: OrgUnit, rights: Rights) -> Condition:
    """In two statements, however much was written."""
    newest = UnitProfile.objects.visible_to(rights).filter(unit=unit).select_related("written_by").first()
    values = IndicatorValue.objects.visible_to(rights).filter(unit=unit).select_related("indicator", "written_by")
    return Condition(unit, newest, _series(list(values)), rights.covers(WRITE_PROFILE, unit.path))


def earlier_descriptions(unit: OrgUnit, rights: Rights) -> list[UnitProfile]:
    """What was written before the newest, the latest first, at most twenty."""
    described = UnitProfile.objects.visible_to(rights).filter(unit=unit).select_related("written_by")
    return list(described[1:21])


def _series(values: list[IndicatorValue]) -> list[Series]:
    """By indicator; of one day the row that was written last counts."""
    by_indicator: dict[int, list[IndicatorValue]] = defaultdict(list)
    for row in values:
        by_indicator[row.indicator_id].append(row)
    found = []
    for rows in by_indicator.values():
        last_of_day = {row.as_of: row.pk for row in rows}
        entries = [Entry(row, row.pk != last_of_day[row.as_of]) for row in reversed(rows)]
        found.append(Series(rows[0].indicator, entries))
    return found
