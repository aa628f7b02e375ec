"""How a reply is looked at again by the unit above, and handled anew: rows of Art. 35 and 36."""

from django.utils.translation import gettext_lazy as _

from petitions.permissions import MANAGE
from petitions.states import State
from petitions.workflow import needs
from petitions.workflow.step import REPLIED, Step, source

REVIEWING: list[Step] = [
    # By the next higher unit, never by whoever wrote what is looked at again.
    Step(
        "decide_review",
        _("出具复查意见"),
        source(State.REVIEW_REQUESTED),
        State.REVIEW_DECIDED,
        MANAGE,
        place="reviewing",
        needs=(needs.not_who_replied, needs.no_hearing_is_called),
        article="35",
    ),
    Step(
        "decide_final",
        _("出具复核意见"),
        source(State.FINAL_REQUESTED),
        State.FINAL_DECIDED,
        MANAGE,
        place="reviewing",
        needs=(needs.not_who_replied, needs.no_hearing_is_called),
        article="36",
    ),
    Step(
        "deliver_review",
        _("登记送达"),
        source(State.REVIEW_DECIDED, State.FINAL_DECIDED),
        None,
        MANAGE,
        needs=(needs.is_undelivered,),
        article="35, 36",
        is_occasional=True,
    ),
    Step(
        "admit_review",
        _("受理逾期的复查申请"),
        source(*REPLIED),
        State.REVIEW_REQUESTED,
        MANAGE,
        place="reviewing",
        needs=(needs.late_review,),
        article="35",
        is_occasional=True,
    ),
    Step(
        "admit_final",
        _("受理逾期的复核申请"),
        source(*REPLIED),
        State.FINAL_REQUESTED,
        MANAGE,
        place="reviewing",
        needs=(needs.late_final,),
        article="36",
        is_occasional=True,
    ),
    Step(
        "decline_review",
        _("不受理逾期的申请"),
        source(*REPLIED),
        None,
        MANAGE,
        place="reviewing",
        needs=(needs.late_review_waits,),
        article="35, 36",
        is_occasional=True,
    ),
    # Above the highest unit somebody outside looks again, and sends what they decided.
    Step(
        "outside_review",
        _("登记上级的复查意见"),
        source(*REPLIED),
        State.REVIEW_DECIDED,
        MANAGE,
        place="office",
        needs=(needs.is_appeal, needs.review_outside),
        article="35",
        is_occasional=True,
        is_aside=True,
    ),
    Step(
        "outside_final",
        _("登记上级的复核意见"),
        source(*REPLIED),
        State.FINAL_DECIDED,
        MANAGE,
        place="office",
        needs=(needs.is_appeal, needs.final_outside),
        article="36",
        is_occasional=True,
        is_aside=True,
    ),
    Step(
        "redo",
        _("重新办理"),
        source(State.REVIEW_DECIDED, State.FINAL_DECIDED),
        State.ACCEPTED,
        MANAGE,
        needs=(needs.is_revoked, needs.is_delivered),
        article="35, 36",
        is_occasional=True,
    ),
    # Told simply there is no opinion that could be reviewed: whoever is not content with that gets one.
    Step(
        "redo_ordinary",
        _("转普通程序重新办理"),
        source(State.DELIVERED, State.RATED),
        State.ACCEPTED,
        MANAGE,
        needs=(needs.is_appeal, needs.is_simple),
        article="32, 35",
        is_aside=True,
        is_occasional=True,
    ),
]
