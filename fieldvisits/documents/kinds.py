"""Which documents the channel writes, what fills them, and which records they belong to."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from fieldvisits.documents import papers
from fieldvisits.documents.examples import EXAMPLES
from fieldvisits.models import Minutes, VisitPlan
from fieldvisits.models.plan import DOSSIER as PLAN_DOSSIER
from fieldvisits.permissions import CONFIRM_MINUTES, PLAN
from outreach.documents.fields import Field
from outreach.documents.kinds import DocumentKind, Dossier, Values, kinds
from outreach.documents.paper import dated
from outreach.documents.safes import IN_CLEAR
from outreach.org.scoping import Rights


def _field(name: str, label: Any, **more: Any) -> Field:
    return Field(name, label, EXAMPLES[name], **more)


def _nobody(_record: Any) -> Values:
    return {}


def _sees_no_identity(_record: Any, _rights: Rights) -> bool:
    return False


def _dossier(key: str, records: Any) -> Dossier:
    """Records of the channel: no petitioner stands in their documents, so there is nobody to mask or to seal."""
    return Dossier(
        key=key,
        seen=records.visible_to,
        url=lambda record: record.get_absolute_url(),
        series=lambda _record: papers.SERIES,
        identity=_nobody,
        masked=_nobody,
        sees_identity=_sees_no_identity,
        safe=IN_CLEAR,
    )


def _fill_minutes(minutes: Minutes) -> Values:
    visit = minutes.visit
    decisions = minutes.decisions.select_related("unit", "issue")
    with override("zh-hans"):
        return {
            "visited_on": dated(visit.visited_on),
            "who": f"{visit.leader.title}{visit.leader.user}" if visit.leader else str(visit.author),
            "place": str(visit.unit),
            "kind": str(visit.get_kind_display()),
            "attended": minutes.attended,
            "facts": minutes.facts,
            "decisions": [
                {
                    "what": one.what,
                    "unit": str(one.unit),
                    "owner": one.owner,
                    "due": dated(one.due_on),
                    "item": one.issue.number if one.issue else "",
                }
                for one in decisions
            ],
        }


OF_MINUTES = _dossier("minutes", Minutes.objects)
MINUTES = DocumentKind(
    key="visit.minutes",
    dossier=OF_MINUTES.key,
    label=_("现场办公纪要"),
    purpose=_("现场办公的情况和议定事项；纪要确认时自动出具。"),
    series=papers.MINUTES_SERIES,
    permission=CONFIRM_MINUTES,
    fields=(
        _field("visited_on", _("日期")),
        _field("who", _("谁去的")),
        _field("place", _("去了哪里")),
        _field("kind", _("怎么去的")),
        _field("attended", _("参加的人（单位和职务）"), is_long=True),
        _field("facts", _("情况"), is_long=True),
        _field(
            "decisions",
            _("议定事项"),
            columns={
                "what": _("决定什么"),
                "unit": _("哪个单位办"),
                "owner": _("谁负责（职务或姓名）"),
                "due": _("哪天以前"),
                "item": _("台账编号"),
            },
        ),
    ),
    paper=papers.MINUTES,
    fill=_fill_minutes,
    # Confirming the minutes writes it, so nobody writes it by hand.
    suits=lambda _minutes: False,
    is_handed_out=False,
    is_made_once=True,
)


def _fill_letter(plan: VisitPlan) -> Values:
    point = plan.contact_point
    with override("zh-hans"):
        return {
            "addressee": str(point.unit),
            "leader": f"{point.leader.title}{point.leader.user}",
            "planned_on": dated(plan.planned_on),
            "purpose": plan.note or papers.PURPOSE,
            "conduct": papers.CONDUCT,
            "contact": str(point.liaison or plan.planned_by or ""),
        }


OF_PLANS = _dossier(PLAN_DOSSIER, VisitPlan.objects)
LETTER = DocumentKind(
    key="visit.letter",
    dossier=OF_PLANS.key,
    label=_("现场办公公函"),
    purpose=_("提前告诉单位谁什么时候来、为什么来、怎么接待；四不两直的走访不发。"),
    series=papers.LETTER_SERIES,
    permission=PLAN,
    fields=(
        _field("addressee", _("发给哪个单位")),
        _field("leader", _("谁去")),
        _field("planned_on", _("哪天去")),
        _field("purpose", _("带着什么事去"), is_long=True),
        _field("companions", _("同行几人")),
        _field("conduct", _("怎么接待"), is_long=True),
        _field("contact", _("联系人")),
    ),
    paper=papers.LETTER,
    fill=_fill_letter,
    suits=lambda plan: plan.is_to_come() and plan.is_approved and not plan.is_unannounced,
    is_handed_out=False,
)


def declare() -> None:
    """Called once when the channel starts."""
    kinds.register(OF_MINUTES, MINUTES)
    kinds.register(OF_PLANS, LETTER)
