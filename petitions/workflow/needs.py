"""What stands in the way of a step, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.common import clock
from outreach.common.transitions import Words
from outreach.org.scoping import Rights
from petitions.casefile import (
    asked_extension,
    hearing_to_come,
    last_opinion,
    last_referral,
    late_request,
    next_higher,
    supervised_for,
    unheeded_reports,
)
from petitions.completeness import obstacles
from petitions.models import Petition, Referral, WayIn
from petitions.models.accused import LIFTABLE
from petitions.states import Kind
from petitions.statute import SEEN_ONLY, Outcome, Stage, Term, Waits

_BEFORE = {Stage.REVIEW: Stage.HANDLING, Stage.FINAL: Stage.REVIEW}
#: So many questions may wait for a petitioner at once.
MOST_QUESTIONS = 5
_NONE_LATE = gettext_lazy("没有逾期的申请等着决定。")


def is_sealed(petition: Petition, _rights: Rights) -> Words | None:
    """Whom it is about is kept only by inspectors."""
    return None if petition.is_sealed else _("只有纪检密件才登记被反映人。")


def somebody_may_come_back(petition: Petition, _rights: Rights) -> Words | None:
    """Asked of rows that were fetched with the petition where many are shown."""
    if any(one.ground in LIFTABLE for one in petition.accused.all()):
        return None
    return _("没有人在这件信访上回避。")


def nothing_is_open(petition: Petition, _rights: Rights) -> Words | None:
    """A case is over only when nothing of it waits for anybody: in the ledger, at a hearing, on its way to the post."""
    return " ".join(obstacles(petition)) or None


def waits_for_reading(petition: Petition, _rights: Rights) -> Words | None:
    """Read back once, and only what was said."""
    way: WayIn | None = getattr(petition, "way_in", None)
    if way is not None and way.waits_for_reading:
        return None
    return _("不用宣读：不是口述的，或者已经读过。")


def is_repeat(petition: Petition, _rights: Rights) -> Words | None:
    """Only what was linked can be parted."""
    return None if petition.repeat_of_id else _("没有关联为重复信访。")


def is_no_repeat(petition: Petition, _rights: Rights) -> Words | None:
    """It repeats one matter at most."""
    return _("已经关联为重复信访。") if petition.repeat_of_id else None


def is_appeal(petition: Petition, _rights: Rights) -> Words | None:
    """Art. 31–36 speak of appeals; suggestions and accusations have neither term nor review."""
    return None if petition.kind == Kind.APPEAL else _("只有申诉求决有这一步。")


def may_be_answered(petition: Petition, _rights: Rights) -> Words | None:
    """Art. 32: the answer to an appeal is a written opinion, unless it is simple enough to be told."""
    if petition.is_sealed or petition.is_simple or petition.kind != Kind.APPEAL:
        return None
    return _("申诉求决要出具处理意见；简单明了的，分类时选“简易办理”，就可以直接答复。")


def is_simple(petition: Petition, _rights: Rights) -> Words | None:
    return None if petition.is_simple else _("这件信访没有按简易办理。")


def is_objected(petition: Petition, _rights: Rights) -> Words | None:
    """Art. 23: the office decides on an objection of the unit it referred to."""
    return None if petition.waits_for == Waits.OBJECTION else _("转送的单位没有提出异议。")


def not_objected(petition: Petition, _rights: Rights) -> Words | None:
    return _("转送的单位提出了异议，先由转送的办公室决定。") if petition.waits_for == Waits.OBJECTION else None


def not_of_that_unit(petition: Petition, rights: Rights) -> Words | None:
    """A unit does not decide on its own objection."""
    unit = petition.referred_to
    if unit is None or rights.user is None:
        return None
    serves = any(posting.unit.path.startswith(unit.path) for posting in rights.postings)
    return _("异议由转送的办公室决定，提出异议的单位自己不能决定。") if serves else None


def may_still_object(petition: Petition, _rights: Rights) -> Words | None:
    """Art. 23: within 5 workdays of receipt, once."""
    held, sent = petition.clock_of(Term.OBJECTION), last_referral(petition)
    if held is None or sent is None or sent.decision == Referral.Decision.CONFIRM:
        return _("办公室已经维持转送，不能再提异议。")
    if clock.today() > held.due_on:
        return _("提出异议的期限是 %(day)s，已经过了。") % {"day": held.due_on}
    return None


def may_be_extended(petition: Petition, _rights: Rights) -> Words | None:
    """Art. 34: once, and before the term ends."""
    held = petition.clock_of(Term.CONCLUDE)
    if held is None or petition.term != Term.CONCLUDE or petition.is_simple:
        return _("没有可以延长的办结期限。")
    if held.extensions:
        return _("已经延长过一次，不能再延长。")
    if clock.today() > held.due_on:
        return _("办结期限 %(day)s 已经过了，不能再延长。") % {"day": held.due_on}
    return None


def no_extension_asked(petition: Petition, _rights: Rights) -> Words | None:
    return _("已经申请延长，等领导决定。") if asked_extension(petition) else None


def extension_asked(petition: Petition, rights: Rights) -> Words | None:
    """Somebody else than who asked decides."""
    asked = asked_extension(petition)
    if asked is None:
        return _("没有等着决定的延期申请。")
    if rights.user is not None and rights.user.pk == asked.asked_by_id:
        return _("不能自己批准自己申请的延期。")
    return None


def told_to_this_leader(petition: Petition, rights: Rights) -> Words | None:
    mine = [one for one in unheeded_reports(petition) if rights.user and one.told_id == rights.user.pk]
    return None if mine else _("没有等您阅知的报告。")


def hearing_is_called(petition: Petition, _rights: Rights) -> Words | None:
    return None if hearing_to_come(petition) else _("没有通知过听证。")


def no_hearing_is_called(petition: Petition, _rights: Rights) -> Words | None:
    return _("已经通知了一次听证，先记录或取消它。") if hearing_to_come(petition) else None


def is_undelivered(petition: Petition, _rights: Rights) -> Words | None:
    last = last_opinion(petition)
    return None if last and last.delivered_on is None else _("意见已经送达。")


def is_delivered(petition: Petition, _rights: Rights) -> Words | None:
    last = last_opinion(petition)
    return _("先把意见送达信访人。") if last and last.delivered_on is None else None


def is_revoked(petition: Petition, _rights: Rights) -> Words | None:
    last = last_opinion(petition)
    return None if last and last.outcome == Outcome.REVOKE else _("原意见没有被撤销。")


def not_who_replied(petition: Petition, rights: Rights) -> Words | None:
    """Whoever wrote an opinion does not look at it again; nor does whoever reviewed it in the final review."""
    if rights.user is None:
        return None
    wrote = any(one.is_current and one.issued_by_id == rights.user.pk for one in petition.opinions.all())
    return _("原来的意见是您出的，要由另一个人复查、复核。") if wrote else None


def was_sent_from_above(petition: Petition, _rights: Rights) -> Words | None:
    way: WayIn | None = getattr(petition, "way_in", None)
    return None if way is not None and way.sent_from else _("不是上级转送的。")


def review_outside(petition: Petition, _rights: Rights) -> Words | None:
    """Art. 35: above the unit that replied there is none of the enterprise's own."""
    return _decided_outside(petition, Stage.REVIEW)


def final_outside(petition: Petition, _rights: Rights) -> Words | None:
    return _decided_outside(petition, Stage.FINAL)


def _decided_outside(petition: Petition, stage: Stage) -> Words | None:
    last = last_opinion(petition)
    if petition.is_sealed or last is None or last.delivered_on is None or last.stage != _BEFORE[stage]:
        return _("没有等着上级复查、复核的意见。")
    return _("由本企业的上一级单位复查、复核。") if next_higher(last.unit) else None


def late_review_waits(petition: Petition, _rights: Rights) -> Words | None:
    return None if late_request(petition) else _NONE_LATE


def late_review(petition: Petition, _rights: Rights) -> Words | None:
    return None if (late := late_request(petition)) and late.stage == Stage.REVIEW else _NONE_LATE


def late_final(petition: Petition, _rights: Rights) -> Words | None:
    return None if (late := late_request(petition)) and late.stage == Stage.FINAL else _NONE_LATE


def waits_to_be_seen(petition: Petition, _rights: Rights) -> Words | None:
    return None if petition.waits_for in SEEN_ONLY else _("没有等着看的。")


def not_too_many_questions(petition: Petition, _rights: Rights) -> Words | None:
    """More at once would be an interrogation: nobody answers them on a phone [ours]."""
    if sum(one.is_waiting for one in petition.questions.all()) < MOST_QUESTIONS:
        return None
    return _("已经有 %(n)d 个问题等信访人回答，先等等，或者收回不用再问的。") % {"n": MOST_QUESTIONS}


def question_waits(petition: Petition, rights: Rights) -> Words | None:
    waits = any(one.is_waiting and one.is_told_to(rights) for one in petition.questions.all())
    return None if waits else _("没有等着信访人回答的问题。")


def is_supervised(petition: Petition, _rights: Rights) -> Words | None:
    return None if supervised_for(petition) else _("没有在督办。")
