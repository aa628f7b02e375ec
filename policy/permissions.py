"""What may be done in policy promotion, and which roles hold it."""

from outreach.org.grants import grants
from outreach.org.roles import Role

VIEW = "policy.view"
RECORD = "policy.record"
PUBLISH = "policy.publish"


def declare() -> None:
    """Called once when the channel starts."""
    recorders = (Role.CADRE, Role.HANDLER, Role.UNIT_HEAD, Role.LEDGER_OFFICER, Role.LEADER)
    grants.allow(VIEW, *recorders, Role.ACCEPTOR)
    grants.allow(RECORD, *recorders)
    grants.allow(PUBLISH, Role.LEDGER_OFFICER, Role.LEADER)
    grants.administer("view change", "policy.policydocument", by=Role.LEDGER_OFFICER)
    grants.administer("view", "policy.policysession", "policy.sessionquestion", by=Role.LEDGER_OFFICER)
