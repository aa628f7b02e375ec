"""Support from above, of four kinds 项目支持、资金帮扶、高层营销、信息传递: asked for, promised, arrived."""

from datetime import date

from django.utils.translation import gettext as _

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import Issue, SupportRequest
from outreach.ledger.workflow.machine import LEDGER
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


def note_support(
    *, issue: Issue, kind: str, text: str, rights: Rights, promised_by: str = "", needed_by: date | None = None
) -> SupportRequest:
    """Write down with a new item what was asked for where it was found, and who promised it there by when, if anybody.

    Without ``promised_by`` nobody promised anything, and ``needed_by`` is when the unit needs it.
    """
    with LEDGER.moving(issue, "note_support", rights) as move:
        move.note = text
        move.detail = {"kind": kind, "promised_by": promised_by, "needed_by": str(needed_by or "")}
        return SupportRequest.objects.create(
            issue=move.row, kind=kind, text=text, promised_by=promised_by, needed_by=needed_by, asked_by=rights.user
        )


def request_support(
    *,
    issue: Issue,
    kind: str,
    text: str,
    rights: Rights,
    provider: OrgUnit | None = None,
    needed_by: date | None = None,
    version: int | None = None,
) -> SupportRequest:
    """Ask for a project, money, marketing from the top, or information."""
    with LEDGER.moving(issue, "request_support", rights, version) as move:
        move.note = text
        return SupportRequest.objects.create(
            issue=move.row, kind=kind, text=text, provider=provider, needed_by=needed_by, asked_by=rights.user
        )


def confirm_support(
    *, issue: Issue, support: SupportRequest, rights: Rights, note: str = "", version: int | None = None
) -> SupportRequest:
    """What was asked for or promised has arrived, by the word of the unit that needed it."""
    with LEDGER.moving(issue, "confirm_support", rights, version) as move:
        open_ones = SupportRequest.objects.select_for_update().filter(issue=move.row, provided_at=None)
        arrived = open_ones.filter(pk=support.pk).first()
        if arrived is None:
            raise RefusedStepError(_("这项支持已经到位。"))
        arrived.provided_at = clock.now()
        arrived.save(update_fields=["provided_at"])
        move.note = "\n".join(words for words in (arrived.text, note) if words)
        move.detail = {"kind": arrived.kind}
        return arrived
