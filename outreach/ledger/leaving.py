"""What a handler who leaves still has in hand, and how it goes to somebody else, or back to the office."""

from collections.abc import Mapping

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy

from outreach.accounts.models import User
from outreach.ledger.models import Issue
from outreach.ledger.permissions import HANDLE
from outreach.ledger.workflow import LEDGER, hand_over
from outreach.org.duties import Duty, Handing, duties, serving
from outreach.org.grants import grants
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


def declare() -> None:
    """Called once when the room starts."""
    duties.register(Duty("ledger", gettext_lazy("承办的台账事项"), _owed, _takers, _hand_over))


def _in_hand(user: User, left: Rights) -> QuerySet[Issue]:
    """Open items of this person that the rights they keep do not cover."""
    issues = Issue.objects.filter(handler=user, status__in=LEDGER.steps["hand_over"].sources)
    return issues.exclude(pk__in=issues.filter(left.as_q(HANDLE, "lead_unit")).order_by().values("pk"))


def _owed(user: User, left: Rights) -> Mapping[int, int]:
    """Sealed ones are not told: they move along with the others, unseen."""
    told = _in_hand(user, left).unsealed().order_by()  # type: ignore[attr-defined]  # our own QuerySet
    return dict(told.values_list("lead_unit").annotate(n=Count("pk")))


def _takers(unit: OrgUnit) -> QuerySet[User]:
    return serving(grants.roles_with(HANDLE), unit)


def _hand_over(handing: Handing) -> None:
    for issue in _in_hand(handing.leaver, handing.left).filter(lead_unit=handing.unit).order_by("pk"):
        hand_over(issue=issue, handler=handing.to, rights=handing.rights)
