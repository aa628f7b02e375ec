"""How long the records of this channel are kept."""

from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.retention.kinds import ARCHIVES, Kind, kinds
from policy.models import PolicySession


def declare() -> None:
    kinds.register(
        Kind(
            "policy.policysession",
            _("宣讲记录"),
            months=120,
            basis=ARCHIVES,
            ended=lambda before: PolicySession.objects.filter(held_on__lt=clock.day_of(before)),
        )
    )
