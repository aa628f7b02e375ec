"""Who may keep something past its time."""

from outreach.org.grants import grants
from outreach.org.roles import Role

HOLD = "retention.hold"


def declare() -> None:
    """The offices that answer for what is kept; deleting itself is done on the server, by a person."""
    grants.allow(HOLD, Role.LEDGER_OFFICER, Role.PETITION_OFFICER, Role.DISCIPLINE_INSPECTOR)
    grants.administer("view change", "retention.retentionrule", by=Role.SYSTEM_ADMIN)
