"""The monthly report: the figures again with their parts, small numbers kept back, nobody's name, on record."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from docx import api

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.org.testing import Cast
from petitions.factories import CONTACT, make_petition
from petitions.models import CountedCase
from petitions.report.content import told_counts

pytestmark = pytest.mark.django_db

URL = "/petitions/figures/report"
TITLE = "=1+1 夜班补贴，请找陈志远"


def fetched(client: Client, ending: str, query: str = "") -> bytes:
    answer: Any = client.get(f"{URL}.{ending}?{query}")
    assert answer.status_code == 200
    assert ".%s" % ending in answer["Content-Disposition"]  # noqa: UP031 - quoted by the browser's rules
    return b"".join(answer.streaming_content)


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    """With seven petitions of East and six of West, of which one is overdue."""
    for n in range(13):
        make_petition(cast.quay if n < 7 else cast.west, title=TITLE)
    with clock.travel_to(clock.now() - timedelta(days=30)):
        make_petition(cast.quay, title=TITLE, kind="suggestion")
    make_petition(cast.quay, title=TITLE, kind="accusation")
    client.force_login(cast.petition)
    return client


def test_the_workbook_says_what_the_page_says(officer: Client, cast: Cast) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fetched(officer, "xlsx")))
    sheets = {sheet.title: [[cell or "" for cell in row] for row in sheet.values][4:] for sheet in book}
    page = officer.get("/petitions/figures/")
    for line, cell in zip(sheets["主要指标"], page.context["cards"], strict=True):
        tally = cell.tally
        assert line[0] == tally.figure.label
        assert line[2:4] == ([str(tally.met), str(tally.whole)] if not tally.is_hidden else ["", ""])
    assert sheets["按单位"] == [[cast.east.name, "8"], [cast.west.name, "6"]]
    assert [line[0] for line in sheets["按类别"]] == ["申诉求决", "建议意见"]
    assert {line[1] for line in sheets["按类别"]} == {"不显示"}
    [late] = sheets["逾期未办"]
    assert (late[2], late[5]) == (str(cast.quay), "15 天")


def test_nobody_is_named_and_nothing_is_a_formula(officer: Client) -> None:
    for ending in ("xlsx", "docx"):
        content = fetched(officer, ending)
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            whole = "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
        assert not re.search(r"<f[ >]", whole)
        for told in (TITLE, CONTACT.name, "13800130021", "检举控告"):
            assert told not in whole


def test_the_document_has_every_part_in_fonts_of_documents(officer: Client) -> None:
    docx = api.Document(io.BytesIO(fetched(officer, "docx", "since=2026-01")))
    headings = [line.text for line in docx.paragraphs]
    for part in ("信访工作月报", "主要指标", "按类别", "按信访形式", "按单位", "按主题", "典型问题", "逾期未办"):
        assert part in headings
    fonts = {run.font.name for line in docx.paragraphs for run in line.runs}
    assert fonts == {"方正小标宋简体", "仿宋_GB2312", "黑体"}
    assert docx.tables[0].rows[1].cells[0].text == "及时受理率"


def test_taking_it_out_is_on_record(officer: Client, cast: Cast) -> None:
    fetched(officer, "docx", f"since=2026-01&until=2026-06&under={cast.east.pk}")
    kept = AuditRecord.objects.get(action="figures.exported")
    told = {"since": "2026-01", "until": "2026-06", "under": str(cast.east.pk), "format": "docx"}
    assert (kept.actor, kept.detail) == (cast.petition, told)


def test_a_wrong_period_is_told_on_the_page(officer: Client) -> None:
    answer = officer.get(f"{URL}.xlsx?since=2026-13", follow=True)
    assert "写成 2026-11 这样的年和月。" in answer.content.decode()
    assert not AuditRecord.objects.filter(action="figures.exported").exists()


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([9, 7, 6], ["9", "7", "6"]),
        ([9, 7, 2], ["9", "不显示", "不显示"]),
        ([9, 3, 2], ["9", "不显示", "不显示"]),
        ([2], ["不显示"]),
        ([], []),
    ],
)
def test_a_small_number_cannot_be_worked_out(counts: list[int], told: list[str]) -> None:
    assert [words for _label, words in told_counts((str(n), n) for n in counts)] == told


@pytest.mark.parametrize("who", ["discipline", "handler", "ledger", "head", "auditor"])
def test_others_get_no_report(cast: Cast, client: Client, who: str) -> None:
    client.force_login(cast.people[who])
    assert client.get(f"{URL}.docx").status_code == 403


def test_statements_do_not_grow_with_rows(cast: Cast, officer: Client, django_assert_max_num_queries: Any) -> None:
    fetched(officer, "xlsx")
    make_petition(cast.east)
    CountedCase.objects.update(attitude=3, speed=3, result=3)
    with django_assert_max_num_queries(18):
        fetched(officer, "xlsx")
