"""How long petitions are kept, and how long it is kept who brought them."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.retention.kinds import ARCHIVES, Kind, kinds
from petitions.models import Petition, PetitionerIdentity, PetitionEvent
from petitions.states import State


def declare() -> None:
    kinds.register(
        Kind(
            "petitions.petition",
            _("信访件"),
            months=120,
            basis=ARCHIVES,
            ended=_ended,
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
        )
    )


def _ended(before: datetime) -> QuerySet[Any]:
    """Archived, and not touched since."""
    later = PetitionEvent.objects.filter(petition=OuterRef("pk"), at__gte=before)
    return Petition.objects.filter(~Exists(later), status=State.ARCHIVED, received_at__lt=before)
