"""Visits as a workbook, row by row; text stays text, so that "=1+1" runs nowhere."""

from collections.abc import Iterable, Iterator
from typing import IO

from django.utils.translation import gettext as _

from fieldvisits.conduct import breaches
from fieldvisits.models import Visit
from outreach.common.workbooks import one_sheet

MOST_ROWS = 5000


def workbook(visits: Iterable[Visit]) -> IO[bytes]:
    """One sheet with a row per visit; ``visits`` have unit, author, leader and findings at hand."""
    return one_sheet(_("走访记录"), columns(), map(cells, visits), frozen=2)


def columns() -> list[tuple[str, int]]:
    """Titles and widths."""
    return [
        (_("日期"), 12),
        (_("去了哪里"), 18),
        (_("怎么办公的"), 12),
        (_("谁记的"), 10),
        (_("到场领导"), 10),
        (_("为什么去"), 30),
        (_("结果"), 24),
        (_("看到什么"), 60),
        (_("四不两直"), 10),
        (_("陪同"), 8),
        (_("车"), 6),
        (_("吃饭"), 10),
        (_("和规定不一样的"), 24),
        (_("说明"), 30),
    ]


def cells(visit: Visit) -> Iterator[str]:
    """One row in the order of ``columns``."""
    yield from (str(visit.visited_on), str(visit.unit), str(visit.get_kind_display()), str(visit.author))
    yield str(visit.leader.user) if visit.leader else ""
    yield from (visit.purpose, visit.outcome_words, "\n".join(found.what for found in visit.findings.all()))
    yield _("是") if visit.is_unannounced else _("否")
    yield from (str(visit.companions), str(visit.vehicles), str(visit.get_meal_display()))
    yield _("、").join(str(rule.label) for rule in breaches(visit))
    yield visit.conduct_reason
