"""Visits are found by any word they hold, their findings included, and taken out as they are filtered."""

from typing import Any

import openpyxl
import pytest
from django.test import Client

from fieldvisits.factories import log_data
from fieldvisits.models import Visit, VisitGram
from outreach.audit.models import AuditRecord
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
SOLVED = {"outcome": "solved_on_spot", "solution": "当场换了接触器", "solved_by": "电工班"}


@pytest.fixture
def visits(cast: Cast, client: Client) -> list[Visit]:
    """One that tells of a grab and a contactor, one of lockers, both written through the log."""
    client.force_login(cast.cadre)
    first = log_data(
        cast.quay, {"what": "抓斗斗齿磨损", "place": "三号泊位", **SOLVED}, purpose="看夜班交接", summary="整体平稳"
    )
    second = log_data(
        cast.quay, {"what": "更衣柜不足，43 人共用 28 个", "outcome": "information_only"}, purpose="听班组意见"
    )
    for data in (first, second):
        assert client.post("/fieldvisits/new/", data).status_code == 302
    return list(Visit.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("夜班交接", [0]), ("平稳", [0]), ("斗齿", [0]), ("接触器", [0]), ("三号泊位", [0]),
        ("更衣柜", [1]), ("柜", [1]), ("共用 28", [1]), ("没有的词", []), ("斗齿更衣", []), ("固机车间", [0, 1]),
        ("100%", []), ("_", []), ("'", []),
    ],
)  # fmt: skip
def test_every_word_finds_its_visit(client: Client, visits: list[Visit], text: str, found: list[int]) -> None:
    rows = client.get("/fieldvisits/", {"q": text}).context["page"].rows
    assert {visit.pk for visit in rows} == {visits[place].pk for place in found}


def test_words_that_stand_apart_do_not_make_a_phrase(client: Client, visits: list[Visit]) -> None:
    assert VisitGram.objects.filter(visit=visits[0], gram="斗齿").exists()
    assert not client.get("/fieldvisits/", {"q": "抓斗磨损"}).context["page"].rows


def test_nobody_finds_what_they_may_not_see(cast: Cast, client: Client, visits: list[Visit]) -> None:
    client.force_login(cast.outsider)
    assert not client.get("/fieldvisits/", {"q": "更衣柜"}).context["page"].rows


@pytest.mark.usefixtures("visits")
def test_the_workbook_holds_the_rows_of_the_filter(cast: Cast, client: Client, tmp_path: Any) -> None:
    response: Any = client.get("/fieldvisits/export.xlsx?q=更衣柜")
    file = tmp_path / "out.xlsx"
    file.write_bytes(b"".join(response.streaming_content))
    sheet: Any = openpyxl.load_workbook(file).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("日期", "去了哪里")
    assert [row[7] for row in rows[1:]] == ["更衣柜不足，43 人共用 28 个"]
    assert AuditRecord.objects.filter(action="visits.exported").latest("pk").detail["rows"] == 1


def test_more_than_a_workbook_holds_is_refused_in_words(
    client: Client, visits: list[Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldvisits.views.conduct.MOST_ROWS", 1)
    response = client.get("/fieldvisits/export.xlsx", follow=True)
    assert "一次最多导出 1 条" in response.content.decode()
