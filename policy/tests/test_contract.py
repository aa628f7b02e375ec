from outreach.ledger.factories import noted
from outreach.ledger.testing import ChannelContract, Made
from outreach.ledger.workflow import hand_in
from outreach.org.testing import Cast
from policy.factories import a_session
from policy.models import QuestionOutcome
from policy.workflow import QuestionDraft


class TestContract(ChannelContract):
    """Policy promotion keeps every promise that a channel makes to the ledger."""

    key = "policy"
    number_prefix = "XJ"
    scoped_list_url_name = "policy:sessions"
    is_first_page_public = True

    def make_item(self, cast: Cast) -> Made:
        asked = QuestionDraft("劳务工能不能领技能等级津贴", outcome=QuestionOutcome.TO_LEDGER)
        session = a_session(cast, asked)
        question = session.questions.get()
        assert question.issue is not None
        return Made(
            record=question,
            issue=question.issue,
            title=session.theme,
            detail_url=session.get_absolute_url(),
            unit=session.unit,
            held_on=session.held_on,
        )

    def make_waiting(self, cast: Cast) -> None:
        hand_in(issue=noted(cast, "高温天午休场所没有空调"), rights=cast.rights("cadre"))
        a_session(cast, QuestionDraft("高温天午休场所没有空调", outcome=QuestionOutcome.TO_LEDGER))
