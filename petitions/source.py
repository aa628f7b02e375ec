"""How this channel shows itself in the shared rooms."""

from django.utils.translation import gettext_lazy as _

from outreach.ledger.sources import Source
from petitions import queries
from petitions.permissions import LIST
from petitions.seed import live_a_day

SOURCE = Source(
    key="petition",
    label=_("信访接待"),
    icon="message-square-text",
    number_prefix="XF",
    list_url_name="petitions:list",
    view_permission=LIST,
    record_link=queries.record_link,
    work_lines=queries.work_lines,
    times_held=queries.times_held,
    seed=live_a_day,
)
