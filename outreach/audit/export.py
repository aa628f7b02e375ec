"""The log as a file: text stays text, so that no cell of it is ever run as a formula."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.audit.listing import Line
from outreach.audit.models import AuditRecord
from outreach.common.workbooks import one_sheet

#: What spreadsheets take for the beginning of a formula.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BOM = "\ufeff"


def columns() -> list[tuple[str, int]]:
    """Titles and widths."""
    return [
        (_("编号"), 10),
        (_("时间"), 20),
        (_("操作人"), 16),
        (_("来源地址"), 18),
        (_("动作"), 22),
        (_("对象类型"), 14),
        (_("对象"), 28),
        (_("对象编号"), 14),
        (_("详情"), 60),
        (_("签名"), 20),
    ]


def cells(record: AuditRecord) -> list[str]:
    """One record in the order of ``columns``."""
    line = Line(record)
    return [
        str(record.pk),
        f"{timezone.localtime(record.at):%Y-%m-%d %H:%M:%S}",
        line.who,
        record.address,
        line.action,
        line.kind,
        line.object,
        record.object_id,
        json.dumps(record.detail, ensure_ascii=False) if record.detail else "",
        record.signature,
    ]


def workbook(records: Iterable[AuditRecord]) -> IO[bytes]:
    """A sheet with one row per record."""
    return one_sheet(_("审计记录"), columns(), map(cells, records))


class _Echo:
    """What ``csv`` writes to, when what it wrote goes straight out."""

    def write(self, value: str) -> str:
        return value


def comma_separated(records: Iterable[AuditRecord]) -> Iterator[str]:
    """The same rows as text, with a byte order mark; a cell that a spreadsheet would run begins with an apostrophe."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([title for title, _width in columns()])
    for record in records:
        yield writer.writerow([f"'{cell}" if cell.startswith(_ACTIVE) else cell for cell in cells(record)])
