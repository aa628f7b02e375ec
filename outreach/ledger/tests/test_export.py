"""The workbook holds exactly the rows of the list, as text, and the log says who took it out."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.ledger.factories import brought_to
from outreach.ledger.states import State
from outreach.ledger.views import export
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
EXPORT = "/ledger/export.xlsx"


def sheet_of(client: Client, query: str = "") -> list[tuple[Any, ...]]:
    return list(workbook_of(client, query).iter_rows(values_only=True))


def workbook_of(client: Client, query: str = "") -> Any:
    response: Any = client.get(f"{EXPORT}{query}")
    assert response.status_code == 200
    return openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active


def test_the_rows_are_those_of_the_filter(client: Client, cast: Cast) -> None:
    brought_to(cast, State.OPEN, "待交办的")
    brought_to(cast, State.CLOSED, "办完的")
    client.force_login(cast.ledger)
    rows = sheet_of(client, "?state=closed")
    assert rows[0][:2] == ("编号", "标题")
    assert [row[1] for row in rows[1:]] == ["办完的"]
    assert len(sheet_of(client, "?view=all")) == 3
    assert all(len(row) == len(export.columns()) for row in rows)


def test_a_formula_stays_text(client: Client, cast: Cast) -> None:
    brought_to(cast, State.PENDING, "=1+1")
    client.force_login(cast.ledger)
    cell = workbook_of(client)["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_nobody_takes_out_what_is_out_of_sight(client: Client, cast: Cast) -> None:
    brought_to(cast, State.OPEN)
    client.force_login(cast.outsider)
    assert len(sheet_of(client, "?view=all")) == 1


def test_taking_out_is_written_down(client: Client, cast: Cast) -> None:
    brought_to(cast, State.OPEN)
    client.force_login(cast.ledger)
    sheet_of(client, "?light=red")
    record = AuditRecord.objects.get(action="ledger.exported")
    assert (record.actor, record.detail) == (cast.ledger, {"rows": 0, "filter": "light=red"})


def test_too_many_rows_are_refused_in_words(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 1)
    for n in range(2):
        brought_to(cast, State.PENDING, f"第 {n} 件")
    client.force_login(cast.ledger)
    response = client.get(EXPORT, follow=True)
    assert "一次最多导出 1 条" in response.content.decode()
    assert not AuditRecord.objects.filter(action="ledger.exported").exists()
