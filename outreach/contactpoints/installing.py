"""What a new portal starts with: the usual indicators of a unit's condition."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from outreach.contactpoints.models import Aspect, Indicator


def install(**_kwargs: Any) -> None:
    """Fill an empty table after every migrate and flush; whatever the office edited is left alone."""
    if Indicator._meta.db_table not in connection.introspection.table_names() or Indicator.objects.exists():
        return
    usual = [
        (_("在岗人数"), _("人"), Aspect.PEOPLE),
        (_("当月作业量"), _("万吨"), Aspect.OUTPUT),
        (_("单位作业成本"), _("元/吨"), Aspect.COSTS),
        (_("当月未遂和轻伤"), _("起"), Aspect.SAFETY),
        (_("情绪评估"), _("分，满分 5"), Aspect.MOOD),
    ]
    Indicator.objects.bulk_create(
        Indicator(name=name, measure=measure, aspect=aspect, position=10 * place)
        for place, (name, measure, aspect) in enumerate(usual, start=1)
    )
