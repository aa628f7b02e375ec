"""What the three administrators may do (三员分立), also in the rooms below, which do not know the roles."""

from outreach.accounts.permissions import PICK
from outreach.audit.permissions import VIEW as AUDIT
from outreach.org.confirming import CONFIRM, WAITING
from outreach.org.grants import grants
from outreach.org.roles import Role

#: Learns when the portal itself lacks something, such as a key.
KEEP = "system.keep"


def declare() -> None:
    """Called once when the room starts. No role both grants and uses; the auditor only reads the log."""
    grants.allow(KEEP, Role.SYSTEM_ADMIN)
    grants.administer("view add change delete", "calendars.calendarday", by=Role.SYSTEM_ADMIN)
    grants.administer("view change", "calendars.timelimit", by=Role.SYSTEM_ADMIN)
    grants.administer("view add change", "org.orgunit", by=Role.SYSTEM_ADMIN)
    grants.administer("view add change", "org.posting", by=Role.SECURITY_ADMIN)
    grants.administer("view add change", "accounts.user", by=Role.SECURITY_ADMIN)
    grants.administer("view", "org.orgunit", by=Role.SECURITY_ADMIN)
    grants.allow(AUDIT, Role.AUDIT_ADMIN)
    # To be the second person: alone, neither makes anybody anything by it.
    grants.allow(CONFIRM, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    grants.allow(WAITING, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    # Leading cadres have no right from being one: the office says who they are, for points and receptions.
    grants.administer("view add change", "org.cadre", by=Role.LEDGER_OFFICER)
    grants.administer("view", "org.orgunit", by=Role.LEDGER_OFFICER)
    grants.allow(PICK, Role.LEDGER_OFFICER)
