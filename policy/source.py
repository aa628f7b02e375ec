"""What policy promotion shows in the shared rooms."""

from django.utils.translation import gettext_lazy as _

from outreach.ledger.sources import Source
from policy import queries, seed
from policy.permissions import VIEW

POLICY = Source(
    key="policy",
    label=_("政策宣传"),
    icon="megaphone",
    number_prefix="XJ",
    list_url_name="policy:list",
    view_permission=VIEW,
    record_link=queries.record_link,
    work_lines=queries.work_lines,
    times_held=queries.times_held,
    seed=seed.live_a_day,
)
