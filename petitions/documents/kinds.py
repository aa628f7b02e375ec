"""Which documents the petition office writes, and when."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from outreach.documents.fields import Field
from outreach.documents.kinds import DocumentKind, Values, kinds
from outreach.documents.paper import Paper
from petitions.casefile import granted_extension, hearing_to_come, opinion_of
from petitions.documents import filling, papers
from petitions.documents.dossier import DOSSIER
from petitions.documents.examples import EXAMPLES
from petitions.documents.warnings import warn_of_names
from petitions.models import Petition
from petitions.permissions import ISSUE_DOCUMENTS
from petitions.states import UNDER_REVIEW, State
from petitions.statute import Stage

_BEING_HANDLED = (State.ACCEPTED, State.INVESTIGATING)
_HANDLED = (State.OPINION_ISSUED, State.DELIVERED, State.RATED)
_REVIEWED = (State.REVIEW_DECIDED, State.FINAL_REQUESTED, State.FINAL_DECIDED, State.RATED)
_SETTLED = (State.MEDIATED, State.DELIVERED, State.RATED)


def _field(name: str, label: Any, **more: Any) -> Field:
    return Field(name, label, EXAMPLES[name], **more)


PETITIONER = _field("petitioner", _("信访人姓名"), is_identity=True)
TITLE = _field("title", _("信访事项"))
NUMBER = _field("petition", _("信访件编号"))
RECEIVED = _field("received_on", _("收到日期"))
ACCEPTED = _field("accepted_on", _("受理日期"))
REFERRED_TO = _field("referred_to", _("转送给的单位"))
REMARK = _field("remark", _("补充说明"), is_required=False, is_long=True)
REQUEST = _field("request", _("诉求"), is_long=True)
FACTS = _field("facts", _("事实和理由"), is_long=True)
OPINION = _field("opinion", _("意见及依据"), is_long=True)
REVIEWER = _field("reviewer", _("不服向谁提出"))
MATTER = _field("matter", _("情况和诉求"), is_long=True)
HELD_AT = _field("held_at", _("时间、地点"))
PEOPLE = _field(
    "people",
    _("参加人"),
    is_required=False,
    columns={"name": _("姓名"), "post": _("单位和职务"), "part": pgettext_lazy("听证", "身份")},
)


def _in_chinese(fill: Callable[[Petition], Values]) -> Callable[[Petition], Values]:
    """What is proposed stands in an official document, whatever language its officer reads."""

    def proposed(petition: Petition) -> Values:
        with override("zh-hans"):
            return fill(petition)

    return proposed


def _kind(
    key: str,
    label: Any,
    purpose: Any,
    paper: Paper,
    fields: tuple[Field, ...],
    fill: Callable[[Petition], Values] = filling.basics,
    *,
    states: tuple[State, ...] = tuple(State),
    **more: Any,
) -> DocumentKind:
    def suits(petition: Petition) -> bool:
        return petition.status in states and (key == "receipt" or not petition.is_sealed)

    return DocumentKind(
        key=f"petition.{key}",
        dossier=DOSSIER.key,
        label=label,
        purpose=purpose,
        series=papers.SERIES_OF[key],
        permission=ISSUE_DOCUMENTS,
        fields=fields,
        paper=paper,
        fill=_in_chinese(fill),
        suits=more.pop("suits", suits),
        **more,
    )


_NOTICES_ABOUT = (PETITIONER, TITLE, NUMBER, RECEIVED)
_NOTICES = (
    _kind(
        "receipt",
        _("收件回执"),
        _("证明收到了信访件，告诉信访人怎么查询。"),
        papers.RECEIPT,
        (*_NOTICES_ABOUT, _field("notice_days", _("告知期限（天）")), _field("materials", _("收到的材料"))),
        filling.receipt,
    ),
    _kind(
        "acceptance",
        _("受理告知书"),
        _("告诉信访人由我们办，最迟什么时候办完。"),
        papers.ACCEPTANCE,
        (*_NOTICES_ABOUT, _field("term", _("办理期限"), is_long=True), REMARK),
        filling.acceptance,
        states=(*_BEING_HANDLED, *_HANDLED),
    ),
    _kind(
        "referral_notice",
        _("转送告知书"),
        _("告诉信访人转给了哪个单位。"),
        papers.REFERRAL_NOTICE,
        (*_NOTICES_ABOUT, REFERRED_TO, REMARK),
        states=(State.REFERRED,),
    ),
    _kind(
        "legal_route",
        _("法定途径告知书"),
        _("告诉信访人这件事应当走什么法定途径、向谁提出。"),
        papers.LEGAL_ROUTE,
        (
            *_NOTICES_ABOUT,
            _field("route", _("应当走的途径")),
            _field("owner", _("向谁提出")),
            replace(REMARK, example=EXAMPLES["advice_there"]),
        ),
        filling.legal_route,
        states=(State.LEGAL_ROUTE,),
    ),
    _kind(
        "repeat_refused",
        _("不再受理告知书"),
        _("告诉信访人同样的事实和理由已经复核终结，不再受理。"),
        papers.REPEAT_REFUSED,
        (
            *_NOTICES_ABOUT,
            _field("earlier", _("已经复核的信访件编号")),
            _field("decided_by", _("作出复核意见的单位")),
            _field("decided_on", _("复核意见的日期")),
            replace(REMARK, example=papers.NEW_FACTS),
        ),
        filling.repeat_refused,
        states=(State.REPEAT_REFUSED,),
    ),
    _kind(
        "not_accept",
        _("不予受理告知书"),
        _("告诉信访人为什么不受理，可以走什么途径。"),
        papers.NOT_ACCEPT,
        (
            *_NOTICES_ABOUT,
            _field("ground", _("不予受理的理由"), is_long=True),
            _field("advice", _("可以走的途径"), is_required=False, is_long=True),
        ),
        filling.refused,
        states=(State.NOT_ACCEPTED, State.NOT_OWN),
    ),
    _kind(
        "extension",
        _("延长办理期限告知书"),
        _("告诉信访人延长到什么时候、为什么；最多 30 天，只能一次。"),
        papers.EXTENSION,
        (
            *(PETITIONER, TITLE, NUMBER, ACCEPTED),
            _field("cause", _("延长的理由"), is_long=True),
            _field("extended_to", _("延长到")),
        ),
        filling.extension,
        suits=lambda petition: petition.status in _BEING_HANDLED and granted_extension(petition) is not None,
    ),
    _kind(
        "hearing_notice",
        _("听证通知书"),
        _("告诉信访人听证的时间、地点和听证员。"),
        papers.HEARING_NOTICE,
        (
            *(PETITIONER, TITLE, NUMBER, HELD_AT, _field("panel", _("听证员"))),
            replace(REMARK, example=papers.HEARING_REMARK),
        ),
        filling.hearing_notice,
        suits=lambda petition: not petition.is_sealed and hearing_to_come(petition) is not None,
    ),
)


#: To units: they hold no name, and a checker looks for what tells who it is.
_LETTERS = (
    _kind(
        "referral_letter",
        _("转送函"),
        _("把信访件转给负责的单位。"),
        papers.REFERRAL_LETTER,
        (REFERRED_TO, TITLE, NUMBER, MATTER),
        filling.letter,
        states=(State.REFERRED,),
        is_handed_out=False,
        warn=warn_of_names,
    ),
    _kind(
        "task",
        _("交办单"),
        _("把事情交给承办单位，不含信访人。"),
        papers.TASK,
        (
            *(TITLE, MATTER, _field("issue", _("台账编号"))),
            _field("handler", _("承办单位、责任人")),
            _field("due_on", _("办结期限"), is_required=False),
            _field("task", _("办理要求"), is_long=True),
        ),
        filling.task,
        states=(State.INVESTIGATING,),
        is_handed_out=False,
        warn=warn_of_names,
    ),
)


def _has_opinion(stage: Stage) -> Callable[[Petition], bool]:
    """While the case is open, once that stage has said something."""

    def suits(petition: Petition) -> bool:
        said = opinion_of(petition, stage) if petition.status in _REVIEWED and not petition.is_sealed else None
        return said is not None and not said.outside  # who is above the enterprise writes its own

    return suits


_OPINIONS_ABOUT = (PETITIONER, TITLE, NUMBER)
_OPINIONS = (
    _kind(
        "opinion",
        _("处理意见书"),
        _("书面答复：诉求、事实和理由、意见及依据，不服向谁申请复查。"),
        papers.OPINION,
        (*_OPINIONS_ABOUT, ACCEPTED, REQUEST, FACTS, OPINION, REVIEWER),
        filling.opinion,
        states=(*_BEING_HANDLED, *_HANDLED),
    ),
    _kind(
        "review",
        _("复查意见书"),
        _("上一级单位对处理意见的复查结论。"),
        papers.REVIEW,
        (*_OPINIONS_ABOUT, REQUEST, FACTS, OPINION, REVIEWER),
        filling.review,
        suits=_has_opinion(Stage.REVIEW),
    ),
    _kind(
        "final_review",
        _("复核意见书"),
        _("再上一级单位的复核结论，是终结意见。"),
        papers.FINAL_REVIEW,
        (*_OPINIONS_ABOUT, REQUEST, FACTS, OPINION),
        filling.final_review,
        suits=_has_opinion(Stage.FINAL),
    ),
)


_RECORDS_ABOUT = (PETITIONER, TITLE, NUMBER, HELD_AT)
_RECORDS = (
    _kind(
        "mediation",
        _("调解协议书"),
        _("双方自愿达成的协议，各方签名。"),
        papers.MEDIATION,
        (
            *_RECORDS_ABOUT,
            _field("other_party", _("相对方")),
            REQUEST,
            _field("agreement", _("达成的协议"), is_long=True),
            _field("performance", _("履行的方式和期限"), is_long=True),
        ),
        filling.mediation,
        states=(*_BEING_HANDLED, *_SETTLED),
    ),
    _kind(
        "hearing",
        _("听证笔录"),
        _("重大、复杂、疑难的事项公开听证的记录。"),
        papers.HEARING,
        (*_RECORDS_ABOUT, _field("chair", _("主持人、记录人")), PEOPLE, _field("record", _("笔录"), is_long=True)),
        filling.hearing,
        states=(*_BEING_HANDLED, *_HANDLED, *UNDER_REVIEW),
        is_handed_out=False,
    ),
)


def declare() -> None:
    """Called once when the channel starts."""
    kinds.register(DOSSIER, *_NOTICES, *_LETTERS, *_OPINIONS, *_RECORDS)
