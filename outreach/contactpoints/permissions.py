"""What may be done with contact points, and which roles hold it."""

from outreach.org.grants import grants
from outreach.org.roles import Role

VIEW = "contactpoints.view"
EDIT = "contactpoints.edit"
SEE_QUOTA = "contactpoints.see_quota"
#: Writes down how a unit is doing 企情.
WRITE_PROFILE = "contactpoints.write_profile"
#: Sees which units could become contact points, in which order.
RANK = "contactpoints.rank"


def declare() -> None:
    """Called once when the room starts."""
    offices = (Role.LEDGER_OFFICER, Role.PETITION_OFFICER)
    grants.allow(VIEW, Role.CADRE, Role.HANDLER, Role.UNIT_HEAD, Role.LEADER, *offices)
    grants.allow(EDIT, Role.LEDGER_OFFICER)
    # A quota is between the office and the leader it binds: shown to nobody else, ranked nowhere.
    grants.allow(SEE_QUOTA, *offices)
    grants.allow(RANK, Role.LEADER, *offices)
    grants.allow(WRITE_PROFILE, Role.LEDGER_OFFICER, Role.UNIT_HEAD, Role.CADRE)
    grants.administer("view add change", "contactpoints.contactpoint", by=Role.LEDGER_OFFICER)
    grants.administer("view add change delete", "contactpoints.criterionscore", by=Role.LEDGER_OFFICER)
    grants.administer("view add change", "contactpoints.indicator", by=Role.LEDGER_OFFICER)
    grants.administer("view", "contactpoints.unitprofile", "contactpoints.indicatorvalue", by=Role.LEDGER_OFFICER)
    grants.administer("view", "contactpoints.unitassessment", "contactpoints.rankingweights", by=Role.LEDGER_OFFICER)
    grants.administer("view", "contactpoints.pointtenure", "contactpoints.pointreview", by=Role.LEDGER_OFFICER)
