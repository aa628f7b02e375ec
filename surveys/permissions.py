"""What may be done in investigations, and which roles hold it."""

from outreach.org.grants import grants
from outreach.org.models import Role

VIEW = "surveys.view"
RECORD = "surveys.record"


def declare() -> None:
    """Called once when the channel starts."""
    recorders = (Role.CADRE, Role.HANDLER, Role.UNIT_HEAD, Role.LEDGER_OFFICER, Role.LEADER)
    grants.allow(VIEW, *recorders, Role.ACCEPTOR, Role.SYSTEM_ADMIN)
    grants.allow(RECORD, *recorders)
