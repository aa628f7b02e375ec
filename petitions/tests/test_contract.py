from outreach.common import clock
from outreach.ledger.testing import ChannelContract, Made
from outreach.org.testing import Cast
from petitions.factories import handed_over, make_petition


class TestContract(ChannelContract):
    """Petitions keep every promise that a channel makes to the ledger."""

    key = "petition"
    number_prefix = "XF"
    person = "petition"
    list_query = {"view": "all"}

    def make_item(self, cast: Cast) -> Made:
        petition = handed_over(cast)
        assert petition.issue is not None
        return Made(
            record=petition,
            issue=petition.issue,
            title=petition.title,
            detail_url=petition.get_absolute_url(),
            unit=petition.unit,
            held_on=clock.day_of(petition.received_at),
        )

    def make_waiting(self, cast: Cast) -> None:
        make_petition(cast.quay, title="宿舍屋顶漏雨，报修两次没人来")
