"""How this channel shows itself in the shared rooms."""

from django.utils.translation import gettext_lazy as _

from outreach.ledger.sources import Source
from petitions import catching_up, panels
from petitions.permissions import LIST
from petitions.seeds.year import live_a_day

SOURCE = Source(
    key="petition",
    label=_("信访接待"),
    icon="message-square-text",
    number_prefix="XF",
    list_url_name="petitions:list",
    view_permission=LIST,
    record_link=panels.record_link,
    work_lines=panels.work_lines,
    times_held=panels.times_held,
    seed=live_a_day,
    catch_up=catching_up.run,
    is_numbered_by_lot=True,
)
