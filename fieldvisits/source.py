"""What the channel hands over to the shared rooms."""

from django.utils.translation import gettext_lazy as _

from fieldvisits.going import VISITS
from fieldvisits.intake import SOURCE
from fieldvisits.permissions import RECORD, VIEW
from fieldvisits.queries import record_link, times_held
from fieldvisits.seeds.days import seed
from fieldvisits.worklines import work_lines
from outreach.ledger.sources import Source

FIELDVISITS = Source(
    key=SOURCE,
    label=_("现场办公"),
    icon="hard-hat",
    number_prefix="XC",
    list_url_name="fieldvisits:list",
    view_permission=VIEW,
    record_link=record_link,
    work_lines=work_lines,
    times_held=times_held,
    visits=VISITS,
    seed=seed,
    raise_label=_("记一次走访"),
    raise_url_name="fieldvisits:new",
    raise_permission=RECORD,
)
