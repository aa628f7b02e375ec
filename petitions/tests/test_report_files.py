"""What stands in the files of the monthly report, cell by cell; a report made by hand, so that no case is needed."""

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from docx import api
from docx.oxml.ns import qn

from petitions.report.content import Report, Table
from petitions.report.document import document
from petitions.report.workbook import workbook

LONG = "核对出车单以后按规定补发差额，随下月工资一起发放。" * 8
QUESTION, ANSWER = "夜班补贴怎么算？", "按出车单计算，少算的补发。"
REPORT = Report(
    title="信访工作月报",
    about="2026-06 至 2026-11 收到的信访件，装卸一公司，2026-11-28生成",
    figures=Table(
        "主要指标",
        ["指标", "比率", "达到的", "计入的", "算法"],
        [["及时受理率", "98%", "58", "59", LONG], ["参评率", "不显示", "", "", "=1+1"]],
    ),
    counts=[Table("按类别", ["类别", "件数"], [["申诉求决", "41"], ["建议意见", "26"]])],
    typical=Table("典型问题", ["主题", "问题", "答复"], [["薪酬与津贴", QUESTION, ANSWER]]),
    overdue=Table("逾期未办", ["编号", "逾期"], []),
)


@pytest.fixture(scope="module")
def book() -> Iterator[Any]:
    with workbook(REPORT) as file:
        yield openpyxl.load_workbook(io.BytesIO(file.read()))


@pytest.fixture(scope="module")
def letter() -> Any:
    return api.Document(io.BytesIO(document(REPORT)))


def test_every_part_has_a_sheet_with_its_heading_and_its_lines(book: Any) -> None:
    assert book.sheetnames == ["主要指标", "按类别", "典型问题", "逾期未办"]
    sheet = book["主要指标"]
    assert (sheet["A1"].value, sheet["A2"].value) == ("信访工作月报 主要指标", REPORT.about)
    lines = [[cell or "" for cell in row] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert lines == [list(REPORT.figures.heads), *map(list, REPORT.figures.lines)]
    assert [[cell.value for cell in row] for row in book["按类别"]["A4:B6"]] == [
        ["类别", "件数"],
        ["申诉求决", "41"],
        ["建议意见", "26"],
    ]


def test_every_cell_is_text_and_what_looks_like_a_formula_runs_nowhere(book: Any) -> None:
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    assert book["主要指标"]["E6"].value == "=1+1"


def test_a_part_with_nothing_in_it_says_so(book: Any) -> None:
    assert [cell.value for cell in book["逾期未办"]["A"]][3:] == ["编号", "没有"]


def test_each_sheet_prints_on_a4_with_its_headings_on_every_page(book: Any) -> None:
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$4", "B5")
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)


def test_a_column_is_as_wide_as_its_words_but_never_wider_than_a_page(book: Any) -> None:
    widths = {letter: book["主要指标"].column_dimensions[letter].width for letter in "ABE"}
    assert widths["A"] == pytest.approx(11, abs=1)
    assert widths["B"] == pytest.approx(10, abs=1)
    assert widths["E"] == pytest.approx(60, abs=1)
    assert book["主要指标"]["E5"].alignment.wrap_text


def test_the_document_tells_the_same_in_the_same_order(letter: Any) -> None:
    texts = [line.text for line in letter.paragraphs if line.text]
    parts = [REPORT.title, REPORT.about, "主要指标", "按类别", "典型问题", QUESTION, ANSWER, "逾期未办", "没有。"]
    assert [text for text in texts if text in parts] == parts
    first, second = letter.tables
    assert [[cell.text for cell in row.cells] for row in first.rows] == [
        list(REPORT.figures.heads),
        *map(list, REPORT.figures.lines),
    ]
    assert [[cell.text for cell in row.cells] for row in second.rows][1:] == [["申诉求决", "41"], ["建议意见", "26"]]


def test_the_tables_of_the_document_fit_the_page(letter: Any) -> None:
    page = letter.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    for table in letter.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert sum(widths) * 635 <= room + 12700  # twentieths of a point in EMU; a point for rounding


def test_what_is_empty_is_told_in_the_readers_language() -> None:
    with translation.override("en"), workbook(REPORT) as file:
        sheet = openpyxl.load_workbook(io.BytesIO(file.read()))["逾期未办"]
        assert sheet["A5"].value == "None"
        assert "None." in [line.text for line in api.Document(io.BytesIO(document(REPORT))).paragraphs]
