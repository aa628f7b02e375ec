"""How long petitions are kept, and how long it is kept who brought them."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.retention.kinds import ARCHIVES, Kind, kinds
from petitions.models import Petition, PetitionerIdentity, PetitionEvent
from petitions.states import State

#: Within 180 days the same matter counts as a repeat, and two reviews of 30 + 30 days may follow the answer
#: (信访工作条例, Art. 35 and 36): whoever deleted sooner could do neither.
FLOOR_MONTHS = 12
#: So long a petitioner may still be told of a review, and ask what is kept of them.
IDENTITY_FLOOR_MONTHS = 6


def declare() -> None:
    kinds.register(
        Kind(
            "petitions.petition",
            _("信访件"),
            months=120,
            basis=ARCHIVES,
            ended=_ended,
            floor=FLOOR_MONTHS,
        )
    )
    kinds.register(
        Kind(
            "petitions.petitioneridentity",
            _("信访人身份"),
            months=36,
            basis=_("《个人信息保护法》第十九条：保存期限为实现处理目的所必要的最短时间；归档后 3 年为本系统约定"),
            ended=lambda before: PetitionerIdentity.objects.filter(petition__in=_ended(before).order_by().values("pk")),
            number=lambda identity: "" if identity.petition.is_sealed else identity.petition.number,
            held_with=lambda identity: identity.petition,
            floor=IDENTITY_FLOOR_MONTHS,
        )
    )


def _ended(before: datetime) -> QuerySet[Any]:
    """Archived, and not touched since."""
    later = PetitionEvent.objects.filter(petition=OuterRef("pk"), at__gte=before)
    return Petition.objects.filter(~Exists(later), status=State.ARCHIVED, received_at__lt=before)
