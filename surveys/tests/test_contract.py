from outreach.ledger.factories import noted
from outreach.ledger.testing import ChannelContract, Made
from outreach.ledger.workflow import hand_in
from outreach.org.testing import Cast
from surveys.factories import a_record
from surveys.workflow import FindingDraft


class TestContract(ChannelContract):
    """Investigations keep every promise that a channel makes to the ledger."""

    key = "survey"
    number_prefix = "DY"

    def make_item(self, cast: Cast) -> Made:
        record = a_record(cast, FindingDraft("备件报缺到领用平均 23 天"))
        finding = record.findings.get()
        assert finding.issue is not None
        return Made(
            record=finding,
            issue=finding.issue,
            title=record.investigation.title,
            detail_url=record.investigation.get_absolute_url(),
            unit=record.unit,
            held_on=record.held_on,
        )

    def make_waiting(self, cast: Cast) -> None:
        hand_in(issue=noted(cast, "更衣柜 43 人共用 28 个"), rights=cast.rights("cadre"))
        a_record(cast, FindingDraft("更衣柜 43 人共用 28 个"))
