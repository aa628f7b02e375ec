"""What a step needs besides the right and the state; each returns None, or why not in words for the user."""

from django.utils.translation import gettext as _

from outreach.calendars.limits import limits
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.common.transitions import Words
from outreach.ledger.models import Extension, Issue
from outreach.ledger.models.lookback import HANDS
from outreach.ledger.permissions import LEAD
from outreach.ledger.states import SupervisionLevel
from outreach.org.scoping import Rights


def major_is_approved(issue: Issue, _rights: Rights) -> Words | None:
    if issue.is_major and issue.approved_by_id is None:
        return _("重大事项要先由分管领导批准，才能交办。")
    return None


def is_major(issue: Issue, _rights: Rights) -> Words | None:
    if not issue.is_major:
        return _("只有重大事项需要领导批准。")
    return _("这件重大事项已经批准。") if issue.approved_by_id else None


def may_be_returned(issue: Issue, _rights: Rights) -> Words | None:
    """Within the days for returning, and never after a designation (domain: 指定后不得再退回)."""
    if issue.is_designated:
        return _("已经指定承办单位，不能再次退回。")
    if issue.assigned_at is None:
        return None
    last = WorkCalendar.current().add_workdays(clock.day_of(issue.assigned_at), limits.length("ledger.return_request"))
    if clock.today() > last:
        return _("交办已超过 %(days)d 个工作日，不能再申请退回。") % {"days": limits.length("ledger.return_request")}
    return None


def has_handler(issue: Issue, _rights: Rights) -> Words | None:
    """Where the handler recused, nobody asked for a return: somebody else is designated."""
    return None if issue.handler_id else _("现在没有承办人，请指定。")


def is_before_due(issue: Issue, _rights: Rights) -> Words | None:
    if issue.due_on is not None and clock.today() > issue.due_on:
        return _("期限已过，不能再申请延期。")
    return None


def has_no_pending_extension(issue: Issue, _rights: Rights) -> Words | None:
    return _("已经有一份延期申请在等审批。") if _pending(issue) else None


def extension_waits_for_head(issue: Issue, _rights: Rights) -> Words | None:
    pending = _pending(issue)
    if pending is None or pending.head_agreed_at is not None:
        return _("没有等单位负责人同意的延期申请。")
    return None


def extension_waits_for_office(issue: Issue, _rights: Rights) -> Words | None:
    pending = _pending(issue)
    if pending is None:
        return _("没有等审批的延期申请。")
    if pending.head_agreed_at is None:
        return _("延期要先由承办单位负责人同意。")
    return None


def extension_is_pending(issue: Issue, _rights: Rights) -> Words | None:
    return None if _pending(issue) else _("没有等审批的延期申请。")


def _pending(issue: Issue) -> Extension | None:
    """Asked over ``all()``, as the page of an item has its few rows at hand already."""
    return next((one for one in issue.extensions.all() if one.is_granted is None), None)


def has_cause(issue: Issue, _rights: Rights) -> Words | None:
    return None if issue.cause else _("还没有写原因分析。")


def measures_are_done(issue: Issue, _rights: Rights) -> Words | None:
    """At least one measure, and all of them done."""
    open_ones = [number for number, measure in enumerate(issue.measures.all(), 1) if measure.done_at is None]
    if open_ones:
        return _("措施 %(numbers)s 未完成。") % {"numbers": _("、").join(map(str, open_ones))}
    return None if issue.measures.all() else _("还没有整改措施。")


def has_open_measure(issue: Issue, _rights: Rights) -> Words | None:
    has_open = any(measure.done_at is None for measure in issue.measures.all())
    return None if has_open else _("没有未完成的措施。")


def has_evidence(issue: Issue, _rights: Rights) -> Words | None:
    return None if issue.evidence.all() else _("至少要有一份佐证，例如整改后的照片。")


def is_not_the_handler(issue: Issue, rights: Rights) -> Words | None:
    """Checked by somebody else: never whoever handled or handed in the result."""
    if rights.user is not None and rights.user.pk in {issue.handler_id, issue.submitted_by_id}:
        return _("验收人不能是承办人。")
    return None


def is_not_the_submitter(issue: Issue, rights: Rights) -> Words | None:
    if rights.user is not None and rights.user.pk == issue.submitted_by_id:
        return _("初核人不能是提交结果的人。")
    return None


def raiser_is_not_dissatisfied(issue: Issue, _rights: Rights) -> Words | None:
    """Three noes 三个不销号: not done, not accepted, or the raiser dissatisfied."""
    since = issue.accepted_at
    rating = next((one for one in reversed(issue.ratings.all()) if since and one.rated_at >= since), None)
    if rating is not None:
        return _("提出人不满意，不能销号。") if rating.is_dissatisfied else None
    if issue.accepted_at is None:
        return _("还没有通过验收，不能销号。")
    days = limits.length("ledger.rating")
    if (clock.today() - clock.day_of(issue.accepted_at)).days < days:
        return _("提出人还没有评价；满 %(days)d 天未评价，才可以按“未评价”销号。") % {"days": days}
    return None


def look_back_is_open(issue: Issue, _rights: Rights) -> Words | None:
    waiting = next((one for one in issue.look_backs.all() if one.looked_at is None), None)
    if waiting is None:
        return _("这件没有抽到回头看。")
    if clock.today() < waiting.opens_on:
        return _("%(day)s 起才回头看：当时好不算，过些日子还好才算。") % {"day": waiting.opens_on}
    return None


def looks_with_other_eyes(issue: Issue, rights: Rights) -> Words | None:
    """Neither whoever handled it nor whoever accepted it judges whether it held."""
    if rights.user is None:
        return None
    is_theirs = rights.user.pk in {issue.handler_id, issue.submitted_by_id}
    if is_theirs or issue.events.filter(actor=rights.user, step__in=HANDS).exists():
        return _("这件您办过或者验收过，要由别人回头看。")
    return None


def second_reopening_goes_up(issue: Issue, rights: Rights) -> Words | None:
    """The second rebound of the same matter is decided one level up."""
    if (
        issue.reopen_count >= 1
        and not rights.is_system
        and not any(rights.covers(LEAD, path) for path in issue.paths_of("lead"))
    ):
        return _("第二次反弹要由分管领导决定重新办理。")
    return None


def waits_for_a_co_unit(issue: Issue, _rights: Rights) -> Words | None:
    is_waiting = any(one.answered_at is None for one in issue.co_units.all())
    return None if is_waiting else _("没有等答复的协办单位。")


def waits_for_support(issue: Issue, _rights: Rights) -> Words | None:
    is_waiting = any(one.provided_at is None for one in issue.support_requests.all())
    return None if is_waiting else _("没有等着到位的支持。")


def supervision_can_rise(issue: Issue, _rights: Rights) -> Words | None:
    return _("已经是红牌督办。") if issue.supervision_level >= SupervisionLevel.RED_CARD else None


def is_supervised(issue: Issue, _rights: Rights) -> Words | None:
    return None if issue.supervision_level else _("这件事项没有督办。")
