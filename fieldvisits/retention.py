"""How long the records of this channel are kept."""

from django.utils.translation import gettext_lazy as _

from fieldvisits.models import Visit
from outreach.common import clock
from outreach.retention.kinds import ARCHIVES, Kind, kinds


def declare() -> None:
    kinds.register(
        Kind(
            "fieldvisits.visit",
            _("走访记录"),
            months=120,
            basis=ARCHIVES,
            ended=lambda before: Visit.objects.filter(visited_on__lt=clock.day_of(before)),
        )
    )
