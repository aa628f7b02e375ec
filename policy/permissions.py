"""What may be done in policy promotion, and which roles hold it."""

from outreach.org.grants import grants
from outreach.org.models import Role

VIEW = "policy.view"
RECORD = "policy.record"
PUBLISH = "policy.publish"


def declare() -> None:
    """Called once when the channel starts."""
    recorders = (Role.CADRE, Role.HANDLER, Role.UNIT_HEAD, Role.LEDGER_OFFICER, Role.LEADER)
    grants.allow(VIEW, *recorders, Role.ACCEPTOR, Role.SYSTEM_ADMIN)
    grants.allow(RECORD, *recorders)
    grants.allow(PUBLISH, Role.LEDGER_OFFICER, Role.LEADER, Role.SYSTEM_ADMIN)
