"""What petitions say for making a unit a contact point; accusations say nothing here, to nobody."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.contactpoints.signs import Counts, Sign, Witness, witnesses
from outreach.org.scoping import Rights
from petitions.models import Petition, PetitionQuerySet
from petitions.permissions import VIEW
from petitions.states import Kind

OPEN, REPEATED = "petitions_open", "petitions_repeated"
_LOOKED_BACK = timedelta(days=365)


def declare() -> None:
    """Called once when the channel starts."""
    witnesses.register("petitions", Witness(_SIGNS, VIEW, count))


def count(rights: Rights, today: date, path: str) -> Counts:
    """By the unit they are about, of those this reader may see; accusations are left out, sealed already or not yet."""
    seen: PetitionQuerySet = Petition.objects.visible_to(rights).filter(is_sealed=False)
    seen = seen.exclude(kind=Kind.ACCUSATION).order_by()
    if path:
        seen = seen.filter(unit__path__startswith=path)
    again = seen.filter(repeat_of__isnull=False, received_at__gte=clock.start_of(today - _LOOKED_BACK))
    return {
        OPEN: dict(seen.still_open().values_list("unit").annotate(Count("pk"))),
        REPEATED: dict(again.values_list("unit").annotate(Count("pk"))),
    }


def _rows(unit: int) -> str:
    return f"{reverse('petitions:list')}?{urlencode({'view': 'open', 'unit': unit})}"


_SIGNS = (
    Sign(OPEN, _("信访在办"), _("还没有办完的信访件；检举控告不算"), 15, _rows),
    Sign(REPEATED, _("重复信访"), _("一年内收到的重复信访；检举控告不算"), 15),
)
