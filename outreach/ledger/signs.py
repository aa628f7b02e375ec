"""What the ledger says for making a unit a contact point: what is open, late, raised again, or came back."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.contactpoints.signs import Counts, Sign, Witness, witnesses
from outreach.ledger.filters import FLAGS
from outreach.ledger.listing import list_url
from outreach.ledger.models import Issue, IssueQuerySet
from outreach.ledger.permissions import VIEW
from outreach.ledger.states import RUNNING, State
from outreach.org.scoping import Rights

OPEN, OVERDUE, REPEATED, REBOUND = "open", "overdue", "repeated", "rebound"
_LOOKED_BACK = timedelta(days=365)


def declare() -> None:
    """Called once when the room starts."""
    witnesses.register("ledger", Witness(_SIGNS, VIEW, count))


def count(rights: Rights, today: date, path: str) -> Counts:
    """By the unit where it was found, in three statements; sealed items count nowhere."""
    seen: IssueQuerySet = Issue.objects.visible_to(rights).unsealed().order_by()
    if path:
        seen = seen.filter(unit__path__startswith=path)
    since = clock.start_of(today - _LOOKED_BACK)
    late = Q(status__in=RUNNING, due_on__lt=today)
    chased = list(seen.active().values_list("unit").annotate(n=Count("pk"), late=Count("pk", filter=late)))
    merged = seen.filter(status=State.MERGED, created_at__gte=since)
    came_back = seen.filter(**FLAGS["rebound"][1], entered_at__gte=since)
    return {
        OPEN: {unit: n for unit, n, _late in chased},
        OVERDUE: {unit: n for unit, _all, n in chased if n},
        REPEATED: dict(merged.values_list("unit").annotate(Count("pk"))),
        REBOUND: dict(came_back.values_list("unit").annotate(Count("pk"))),
    }


def _rows(**asked: str) -> Callable[[int], str]:
    return lambda unit: list_url(urlencode({"unit": unit, **asked}))


def _rows_of_a_year(day: str, **asked: str) -> Callable[[int], str]:
    def url(unit: int) -> str:
        since = str(clock.today() - _LOOKED_BACK)
        return list_url(urlencode({"unit": unit, "view": "all", day: since, **asked}))

    return url


_SIGNS = (
    Sign(OPEN, _("在办"), _("台账里还在办的事项"), 20, _rows()),
    Sign(OVERDUE, _("逾期"), _("其中过了期限还没办完的"), 25, _rows(light="red")),
    Sign(
        REPEATED,
        _("重复"),
        _("一年内登记、因为同一件事已在办而并案的"),
        10,
        _rows_of_a_year("noted_since", state=State.MERGED),
    ),
    Sign(
        REBOUND,
        _("反弹"),
        _("一年内入账、销号后又重新打开的"),
        15,
        _rows_of_a_year("entered_since", flag="rebound"),
    ),
)
