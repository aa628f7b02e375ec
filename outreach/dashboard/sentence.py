"""The wall chart in words: what a reader should know before looking at a single figure."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.dashboard.figures import Figures

_NAMED_UNITS = 3
_NAMED_POINTS = 2


def headline(figures: Figures) -> str:
    """How many are late, and where."""
    late, units = figures.standing.late.n, figures.late_units[:_NAMED_UNITS]
    if not figures.standing.active.n:
        return _("没有在办的事项。")
    if not late:
        return _("没有逾期的事项。")
    first = ngettext("%(n)d 件逾期", "%(n)d 件逾期", late) % {"n": late}
    if not units:
        return _("%(first)s。") % {"first": first}
    names, here = _("、").join(name for name, _n in units), sum(n for _name, n in units)
    if here == late:
        return _("%(first)s，都在%(names)s。") % {"first": first, "names": names}
    return _("%(first)s，%(names)s占 %(here)d 件。") % {"first": first, "names": names, "here": here}


def details(figures: Figures) -> list[str]:
    """The trend, and the points where a leader still has to go."""
    return [part for part in (_trend(figures), _unvisited(figures)) if part]


def _trend(figures: Figures) -> str:
    last = figures.weeks[-1]
    if figures.weeks_gaining > 1:
        return _("连续 %(n)d 周销号多于新增。") % {"n": figures.weeks_gaining}
    if not last.entered.n and not last.closed.n:
        return ""
    return _("上周新增 %(entered)d，销号 %(closed)d。") % {"entered": last.entered.n, "closed": last.closed.n}


def _unvisited(figures: Figures) -> str:
    names = sorted(str(row.point.unit) for row in figures.points if row.is_unvisited)
    if not names:
        return ""
    named = _("、").join(names[:_NAMED_POINTS])
    if len(names) <= _NAMED_POINTS:
        return _("%(names)s本季还没有领导去。") % {"names": named}
    return _("%(names)s等 %(n)d 个联系点本季还没有领导去。") % {"names": named, "n": len(names)}
