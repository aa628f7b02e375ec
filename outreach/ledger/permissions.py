"""What may be done in the ledger, and which roles hold it."""

from outreach.org.grants import grants
from outreach.org.roles import Role

VIEW = "ledger.view"
REPORT = "ledger.report"
MANAGE = "ledger.manage"
HANDLE = "ledger.handle"
CHECK = "ledger.check"
ACCEPT = "ledger.accept"
LEAD = "ledger.lead"
RECUSE = "ledger.recuse"
#: Sees items that were sealed; nobody else does.
SEALED = "ledger.sealed"


def declare() -> None:
    """Called once when the room starts."""
    everyone = (Role.CADRE, Role.HANDLER, Role.UNIT_HEAD, Role.PETITION_OFFICER, Role.LEDGER_OFFICER, Role.LEADER)
    grants.allow(VIEW, *everyone, Role.ACCEPTOR)
    grants.allow(REPORT, *everyone)
    grants.allow(MANAGE, Role.LEDGER_OFFICER)
    grants.allow(HANDLE, Role.HANDLER, Role.UNIT_HEAD)
    grants.allow(CHECK, Role.UNIT_HEAD)
    grants.allow(ACCEPT, Role.ACCEPTOR)
    grants.allow(LEAD, Role.LEADER)
    grants.allow(RECUSE, Role.HANDLER, Role.UNIT_HEAD, Role.ACCEPTOR, Role.LEDGER_OFFICER, Role.LEADER)
    grants.allow(SEALED, Role.DISCIPLINE_INSPECTOR)
    grants.administer("view", "ledger.issue", by=Role.LEDGER_OFFICER)
