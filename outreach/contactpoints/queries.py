"""Questions about contact points that a page asks."""

from django.http import QueryDict

from outreach.common import clock
from outreach.common.text import clean_text
from outreach.contactpoints.models import ContactPoint, ContactPointQuerySet
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

#: The saved views of the list.
VIEWS = ("active", "mine", "ended")


def listed(rights: Rights, params: QueryDict) -> ContactPointQuerySet:
    """The points this person may see, filtered by ``view`` and ``q`` of the address."""
    points: ContactPointQuerySet = ContactPoint.objects.visible_to(rights).for_list()
    view = params.get("view", VIEWS[0])
    if view == "ended":
        points = points.exclude(pk__in=ContactPoint.objects.active().order_by().values("pk"))
    else:
        points = points.active(clock.today())
    if view == "mine" and rights.user is not None:
        points = points.filter(leader__user=rights.user) | points.filter(liaison=rights.user)
    if text := clean_text(params.get("q", "")).strip()[:60]:
        points = points.filter(unit__in=OrgUnit.objects.named_like(text).order_by().values("pk"))
    return points
