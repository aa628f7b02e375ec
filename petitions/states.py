"""The words of petition reception: kinds, ways of arrival and states (信访工作条例, in force since 2022-05-01)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The three kinds of Art. 29–31; the petitioner chooses, an officer confirms."""

    APPEAL = "appeal", _("申诉求决")
    SUGGESTION = "suggestion", _("建议意见")
    ACCUSATION = "accusation", _("检举控告")


class Arrival(models.TextChoices):
    """How a petition came in."""

    WEB = "web", _("网上")
    LETTER = "letter", _("来信")
    VISIT = "visit", _("来访")
    CALL = "call", _("来电")
    RECEPTION = "reception", _("领导接访")
    TRANSFERRED = "transferred", _("上级转送")


class State(models.TextChoices):
    """Where a petition stands; each label says what it waits for."""

    REGISTERED = "registered", _("待分类")
    CLASSIFIED = "classified", _("待告知")
    ACCEPTED = "accepted", _("待交办")
    REFERRED = "referred", _("已转送")
    NOT_OWN = "not_own", _("不属本单位")
    LEGAL_ROUTE = "legal_route", _("已告知法定途径")
    REPEAT_REFUSED = "repeat_refused", _("重复信访不再受理")
    DISCIPLINE_ROUTED = "discipline_routed", _("纪检办理")
    INSPECTING = "inspecting", _("纪检核查")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    INVESTIGATING = "investigating", _("办理中")
    MEDIATED = "mediated", _("已调解，待送达")
    OPINION_ISSUED = "opinion_issued", _("意见已出，待送达")
    DELIVERED = "delivered", _("已答复，待评价")
    REVIEW_REQUESTED = "review_requested", _("复查中")
    REVIEW_DECIDED = "review_decided", _("已复查")
    FINAL_REQUESTED = "final_requested", _("复核中")
    FINAL_DECIDED = "final_decided", _("已复核")
    WITHDRAWN = "withdrawn", _("信访人已撤回")
    RATED = "rated", _("已评价")
    ARCHIVED = "archived", _("已归档")


#: Another unit looks at the reply again: 复查, then 复核.
UNDER_REVIEW = (State.REVIEW_REQUESTED, State.FINAL_REQUESTED)
#: Only inspectors see it.
INSPECTED = (State.DISCIPLINE_ROUTED, State.INSPECTING)
#: Somebody in the office still has to do something.
AT_THE_DESK = (
    State.REGISTERED,
    State.CLASSIFIED,
    State.ACCEPTED,
    State.MEDIATED,
    State.OPINION_ISSUED,
    *UNDER_REVIEW,
    *INSPECTED,
)
#: The office, or the unit it was referred to, works on it.
IN_HAND = (State.ACCEPTED, State.INVESTIGATING)
#: Not over yet.
OPEN = (*AT_THE_DESK, State.REFERRED, State.INVESTIGATING, State.DELIVERED)


class Publication(models.TextChoices):
    """Where a question with its answer, made from a petition, stands on its way to everybody."""

    DRAFT = "draft", _("起草")
    CHECKING = "checking", _("待核对")
    PUBLISHED = "published", _("已公开")
    WITHDRAWN = "withdrawn", _("已撤下")


class Hardness(models.TextChoices):
    """Why a leader takes a case on."""

    HARD = "hard", _("疑难复杂")
    OLD = "old", _("长期未化解")
    REPEATED = "repeated", _("重复信访")
    GROUP = "group", _("多人联名")


class Sponsoring(models.TextChoices):
    """Where a sponsored case stands."""

    RUNNING = "running", _("包案中")
    RESOLVED = "resolved", _("已化解")
    GIVEN_BACK = "given_back", _("已解除")


class Meeting(models.TextChoices):
    """Where a place at a leader's reception stands."""

    WAITING = "waiting", _("排队中")
    BOOKED = "booked", _("已约好")
    HEARD = "heard", _("已接访")
    MISSED = "missed", _("未到")
    GIVEN_UP = "given_up", _("已取消")


#: Still to come.
MEETING_STANDS = (Meeting.WAITING, Meeting.BOOKED)
