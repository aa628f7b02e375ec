"""Matters that came by none of the channels: written straight into the ledger, with numbers of their own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from outreach.ledger.permissions import VIEW
from outreach.ledger.sources import RecordLink, Source, WorkLine, sources


def _no_record(_issue_id: int, _rights: Any) -> RecordLink | None:
    return None


def _no_work(_rights: Any) -> Sequence[WorkLine]:
    return []


def _never_held(_rights: Any, _first: date, _last: date, _units: Any) -> Mapping[int, int]:
    return {}


OTHER = Source(
    key="other",
    label=_("其他"),
    icon="tag",
    number_prefix="QT",
    list_url_name="ledger:list",
    view_permission=VIEW,
    record_link=_no_record,
    work_lines=_no_work,
    times_held=_never_held,
    is_channel=False,
)


def declare() -> None:
    """Called once when the room starts."""
    sources.register(OTHER)
