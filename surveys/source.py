"""What investigations show in the shared rooms."""

from django.utils.translation import gettext_lazy as _

from outreach.ledger.sources import Source
from surveys import queries, seed
from surveys.permissions import VIEW

SURVEY = Source(
    key="survey",
    label=_("调查研究"),
    icon="notebook-pen",
    number_prefix="DY",
    list_url_name="surveys:list",
    view_permission=VIEW,
    record_link=queries.record_link,
    work_lines=queries.work_lines,
    times_held=queries.times_held,
    seed=seed.live_a_day,
)
