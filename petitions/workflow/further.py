"""One more item of the ledger for one more side of a petition, or for what was promised at a reception."""

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.common.transitions import RefusedStepError
from outreach.ledger.intake import Finding, open_issue
from outreach.org.scoping import Rights
from petitions.models import FurtherItem, Petition, ReceptionSlot
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import keep_named_out, mention


@transaction.atomic
def add_item(
    *,
    petition: Petition,
    finding: Finding,
    rights: Rights,
    slot: ReceptionSlot | None = None,
    cleared: str = "",
    version: int | None = None,
) -> Petition:
    """Give the ledger one more item, without the petitioner; whom the petition names keeps away from it too.

    ``cleared`` says why words that tell who the petitioner is are handed on all the same.
    """
    with PETITIONS.moving(petition, "add_item", rights, version) as move:
        if slot is not None and slot.petition_id != move.row.pk:
            raise RefusedStepError(_("这次接访谈的是另一件信访。"))
        mention(move.row, words=f"{finding.title}\n{finding.description}\n{finding.place}", rights=rights)
        issue = open_issue(finding=finding, rights=rights)
        FurtherItem.objects.create(petition=move.row, issue=issue, slot=slot)
        keep_named_out(move.row)
        move.detail = {"issue": issue.number, "cleared": cleared}
        return move.row
