"""What may be done in investigations, and which roles hold it."""

from outreach.org.grants import grants
from outreach.org.roles import Role

VIEW = "surveys.view"
RECORD = "surveys.record"


def declare() -> None:
    """Called once when the channel starts."""
    recorders = (Role.CADRE, Role.HANDLER, Role.UNIT_HEAD, Role.LEDGER_OFFICER, Role.LEADER)
    grants.allow(VIEW, *recorders, Role.ACCEPTOR)
    grants.allow(RECORD, *recorders)
    grants.administer("view change", "surveys.investigation", by=Role.LEDGER_OFFICER)
    grants.administer("view", "surveys.record", "surveys.recordfinding", by=Role.LEDGER_OFFICER)
