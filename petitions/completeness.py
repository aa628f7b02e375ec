"""What a complete file of a case has, and what is missing of it while somebody wants to put it away."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.common import clock
from outreach.documents.models import Document
from outreach.documents.states import State as DocumentState
from outreach.ledger.states import ENDED
from petitions.casefile import (
    granted_extension,
    hearing_to_come,
    last_opinion,
    late_request,
    supervised_for,
    unheeded_reports,
)
from petitions.documents.dossier import DOSSIER
from petitions.models import HandlingOpinion, Petition, WayIn
from petitions.states import State
from petitions.statute import SEEN_ONLY, Above, Handover, Outcome, Stage, Term, Waits

#: What an officer may put a case away without, once they have seen it.
GAPS: dict[str, Promise] = {
    "notice": gettext_lazy("告知书没有签发（受理、转送、不予受理、法定途径或不再受理）"),
    "extension": gettext_lazy("延长了办理期限，告知书没有签发"),
    "opinion": gettext_lazy("处理意见书没有签发"),
    "review": gettext_lazy("复查意见书没有签发"),
    "final_review": gettext_lazy("复核意见书没有签发"),
    "mediation": gettext_lazy("调解协议书没有签发"),
    "hearing": gettext_lazy("开过听证，听证笔录没有签发"),
    "draft": gettext_lazy("还有文书是草稿"),
    "proof": gettext_lazy("意见送达了，没有送达凭证"),
    "referral": gettext_lazy("转送的单位还没有受理，也没有告诉信访人怎么办"),
    "review_term": gettext_lazy("申请复查、复核的期限还没有满"),
    "rating": gettext_lazy("信访人还没有评价，归档以后不能再评价"),
    "reading": gettext_lazy("口述的内容还没有向信访人宣读"),
    "supplement": gettext_lazy("信访人后来补充或提出的，还没有看"),
    "question": gettext_lazy("向信访人提的问题还没有回答，也没有收回"),
    "above": gettext_lazy("要向上级回复，还没有报告结果"),
    "report": gettext_lazy("紧急、重大情况的报告还没有人阅知"),
    "supervision": gettext_lazy("还在督办"),
}
#: By which notice the petitioner is told within the 15 days of Art. 23, by the step that says so.
_NOTICE_OF = {
    "accept": "acceptance",
    "refer": "referral_notice",
    "refer_on": "referral_notice",
    "not_accept": "not_accept",
    "not_own": "not_accept",
    "route_legally": "legal_route",
    "refuse_repeat": "repeat_refused",
}
_OPINION_OF = {Stage.HANDLING: "opinion", Stage.REVIEW: "review", Stage.FINAL: "final_review"}


def obstacles(petition: Petition) -> list[str]:
    """What nobody may put it away with, in words; a sealed one rests with its items."""
    return [] if petition.is_sealed else list(_obstacles(petition))


def _obstacles(petition: Petition) -> Iterator[str]:
    issues = [petition.issue, *(one.issue for one in petition.further_items.all())]
    if open_ones := [one.number for one in issues if one is not None and one.status not in ENDED]:
        yield _("台账事项 %(number)s 还没有销号。") % {"number": "、".join(open_ones)}
    if called := hearing_to_come(petition):
        day = clock.day_of(called.held_at)
        yield _("%(day)s 的听证还没有记录，也没有取消。") % {"day": day}
    if late_request(petition):
        yield _("逾期的复查、复核申请还没有决定。")
    if petition.waits_for == Waits.OBJECTION:
        yield _("转送的单位提出了异议，还没有决定。")
    above = list(petition.above.all())
    if above and above[-1].sort == Above.SENT_BACK:
        yield _("上级退回，还没有再报告结果。")
    last = last_opinion(petition)
    if last and last.delivered_on is None:
        yield _("%(stage)s意见还没有送达。") % {"stage": last.get_stage_display()}
    elif last and last.outcome == Outcome.REVOKE:
        yield _("原意见被撤销，还没有重新办理。")


def gaps(petition: Petition) -> list[str]:
    """What it lacks, by the keys of ``GAPS`` and in their order; inspectors keep files of their own."""
    found = set() if petition.is_sealed else {*_paper_gaps(petition), *_open_ends(petition), *_unheard(petition)}
    return [key for key in GAPS if key in found]


def _paper_gaps(petition: Petition) -> Iterator[str]:
    """To somebody without name or address nothing is owed on paper (Art. 23)."""
    written = list(Document.objects.of(DOSSIER.key, petition.pk).values_list("kind", "status"))
    issued = {kind.removeprefix(f"{DOSSIER.key}.") for kind, status in written if status == DocumentState.ISSUED}
    if any(status == DocumentState.DRAFT for _kind, status in written):
        yield "draft"
    opinions = [one for one in petition.opinions.all() if one.is_current]
    if any(_lacks_proof(one) for one in opinions):
        yield "proof"
    if petition.is_anonymous:
        return
    said = petition.events.filter(step__in=_NOTICE_OF).order_by("version").values_list("step", flat=True).last()
    if said and _NOTICE_OF[said] not in issued:
        yield "notice"
    owed = {_OPINION_OF[Stage(one.stage)] for one in opinions if not one.outside}
    owed |= {"extension"} if granted_extension(petition) else set()
    owed |= {"mediation"} if petition.mediations.exists() else set()
    owed |= {"hearing"} if petition.hearings.exclude(minutes="").exists() else set()
    yield from owed - issued


def _lacks_proof(opinion: HandlingOpinion) -> bool:
    """Who signed for it on the query page has proved it."""
    is_delivered = opinion.delivered_on is not None
    return is_delivered and opinion.proof_id is None and opinion.delivered_by_way != Handover.ONLINE


def _open_ends(petition: Petition) -> Iterator[str]:
    way: WayIn | None = getattr(petition, "way_in", None)
    asked = [petition.clock_of(term) for term in (Term.ASK_REVIEW, Term.ASK_FINAL)]
    if petition.status == State.REFERRED:
        yield "referral"
    if last_opinion(petition) and any(held and held.due_on >= clock.today() for held in asked):
        yield "review_term"
    if petition.status in {State.DELIVERED, State.REVIEW_DECIDED, State.FINAL_DECIDED}:
        yield "rating"
    if way is not None and way.waits_for_reading:
        yield "reading"
    if way is not None and way.is_answer_owed and not petition.above.filter(sort=Above.REPORTED).exists():
        yield "above"
    if unheeded_reports(petition):
        yield "report"
    if supervised_for(petition):
        yield "supervision"


def _unheard(petition: Petition) -> Iterator[str]:
    """Of the petitioner: something not looked at, or not answered."""
    if petition.waits_for in SEEN_ONLY:
        yield "supplement"
    if any(one.is_waiting for one in petition.questions.all()):
        yield "question"
