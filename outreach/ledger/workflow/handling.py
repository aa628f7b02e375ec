"""The lead unit at work: sign, analyse, plan, do, report, ask other units, hand in."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.attachments.models import Attachment
from outreach.calendars.limits import limits
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import CoUnit, Evidence, Issue, Measure
from outreach.ledger.states import Stage
from outreach.ledger.workflow.machine import LEDGER
from outreach.ledger.workflow.recusing import give_back, refuse_if_recused
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


def sign_for(*, issue: Issue, rights: Rights, version: int | None = None) -> Issue:
    """The lead unit confirms that it has the item 签收; the portal does it after two workdays."""
    name = "sign_by_itself" if rights.is_system else "sign_for"
    with LEDGER.moving(issue, name, rights, version) as move:
        move.row.signed_at = clock.now()
        return move.row


def write_cause(*, issue: Issue, cause: str, rights: Rights, version: int | None = None) -> Issue:
    """Why it happened 原因分析; an earlier analysis stays in the history."""
    with LEDGER.moving(issue, "write_cause", rights, version) as move:
        move.detail = {"earlier": move.row.cause} if move.row.cause else {}
        move.row.cause = cause
        move.note = cause
        return move.row


def add_measure(*, issue: Issue, text: str, planned_on: date, rights: Rights, version: int | None = None) -> Measure:
    """What will be done by when."""
    with LEDGER.moving(issue, "add_measure", rights, version) as move:
        measure = Measure.objects.create(issue=move.row, text=text, planned_on=planned_on)
        move.note = text
        move.detail = {"planned_on": str(planned_on)}
        return measure


def complete_measure(
    *,
    issue: Issue,
    measure: Measure,
    rights: Rights,
    note: str = "",
    attachments: Iterable[Attachment] = (),
    version: int | None = None,
) -> Measure:
    """One measure is done, with what shows it."""
    with LEDGER.moving(issue, "complete_measure", rights, version) as move:
        mine = Measure.objects.select_for_update().filter(issue=move.row, pk=measure.pk, done_at=None).first()
        if mine is None:
            raise RefusedStepError(_("这项措施已经完成。"))
        mine.done_at, mine.done_by, mine.note = clock.now(), rights.user, note
        mine.save()
        _attach(move.row, attachments, Stage.AFTER, "", rights, mine)
        move.row.progressed_at = clock.now()
        move.note = mine.text
        return mine


def report_progress(*, issue: Issue, note: str, rights: Rights, version: int | None = None) -> Issue:
    """What has been done since the last report."""
    with LEDGER.moving(issue, "report_progress", rights, version) as move:
        move.row.progressed_at = clock.now()
        move.note = note
        return move.row


def add_evidence(
    *,
    issue: Issue,
    attachments: Iterable[Attachment],
    rights: Rights,
    stage: str = Stage.AFTER,
    caption: str = "",
    version: int | None = None,
) -> list[Evidence]:
    """Photos or papers, before or after."""
    with LEDGER.moving(issue, "add_evidence", rights, version) as move:
        added = _attach(move.row, attachments, stage, caption, rights)
        if not added:
            raise RefusedStepError(_("请选至少一个文件。"))
        move.note = caption
        move.detail = {"files": len(added), "stage": stage}
        return added


def ask_co_unit(*, issue: Issue, unit: OrgUnit, question: str, rights: Rights, version: int | None = None) -> CoUnit:
    """Ask another unit to help; it answers within three days."""
    with LEDGER.moving(issue, "ask_co_unit", rights, version) as move:
        if unit.pk == move.row.lead_unit_id:
            raise RefusedStepError(_("协办单位不能是主办单位。"))
        if move.row.co_units.filter(unit=unit).exists():
            raise RefusedStepError(_("已经请 %(unit)s 协办。") % {"unit": unit})
        move.note = question
        move.detail = {"unit": str(unit)}
        due_on = WorkCalendar.current().add_workdays(clock.today(), limits.length("ledger.co_unit"))
        return CoUnit.objects.create(issue=move.row, unit=unit, question=question, due_on=due_on)


def answer_co_unit(*, issue: Issue, answer: str, rights: Rights, version: int | None = None) -> CoUnit:
    """A co-unit says what it can do."""
    with LEDGER.moving(issue, "answer_co_unit", rights, version) as move:
        waiting = move.row.co_units.select_related("unit").filter(answered_at=None)
        mine = next((row for row in waiting if rights.covers(move.step.permission, row.unit.path)), None)
        if mine is None:
            raise RefusedStepError(_("没有等您单位答复的协办。"))
        mine.answer, mine.answered_by, mine.answered_at = answer, rights.user, clock.now()
        mine.save()
        move.note = answer
        move.detail = {"unit": str(mine.unit)}
        return mine


def change_handler(*, issue: Issue, handler: User, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """The unit's head names another person; the deadline stays."""
    with LEDGER.moving(issue, "change_handler", rights, version) as move:
        refuse_if_recused(move.row, handler)
        move.detail = {"from": str(move.row.handler), "to": str(handler)}
        move.row.handler = handler
        move.note = reason
        return move.row


@transaction.atomic
def hand_over(*, issue: Issue, handler: User, rights: Rights) -> Issue:
    """Its handler leaves the post: somebody else goes on, the deadline stays.

    An item that ``handler`` must keep away from goes to nobody, and waits for those who manage it. Refusing would tell
    whoever hands over that somebody is named somewhere.
    """
    with LEDGER.moving(issue, "hand_over", rights) as move:
        is_theirs = handler.pk not in move.row.exclusions.all().people()
        move.detail = {"from": str(move.row.handler), "to": str(handler) if is_theirs else _("台账办另行指定")}
        move.row.handler = handler if is_theirs else None
    return give_back(move.row)


def submit(*, issue: Issue, result: str, rights: Rights, version: int | None = None) -> Issue:
    """The handler hands in the result for the unit's own check."""
    with LEDGER.moving(issue, "submit", rights, version) as move:
        move.row.result = result
        move.row.submitted_at = clock.now()
        move.row.submitted_by = rights.user
        move.note = result
        return move.row


def _attach(
    issue: Issue,
    attachments: Iterable[Attachment],
    stage: str,
    caption: str,
    rights: Rights,
    measure: Measure | None = None,
) -> list[Evidence]:
    return [
        Evidence.objects.create(
            issue=issue, measure=measure, attachment=one, stage=stage, caption=caption, added_by=rights.user
        )
        for one in attachments
    ]
