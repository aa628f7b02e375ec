"""The list of look-backs as its URL says, and how the draw can be counted again."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.ledger.filters import LookBackFilter
from outreach.ledger.models import DrawKey, LookBack, LookBackQuerySet
from outreach.ledger.permissions import LOOK_BACK
from outreach.org.scoping import Rights

_MONTHS_SHOWN = 3


@dataclass(frozen=True)
class View:
    """One standing list of look-backs."""

    key: str
    label: Promise
    is_for_doers: bool = False


VIEWS = {
    view.key: view
    for view in (
        View("mine", _("等我去看"), is_for_doers=True),
        View("late", _("逾期没看"), is_for_doers=True),
        View("coming", _("还没到时候"), is_for_doers=True),
        View("done", _("看过的")),
    )
}


def in_view(key: str, rights: Rights) -> LookBackQuerySet:
    """The rows of a standing list as this person may see them."""
    today = clock.today()
    seen = LookBack.objects.visible_to(rights)
    if key == "mine":
        return LookBack.objects.for_other_eyes(rights).open_on(today)
    if key == "late":
        return seen.late(today)
    if key == "coming":
        return seen.waiting().filter(opens_on__gt=today)
    return seen.filter(looked_at__isnull=False)


def view_of(asked: str, rights: Rights) -> View:
    """What the URL asks for; else what waits for those who do it, and for the others what was found."""
    does = rights.may(LOOK_BACK)
    view = VIEWS.get(asked)
    if view is None or (view.is_for_doers and not does):
        return VIEWS["mine" if does else "done"]
    return view


@dataclass(frozen=True)
class Month:
    """One month's draw: the fingerprint from its first day, the key when it is over, and how many were drawn by it."""

    key: DrawKey
    drawn: int


def months(rights: Rights) -> list[Month]:
    """The last months with a draw, newest first."""
    keys = list(DrawKey.objects.all()[:_MONTHS_SHOWN])
    if not keys:
        return []
    counted = (
        LookBack.objects.visible_to(rights)
        .order_by()
        .aggregate(
            **{
                f"{key.month:m%Y%m}": Count("pk", filter=Q(closed_on__gte=key.month, closed_on__lt=_next(key.month)))
                for key in keys
            }
        )
    )
    return [Month(key, counted[f"{key.month:m%Y%m}"]) for key in keys]


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def applied(params: Any) -> dict[str, str]:
    """The parameters that narrow the list, for links around it."""
    return {name: value for name in LookBackFilter.base_filters if (value := params.get(name))}
