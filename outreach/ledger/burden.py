"""What is asked of a unit 基层负担: how often each channel came to it, shown to everybody before it comes again.

Rules against formalism (整治形式主义为基层减负) ask to come less and to settle more at once: whoever plans the next
visit, meeting or form sees how many the unit already had to receive.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.panels import Line, Panel
from outreach.ledger.sources import Source, sources
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

LIMIT = "ledger.burden"
_DAYS = 90


@dataclass(frozen=True)
class Part:
    """How often one channel came."""

    source: Source
    n: int

    @property
    def label(self) -> str | Promise:
        return self.source.label


@dataclass(frozen=True)
class Burden:
    """All that came to a unit, and to those under it, from ``first`` through ``last``; a warning from ``limit`` on."""

    unit: OrgUnit
    first: date
    last: date
    parts: list[Part]
    limit: int

    @property
    def total(self) -> int:
        return sum(part.n for part in self.parts)

    @property
    def is_heavy(self) -> bool:
        return self.total >= self.limit

    @property
    def words(self) -> str:
        """Such as "现场办公 4、调查研究 2"; what did not come is left out."""
        return _("、").join(f"{part.label} {part.n}" for part in self.parts if part.n)


def burden(unit: OrgUnit, rights: Rights, first: date | None = None, last: date | None = None) -> Burden:
    """Of the last 90 days unless asked otherwise, as far as this reader may know of it; one statement a channel."""
    last = last or clock.today()
    first = first or last - timedelta(days=_DAYS - 1)
    below = OrgUnit.objects.within(unit.path)
    parts = [Part(source, sum(source.times_held(rights, first, last, below).values())) for source in sources.channels()]
    return Burden(unit, first, last, parts, limits.length(LIMIT))


def point_panel(point: ContactPoint, rights: Rights) -> Panel:
    """On the page of a contact point, for everybody who may open it."""
    one = burden(point.unit, rights)
    light, words = ("yellow", _("来得够多了")) if one.is_heavy else ("", "")
    lines = tuple(
        Line(
            str(part.label),
            detail=ngettext("%(n)d 次", "%(n)d 次", part.n) % {"n": part.n},
            url=reverse(part.source.list_url_name),
        )
        for part in one.parts
        if part.n
    )
    heavy = (Line(_("去之前先问：能不能并成一次？"), light=light, words=words),) if one.is_heavy else ()
    return Panel(
        title=ngettext("近 90 天接待 %(n)d 次", "近 90 天接待 %(n)d 次", one.total) % {"n": one.total},
        lines=(*heavy, *lines),
        empty=_("近 90 天没有人来过。"),
    )
