"""How long the records of this channel are kept."""

from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.retention.kinds import ARCHIVES, Kind, kinds
from surveys.models import Investigation


def declare() -> None:
    kinds.register(
        Kind(
            "surveys.investigation",
            _("调研课题"),
            months=120,
            basis=ARCHIVES,
            ended=lambda before: Investigation.objects.filter(until__lt=clock.day_of(before)),
        )
    )
