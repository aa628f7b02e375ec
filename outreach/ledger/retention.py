"""How long items stay in the ledger after they ended."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.ledger.models import Issue, IssueEvent
from outreach.ledger.states import ENDED
from outreach.retention.kinds import ARCHIVES, Kind, kinds

#: Reopened within 180 days an item counts as a rebound 反弹, and figures compare one year with the last.
FLOOR_MONTHS = 12


def declare() -> None:
    kinds.register(
        Kind(
            "ledger.issue",
            _("台账事项"),
            months=120,
            basis=ARCHIVES,
            ended=_ended,
            floor=FLOOR_MONTHS,
        )
    )


def _ended(before: datetime) -> QuerySet[Any]:
    """Struck off, refused or merged, and not touched since."""
    later = IssueEvent.objects.filter(issue=OuterRef("pk"), at__gte=before)
    return Issue.objects.filter(~Exists(later), status__in=ENDED, created_at__lt=before)
