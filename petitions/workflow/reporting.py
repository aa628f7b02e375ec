"""Urgent and major matters go upward at once (信访工作条例, Art. 25)."""

from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions.casefile import unheeded_reports
from petitions.models import Petition, UrgentReport
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import mention


def report_upward(
    *, petition: Petition, told: User, words: str, rights: Rights, version: int | None = None
) -> Petition:
    """Tell a leader, who finds it among their tasks until they say that they have read it."""
    with PETITIONS.moving(petition, "report_upward", rights, version) as move:
        if told.pk in move.row.accused.all().people():
            raise RefusedStepError(_("%(who)s要回避这件信访，请报告给另一位领导。") % {"who": told})
        UrgentReport.objects.create(petition=move.row, told=told, words=words, reported_by=rights.user)
        mention(move.row, words=words, rights=rights, told=told)
        move.note = words
        move.detail = {"told": str(told)}
        return move.row


def pass_on_report(*, report: UrgentReport, told: User, rights: Rights) -> Petition:
    """Whoever was told leaves before reading it: another leader is, at once. Refused where that one keeps away."""
    with PETITIONS.moving(report.petition, "report_upward", rights) as move:
        if not Petition.objects.visible_to(Rights.of(told)).filter(pk=move.row.pk).exists():
            raise RefusedStepError(_("%(who)s要回避这件信访，请报告给另一位领导。") % {"who": told})
        report.told = told
        report.save(update_fields=["told"])
        move.note = _("离任移交")
        move.detail = {"told": str(told)}
        return move.row


def heed_report(*, petition: Petition, rights: Rights, note: str = "", version: int | None = None) -> Petition:
    """The leader has read it; ``note`` is what they want done."""
    with PETITIONS.moving(petition, "heed_report", rights, version) as move:
        for report in unheeded_reports(move.row):
            if rights.user is not None and report.told_id == rights.user.pk:
                report.heeded_at, report.instruction = clock.now(), note
                report.save()
        mention(move.row, words=note, rights=rights)
        move.note = note
        return move.row
