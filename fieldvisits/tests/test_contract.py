from datetime import date
from uuid import uuid4

from fieldvisits.factories import VisitPlanFactory
from fieldvisits.intake import FindingEntry, VisitEntry, log_visit
from fieldvisits.models import Outcome
from outreach.common import clock
from outreach.contactpoints.models import ContactPoint
from outreach.ledger.testing import ChannelContract, Made
from outreach.org.testing import Cast


class TestContract(ChannelContract):
    """On-site visits keep every promise that a channel makes to the ledger."""

    key = "fieldvisit"
    number_prefix = "XC"

    def make_item(self, cast: Cast) -> Made:
        finding = FindingEntry(what="门机钢丝绳断丝超限", outcome=Outcome.TO_LEDGER)
        entry = VisitEntry(
            client_uuid=uuid4(), unit=cast.quay, visited_on=clock.today(), purpose="看交接班", findings=[finding]
        )
        visit = log_visit(entry=entry, rights=cast.rights("cadre"))
        found = visit.findings.get()
        assert found.issue is not None
        return Made(
            record=found,
            issue=found.issue,
            title=visit.get_absolute_url(),
            detail_url=visit.get_absolute_url(),
            unit=visit.unit,
            held_on=visit.visited_on,
        )

    def make_waiting(self, cast: Cast) -> None:
        point = ContactPoint.objects.create(
            unit=cast.quay, leader=cast.leader.cadre, liaison=cast.cadre, since=date(2026, 1, 1), visit_quota=1
        )
        VisitPlanFactory.create(contact_point=point, planned_by=cast.ledger)
