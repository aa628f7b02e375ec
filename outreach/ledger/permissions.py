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
#: Looks at closed items again; whoever had a hand in one does not.
LOOK_BACK = "ledger.look_back"
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
    # Inspectors see sealed items and no others, so theirs are the look-backs at those.
    grants.allow(LOOK_BACK, Role.LEDGER_OFFICER, Role.PETITION_OFFICER, Role.LEADER, Role.DISCIPLINE_INSPECTOR)
    grants.allow(SEALED, Role.DISCIPLINE_INSPECTOR)
    grants.administer("view", "ledger.issue", "ledger.lookback", by=Role.LEDGER_OFFICER)
