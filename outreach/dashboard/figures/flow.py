"""What came in and what was finished: week by week, and in this quarter."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.dashboard.periods import Span, full_weeks
from outreach.dashboard.scope import Amount, Scope, ledger_url
from outreach.ledger.filters import FLAGS
from outreach.ledger.models import Rating
from outreach.ledger.sources import sources
from outreach.ledger.states import Satisfaction

WEEKS = 12
#: Fewer ratings would let a reader guess who said what.
LEAST_RATINGS = 5


@dataclass(frozen=True)
class Week:
    """One week that is over."""

    span: Span
    entered: Amount
    closed: Amount


@dataclass(frozen=True)
class Share:
    """A part of a whole, both shown; no percentage of nothing."""

    label: str | Promise
    part: Amount
    whole: Amount

    @property
    def percent(self) -> int | None:
        return round(100 * self.part.n / self.whole.n) if self.whole.n else None


def weeks(scope: Scope) -> list[Week]:
    """The last twelve weeks that are over, the oldest first."""
    spans = full_weeks(scope.today, WEEKS)
    entered, closed = (_by_week(scope, field, spans) for field in ("entered_at", "closed_at"))
    return [
        Week(
            span,
            Amount(entered.get(span.first, 0), ledger_url(view="all", **span.asked("entered"))),
            Amount(closed.get(span.first, 0), ledger_url(view="all", **span.asked("closed"))),
        )
        for span in spans
    ]


def _by_week(scope: Scope, field: str, spans: list[Span]) -> dict[date, int]:
    whole = Span(spans[0].first, spans[-1].last)
    found = scope.issues.filter(**whole.within(field)).annotate(week=TruncWeek(field)).values("week")
    return {clock.day_of(row["week"]): row["n"] for row in found.annotate(n=Count("pk"))}


def weeks_gaining(all_weeks: list[Week]) -> int:
    """For how many weeks on end, up to the last one, more was closed than came in."""
    run = 0
    for week in reversed(all_weeks):
        if week.closed.n <= week.entered.n:
            break
        run += 1
    return run


def entered_this_year(scope: Scope) -> Amount:
    year = Span(scope.today.replace(month=1, day=1), scope.today)
    n = scope.issues.filter(**year.within("entered_at")).count()
    return Amount(n, ledger_url(view="all", **year.asked("entered")))


def on_time(scope: Scope) -> Share:
    """Accepted by the current deadline ÷ fallen due in this quarter; what is not yet due does not count."""
    past = Span(scope.quarter.first, scope.today - timedelta(days=1))
    counted = scope.issues.filter(due_on__range=(past.first, past.last)).aggregate(
        owed=Count("pk", filter=Q(**FLAGS["owed"][1])), met=Count("pk", filter=Q(**FLAGS["met"][1]))
    )
    due = past.asked("due")
    return Share(
        _("按期整改率"),
        Amount(counted["met"], ledger_url(view="all", flag="met", **due)),
        Amount(counted["owed"], ledger_url(view="all", flag="owed", **due)),
    )


def front_line(scope: Scope) -> list[Share]:
    """Found, solved and verified on site ÷ all, in this quarter.

    What was solved before the visitors left never entered the ledger: it counts on both sides, and its list is the
    channel's own. Where several channels go there is no one list to open.
    """
    span = Span(scope.quarter.first, scope.today)
    is_in = {name: Q(**span.within(f"{name}_at")) for name in ("entered", "accepted", "closed")}
    counted = scope.issues.filter(is_in["entered"] | is_in["accepted"] | is_in["closed"]).aggregate(
        entered=Count("pk", filter=is_in["entered"]),
        found=Count("pk", filter=is_in["entered"] & Q(is_found_on_site=True)),
        accepted=Count("pk", filter=is_in["accepted"]),
        verified=Count("pk", filter=is_in["accepted"] & Q(is_verified_on_site=True)),
        closed=Count("pk", filter=is_in["closed"]),
    )
    going = [source.visits for source in sources if source.visits]
    solved = sum(visits.solved_there(scope.rights, span.first, span.last) for visits in going)
    solved_url = going[0].solved_url(span.first, span.last) if len(going) == 1 else ""
    entered, accepted = (span.asked(name) for name in ("entered", "accepted"))
    return [
        Share(
            _("发现在一线"),
            Amount(counted["found"], ledger_url(view="all", flag="on_site", **entered)),
            Amount(counted["entered"], ledger_url(view="all", **entered)),
        ),
        Share(_("化解在一线"), Amount(solved, solved_url), Amount(solved + counted["closed"])),
        Share(
            _("落实在一线"),
            Amount(counted["verified"], ledger_url(view="all", flag="verified_on_site", **accepted)),
            Amount(counted["accepted"], ledger_url(view="all", **accepted)),
        ),
    ]


def satisfaction(scope: Scope) -> Share | None:
    """Satisfied or basically so ÷ rated in this quarter; None while there are too few to show."""
    span = Span(scope.quarter.first, scope.today)
    ratings = Rating.objects.filter(issue__in=scope.issues.values("pk"), **span.within("rated_at")).order_by()
    counts = dict(ratings.values_list("result").annotate(Count("pk")))
    rated = sum(counts.values())
    if rated < LEAST_RATINGS:
        return None
    return Share(_("满意率"), Amount(rated - counts.get(Satisfaction.DISSATISFIED, 0)), Amount(rated))
