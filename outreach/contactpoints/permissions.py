"""What may be done with contact points, and which roles hold it."""

from outreach.org.grants import grants
from outreach.org.roles import Role

VIEW = "contactpoints.view"
EDIT = "contactpoints.edit"
SEE_QUOTA = "contactpoints.see_quota"


def declare() -> None:
    """Called once when the room starts."""
    offices = (Role.LEDGER_OFFICER, Role.PETITION_OFFICER)
    grants.allow(VIEW, Role.CADRE, Role.HANDLER, Role.UNIT_HEAD, Role.LEADER, *offices)
    grants.allow(EDIT, Role.LEDGER_OFFICER)
    # A quota is between the office and the leader it binds: shown to nobody else, ranked nowhere.
    grants.allow(SEE_QUOTA, *offices)
    grants.administer("view add change", "contactpoints.contactpoint", by=Role.LEDGER_OFFICER)
    grants.administer("view add change delete", "contactpoints.criterionscore", by=Role.LEDGER_OFFICER)
