"""The lengths of time of a petition, and where each comes from."""

from django.utils.translation import gettext_lazy as _

from outreach.calendars.limits import limits
from outreach.calendars.statute import CONCLUDE_DAYS, NOTICE_DAYS

NOTICE = "petitions.notice"
CONCLUDE = "petitions.conclude"


def declare() -> None:
    """Called once when the channel starts."""
    limits.declare(NOTICE, NOTICE_DAYS, "calendar", _("书面告知"), _("《信访工作条例》第二十三条"))
    limits.declare(CONCLUDE, CONCLUDE_DAYS, "calendar", _("办结"), _("《信访工作条例》第三十四条"))
