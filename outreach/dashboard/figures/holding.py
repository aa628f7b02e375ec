"""Whether what was struck off is really solved: the handlers' own result against an independent look-back."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.calendars.limits import limits
from outreach.dashboard.figures.flow import LEAST_RATINGS, Share
from outreach.dashboard.periods import Span
from outreach.dashboard.scope import Amount, Scope
from outreach.ledger.models import LookBack
from outreach.ledger.states import LookBackResult

#: A share is drawn and then waits, so that a quarter holds few: a year is told.
_DAYS = 365


@dataclass(frozen=True)
class Holding:
    """Of what was looked back at, what is really solved; ``gap`` in points, since all of it was handed in as solved."""

    share: Share
    false: Amount
    gap: int
    is_reported: bool


def holding(scope: Scope) -> Holding | None:
    """The last 365 days; None while fewer were looked at than may be shown."""
    span = Span(scope.today - timedelta(days=_DAYS), scope.today)
    rows = LookBack.objects.visible_to(scope.rights).filter(**span.within("looked_at")).order_by()
    counted = rows.aggregate(n=Count("pk"), true=Count("pk", filter=Q(result=LookBackResult.TRUE)))
    looked, true = counted["n"], counted["true"]
    if looked < LEAST_RATINGS:
        return None
    gap = round(100 * (looked - true) / looked)
    return Holding(
        Share(_("近一年回头看属实"), _amount(true, span, result="true"), _amount(looked, span)),
        _amount(looked - true, span, result="false"),
        gap,
        gap > limits.length("ledger.false_closure_gap"),
    )


def _amount(n: int, span: Span, **asked: str) -> Amount:
    query = urlencode({"view": "done", **asked, **span.asked("looked")})
    return Amount(n, f"{reverse('ledger:look_backs')}?{query}")
