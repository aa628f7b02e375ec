"""Contact points of a leader or a liaison who leaves, with the visits that are planned there."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.permissions import VIEW
from outreach.contactpoints.workflow import hand_over_point
from outreach.org.duties import Duty, Handing, duties, serving
from outreach.org.grants import grants
from outreach.org.models import OrgUnit
from outreach.org.roles import Role
from outreach.org.scoping import Rights


def declare() -> None:
    """Called once when the room starts."""
    duties.register(Duty("points", _("联系点（联系领导）"), _led, _leaders, _pass_on_leading))
    duties.register(Duty("liaison", _("联系点（联络员）"), _kept, _liaisons, _pass_on_liaison))


def _led(user: User, left: Rights) -> Mapping[int, int]:
    """Whoever stays a leader keeps their points."""
    return {} if left.holds(Role.LEADER) else _by_unit(Q(leader__user=user))


def _kept(user: User, left: Rights) -> Mapping[int, int]:
    return _by_unit(Q(liaison=user) & ~Q(pk__in=ContactPoint.objects.filter(left.as_q(VIEW, "unit")).values("pk")))


def _by_unit(condition: Q) -> Mapping[int, int]:
    points = ContactPoint.objects.filter(condition, is_active=True).order_by()
    return dict(points.values_list("unit").annotate(n=Count("pk")))


def _leaders(unit: OrgUnit) -> QuerySet[User]:
    """Whoever is a leading cadre and serves as a leader of this unit or above."""
    return serving([Role.LEADER], unit).exclude(cadre=None)


def _liaisons(unit: OrgUnit) -> QuerySet[User]:
    return serving(grants.roles_with(VIEW), unit)


def _pass_on_leading(handing: Handing) -> None:
    for point in ContactPoint.objects.filter(leader__user=handing.leaver, unit=handing.unit, is_active=True):
        hand_over_point(point=point, leader=handing.to.cadre, rights=handing.rights, why=gettext("离任移交"))


def _pass_on_liaison(handing: Handing) -> None:
    for point in ContactPoint.objects.filter(liaison=handing.leaver, unit=handing.unit, is_active=True):
        hand_over_point(point=point, liaison=handing.to, rights=handing.rights, why=gettext("离任移交"))
