"""More time, a pause, or the long run: every change of a deadline keeps the old one and says who agreed."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import Extension, Issue
from outreach.ledger.workflow.clocks import extend_clock, pause_clock, resume_clock
from outreach.ledger.workflow.machine import LEDGER
from outreach.org.scoping import Rights


def request_extension(
    *, issue: Issue, workdays: int, reason: str, rights: Rights, version: int | None = None
) -> Extension:
    """The lead unit asks for more workdays before the due date."""
    with LEDGER.moving(issue, "request_extension", rights, version) as move:
        if not 1 <= workdays <= limits.length("ledger.extension"):
            raise RefusedStepError(
                _("一次延期要在 1 到 %(longest)d 个工作日之间。") % {"longest": limits.length("ledger.extension")}
            )
        if move.row.due_on is None:
            raise RefusedStepError(_("这件事项没有期限。"))
        move.note = reason
        move.detail = {"workdays": workdays}
        return Extension.objects.create(
            issue=move.row, workdays=workdays, reason=reason, asked_by=rights.user, old_due_on=move.row.due_on
        )


def agree_extension(*, issue: Issue, rights: Rights, note: str = "", version: int | None = None) -> Extension:
    """The head of the lead unit agrees; the ledger office decides."""
    with LEDGER.moving(issue, "agree_extension", rights, version) as move:
        extension = _pending(move.row)
        extension.head, extension.head_agreed_at = rights.user, clock.now()
        extension.save()
        move.note = note
        return extension


def grant_extension(*, issue: Issue, rights: Rights, note: str = "", version: int | None = None) -> Extension:
    """The deadline moves; the original date is kept and the count is shown."""
    with LEDGER.moving(issue, "grant_extension", rights, version) as move:
        extension = _pending(move.row)
        extend_clock(move.row, extension.workdays, by=str(rights.user))
        move.row.extension_count += 1
        extension.is_granted, extension.new_due_on = True, move.row.due_on
        extension.decided_by, extension.decided_at = rights.user, clock.now()
        extension.save()
        move.note = note
        move.detail = {"from": str(extension.old_due_on), "to": str(extension.new_due_on)}
        return extension


def refuse_extension(*, issue: Issue, reason: str, rights: Rights, version: int | None = None) -> Extension:
    """The deadline stays."""
    with LEDGER.moving(issue, "refuse_extension", rights, version) as move:
        extension = _pending(move.row)
        extension.is_granted = False
        extension.decided_by, extension.decided_at = rights.user, clock.now()
        extension.save()
        move.note = reason
        return extension


def suspend(*, issue: Issue, reason: str, wake_on: date, rights: Rights, version: int | None = None) -> Issue:
    """Pause the clock until a day within 90 days; it resumes by itself."""
    with LEDGER.moving(issue, "suspend", rights, version) as move:
        longest = limits.length("ledger.suspension")
        if not clock.today() < wake_on <= clock.today() + timedelta(days=longest):
            raise RefusedStepError(_("恢复日期要在明天到 %(days)d 天之内。") % {"days": longest})
        move.row.wake_on = wake_on
        pause_clock(move.row)
        move.note = reason
        move.detail = {"wake_on": str(wake_on)}
        return move.row


def resume(*, issue: Issue, rights: Rights, note: str = "", version: int | None = None) -> Issue:
    """The clock runs again; the due date moves by the workdays of the pause."""
    name = "wake" if rights.is_system else "resume"
    with LEDGER.moving(issue, name, rights, version) as move:
        move.row.wake_on = None
        resume_clock(move.row)
        move.note = note
        move.detail = {"due_on": str(move.row.due_on)}
        return move.row


def keep_long_term(*, issue: Issue, reason: str, review_on: date, rights: Rights, version: int | None = None) -> Issue:
    """Keep at it for years 长期坚持: no deadline, but milestones and a review each quarter; never counted as closed."""
    with LEDGER.moving(issue, "keep_long_term", rights, version) as move:
        _plan_review(move.row, review_on)
        pause_clock(move.row)
        move.note = reason
        return move.row


def review_long_term(*, issue: Issue, note: str, review_on: date, rights: Rights, version: int | None = None) -> Issue:
    """The quarterly look at a long-term item."""
    with LEDGER.moving(issue, "review_long_term", rights, version) as move:
        _plan_review(move.row, review_on)
        move.note = note
        return move.row


def finish_long_term(*, issue: Issue, note: str, rights: Rights, version: int | None = None) -> Issue:
    """The long-term goal is within reach: handle it to acceptance like any other item."""
    with LEDGER.moving(issue, "finish_long_term", rights, version) as move:
        move.row.review_on = None
        resume_clock(move.row)
        move.note = note
        return move.row


def _plan_review(issue: Issue, review_on: date) -> None:
    longest = limits.length("ledger.long_term_review")
    if not clock.today() < review_on <= clock.today() + timedelta(days=longest):
        raise RefusedStepError(_("下次复核要在 %(days)d 天之内。") % {"days": longest})
    issue.review_on = review_on


def _pending(issue: Issue) -> Extension:
    """The one request that waits; the step's needs have made sure that there is one."""
    return issue.extensions.select_for_update().get(is_granted=None)
