"""Who is left to inspect when those of the unit are named themselves."""

from os.path import commonpath

from outreach.org.grants import grants
from outreach.org.models import Posting
from petitions.models import Petition
from petitions.permissions import DISCIPLINE


def give_to_inspectors(petition: Petition) -> None:
    """Called in a step, for its locked row: inspectors of the unit or above it, else the nearest who are not named.

    Where nobody is left at all, whoever appoints people is told that somebody is missing, and nothing of the case
    (``petitions.queries.lacks_inspectors``).
    """
    inspecting = Posting.objects.current().filter(role__in=grants.roles_with(DISCIPLINE), user__is_active=True)
    out = petition.accused.all().people()
    left = [one for one in inspecting.select_related("unit").order_by("pk") if one.user_id not in out]
    above = [one for one in left if petition.unit.path.startswith(one.unit.path)]
    if above or not left:
        petition.inspecting_unit = None
    else:
        nearest = max(left, key=lambda one: len(commonpath([one.unit.path, petition.unit.path])))
        petition.inspecting_unit = nearest.unit
