"""Who may not work with a password alone: whoever sees what others wrote in confidence, or keeps the portal."""

from outreach.accounts.models import User
from outreach.org.models import Posting
from outreach.org.roles import ADMINISTRATORS, Role

OFFICERS = frozenset({Role.PETITION_OFFICER, Role.LEDGER_OFFICER, Role.DISCIPLINE_INSPECTOR})
#: Whoever agrees to a look behind the mask.
APPROVERS = frozenset({Role.LEADER})


def must_have_factor(user: User) -> bool:
    """Officers, administrators, and whoever lets them see who a petitioner is; one statement."""
    return Posting.objects.current().filter(user=user, role__in=OFFICERS | APPROVERS | ADMINISTRATORS).exists()
