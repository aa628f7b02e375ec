"""督办: raise the level when an item stands still, lift it only with a reason."""

from django.utils.translation import gettext as _

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import Issue, Supervision
from outreach.ledger.states import SupervisionLevel
from outreach.ledger.workflow.machine import LEDGER
from outreach.org.scoping import Rights


def raise_supervision(
    *, issue: Issue, level: int, reason: str, rights: Rights, version: int | None = None
) -> Supervision:
    """Raise the level; it never falls until it is lifted."""
    name = "supervise" if rights.is_system else "raise_supervision"
    with LEDGER.moving(issue, name, rights, version) as move:
        if level <= move.row.supervision_level:
            raise RefusedStepError(_("督办级别只升不降。"))
        move.row.supervision_level = SupervisionLevel(level)
        move.note = reason
        move.detail = {"level": level}
        return Supervision.objects.create(issue=move.row, level=level, reason=reason, raised_by=rights.user)


def lift_supervision(*, issue: Issue, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """摘牌: end the supervision."""
    with LEDGER.moving(issue, "lift_supervision", rights, version) as move:
        move.row.supervision_level = SupervisionLevel.NONE
        move.row.supervisions.filter(lifted_at=None).update(
            lifted_at=clock.now(), lifted_by=rights.user, lift_reason=reason
        )
        move.note = reason
        return move.row
