"""What may be done with on-site visits, and which roles hold it."""

from outreach.documents.permissions import WRITE as WRITE_DOCUMENTS
from outreach.org.grants import grants
from outreach.org.roles import Role

VIEW = "fieldvisits.view"
RECORD = "fieldvisits.record"
PLAN = "fieldvisits.plan"
RECEIVE = "fieldvisits.receive"
WRITE_MINUTES = "fieldvisits.write_minutes"
CONFIRM_MINUTES = "fieldvisits.confirm_minutes"
#: How visits were conducted, unit by unit (中央八项规定).
CONDUCT = "fieldvisits.conduct"
#: Bringing visits in from a file, for an author whose device could not send them.
IMPORT = "fieldvisits.import"


def declare() -> None:
    """Called once when the channel starts."""
    recorders = (
        Role.CADRE,
        Role.HANDLER,
        Role.UNIT_HEAD,
        Role.PETITION_OFFICER,
        Role.LEDGER_OFFICER,
        Role.LEADER,
    )
    grants.allow(RECORD, *recorders)
    grants.allow(VIEW, *recorders, Role.DISCIPLINE_INSPECTOR)
    grants.allow(CONDUCT, Role.DISCIPLINE_INSPECTOR)
    grants.allow(PLAN, Role.LEDGER_OFFICER)
    grants.allow(IMPORT, Role.LEDGER_OFFICER)
    # Whoever heads a unit reads the letter that tells of a visit to it.
    grants.allow(RECEIVE, Role.UNIT_HEAD)
    grants.allow(WRITE_MINUTES, Role.CADRE, Role.UNIT_HEAD, Role.LEDGER_OFFICER, Role.LEADER)
    # A leader answers for what was decided on the spot; the office keeps the numbers.
    grants.allow(CONFIRM_MINUTES, Role.LEDGER_OFFICER, Role.LEADER)
    grants.allow(WRITE_DOCUMENTS, Role.LEDGER_OFFICER)
    grants.administer(
        "view", "fieldvisits.visit", "fieldvisits.visitfinding", "fieldvisits.minutes", by=Role.LEDGER_OFFICER
    )
    grants.administer("view", "fieldvisits.visitplan", by=Role.LEDGER_OFFICER)
    grants.administer("view add change delete", "fieldvisits.peakperiod", by=Role.LEDGER_OFFICER)
