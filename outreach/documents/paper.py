"""The templates that come with the portal, made by code: a sheet as GB/T 9704-2012 lays out official documents.

The office downloads one, edits it in Word and hands it in again; from then on its own is used.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import ceil

from docx import api
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from outreach.common.text import clean_text

RED = RGBColor(0xE0, 0x1F, 0x1F)
#: GB/T 9704-2012, 5.2: type area 156 mm by 225 mm on A4, body in size 3 (16 pt), 22 lines of 28 signs a page.
BODY, TITLE, SMALL = Pt(16), Pt(22), Pt(14)
LINE = Pt(28.9)
#: Millimetres, see 5.2; and how few or many signs a column is made for.
_TYPE_AREA, _FEWEST_SIGNS, _MOST_SIGNS = 156, 4, 18
SONG, FANG, HEI = "方正小标宋简体", "仿宋_GB2312", "黑体"
LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True)
class Look:
    """How a line looks; lengths in EMU, as python-docx counts them."""

    font: str = FANG
    size: int = BODY
    is_bold: bool = False
    colour: RGBColor | None = None
    align: WD_ALIGN_PARAGRAPH = LEFT
    line: int = LINE
    before: int = 0
    after: int = 0
    first_indent: int = 0
    right_indent: int = 0


PLAIN = Look()
INDENTED = Look(first_indent=2 * BODY)
HEADING = replace(INDENTED, font=HEI)
CELL = Look(size=SMALL, line=Pt(22))
UNIT_HEAD = Look(font=SONG, size=Pt(32), is_bold=True, colour=RED, align=CENTER, line=Pt(44))
NUMBER = Look(align=CENTER, before=Pt(20), after=Pt(2))
TITLED = Look(font=SONG, size=TITLE, is_bold=True, align=CENTER, line=Pt(32), before=Pt(20), after=Pt(20))
SIDE_NUMBER = Look(size=SMALL, align=RIGHT, after=Pt(6))


@dataclass(frozen=True)
class Form:
    """How a sheet is laid out: its margins in millimetres, clockwise from the top, and how its lines look."""

    margins: tuple[int, int, int, int] = (37, 26, 35, 28)
    title: Look = TITLED
    heading: Look = HEADING
    body: Look = INDENTED
    is_paged: bool = True


OFFICIAL = Form()
#: For somebody on the way, nothing on it that is not needed there: easy to read, or as much as a page holds.
EASY_PAGE = Form(
    margins=(12, 15, 12, 15),
    title=Look(font=SONG, size=Pt(18), is_bold=True, align=CENTER, line=Pt(26)),
    heading=Look(font=HEI, size=Pt(13), line=Pt(19), before=Pt(5)),
    body=Look(size=Pt(12), line=Pt(17)),
    is_paged=False,
)
FULL_PAGE = replace(
    EASY_PAGE,
    heading=Look(font=HEI, size=Pt(10.5), line=Pt(15), before=Pt(4)),
    body=Look(size=Pt(9.5), line=Pt(13)),
)


@dataclass(frozen=True)
class Paper:
    """The wording of a document: every line a paragraph, ``{{ name }}`` where a value goes.

    A line ``| a | b |`` is a row of a table, ``# …`` a heading. ``is_letter`` puts the unit in red above, as on a
    letter that leaves the house; without ``is_signed`` there is neither signature nor seal. ``signers`` sign by hand.
    ``columns`` say how wide the columns of a table with as many are, in proportion; without, all are alike.
    """

    title: str
    lines: tuple[str, ...]
    addressee: str = ""
    is_letter: bool = True
    is_signed: bool = True
    signers: tuple[str, ...] = ()
    columns: tuple[int, ...] = ()


def dated(day: date) -> str:
    """A day as official documents write it (7.3.5): Arabic digits, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def numbered(series: str, year: int, number: int) -> str:
    """A number as official documents carry it (7.2.5): the year in six-cornered brackets, no leading zeros."""
    return f"{series}〔{year}〕{number}号"


#: What stands in a draft where the portal will fill in something when it is issued.
PENDING = {"number": "〔签发时编号〕", "issued_on": "〔签发日期〕"}


@cache
def build(paper: Paper) -> bytes:
    """The template as a Word file; a few dozen exist, of some 40 KB each."""
    docx = api.Document()
    _set_page(docx)
    if paper.is_letter:
        _line(docx, "{{ unit }}", UNIT_HEAD)
        _draw_red_line(_line(docx, "{{ number }}", NUMBER))
    _line(docx, paper.title, TITLED)
    if not paper.is_letter:
        _line(docx, "编号：{{ number }}", SIDE_NUMBER)
    if paper.addressee:
        _line(docx, paper.addressee, PLAIN)
    _write(docx, paper.lines, paper.columns)
    for signer in paper.signers:
        made = _line(docx, f"{signer}（签名）：　　　　　　　　年　　月　　日", replace(PLAIN, before=LINE))
        made.paragraph_format.keep_with_next = paper.is_signed or signer != paper.signers[-1]
    if paper.is_signed:
        _sign(docx)
    file = io.BytesIO()
    docx.save(file)
    return file.getvalue()


class Heading(str):
    """A line over what follows; told by its class, so that nobody's words are taken for one."""

    __slots__ = ()


#: A paragraph or a heading, or the rows of a table.
Block = str | list[list[str]]


def sheet(title: str, blocks: Iterable[Block], form: Form = OFFICIAL) -> bytes:
    """Something written by the portal once, as a Word file: the same page, fonts and tables, without a template."""
    docx = api.Document()
    docx.core_properties.title = clean_text(title)
    _set_page(docx, form)
    _line(docx, clean_text(title), form.title)
    for block in blocks:
        if isinstance(block, str):
            is_heading = isinstance(block, Heading)
            made = _line(docx, clean_text(block), form.heading if is_heading else form.body)
            made.paragraph_format.keep_with_next = is_heading
        else:
            _table(docx, [[clean_text(cell) for cell in row] for row in block], _fitting(block))
    file = io.BytesIO()
    docx.save(file)
    return file.getvalue()


def fits_one_page(blocks: Iterable[str], form: Form, *, spare_lines: int) -> bool:
    """Whether a ``sheet`` of lines, counted generously, leaves so many lines of its one page free."""
    top, right, bottom, left = form.margins
    room = Mm(297 - top - bottom) - form.title.line - spare_lines * form.body.line
    for block in blocks:
        look = form.heading if isinstance(block, Heading) else form.body
        # A Latin sign is some half as wide as a Chinese one.
        signs = sum(1 if ord(sign) > 0x2000 else 0.6 for sign in block)
        lines = ceil(signs * look.size / Mm(208 - left - right))
        room -= look.before + max(1, lines) * look.line
    return room >= 0


def _fitting(rows: list[list[str]]) -> list[Length]:
    """Columns as wide as what stands in them asks for; a long text takes several lines."""
    longest = [min(_MOST_SIGNS, max(_FEWEST_SIGNS, *map(len, column))) for column in zip(*rows, strict=True)]
    return _shares(longest)


def _shares(signs: Sequence[int]) -> list[Length]:
    """The type area, divided in these proportions."""
    return [Mm(_TYPE_AREA * one / sum(signs)) for one in signs]


def _set_page(docx: Docx, form: Form = OFFICIAL) -> None:
    section = docx.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, form.margins)
    if not form.is_paged:
        return
    section.footer_distance = Mm(25)
    footer = section.footer.paragraphs[0]
    _dress(footer, "— ", Look(size=SMALL, align=CENTER, line=Pt(20)))
    page = OxmlElement("w:fldSimple")
    page.set(qn("w:instr"), "PAGE")
    footer._p.append(page)
    _dress(footer, " —", Look(size=SMALL, align=CENTER, line=Pt(20)))


def _draw_red_line(paragraph: Paragraph) -> None:
    """Under the number (7.2.7)."""
    edge = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "4"), ("color", str(RED))):
        edge.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(edge)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _write(docx: Docx, lines: tuple[str, ...], columns: tuple[int, ...] = ()) -> None:
    rows: list[list[str]] = []
    for line in (*lines, ""):
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            _table(docx, rows, _shares(columns) if len(columns) == len(rows[0]) else ())
            rows = []
        if line:
            made = _line(docx, line.removeprefix("# "), HEADING if line.startswith("# ") else INDENTED)
            # A heading stays with what it heads, and signatures are never alone on a page.
            made.paragraph_format.keep_with_next = line.startswith("# ") or line == lines[-1]


def _table(docx: Docx, rows: list[list[str]], widths: Sequence[Length] = ()) -> None:
    """Two columns are a label and what is written beside it, where nothing else is said; more have a head over them."""
    usual: Sequence[Length] = (
        [Mm(44), Mm(112)] if len(rows[0]) == 2 else [Mm(_TYPE_AREA // len(rows[0]))] * len(rows[0])
    )
    table = docx.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths or usual, strict=True):
        column.width = width
    for row in rows:
        made = table.add_row()
        made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # a row is read on one page
        for cell, width, text in zip(made.cells, widths or usual, row, strict=True):
            cell.width = width
            _dress(cell.paragraphs[0], text, CELL)
    if len(rows[0]) > 2:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # it stands again on each page


def _sign(docx: Docx) -> None:
    """Unit, seal and date at the right, four signs from the edge (7.3.5)."""
    for text, before in (("{{ unit }}", LINE), ("〔盖章〕", 0), ("{{ issued_on }}", 0)):
        line = _line(docx, text, Look(align=RIGHT, before=before, right_indent=4 * BODY))
        line.paragraph_format.keep_with_next = text != "{{ issued_on }}"


def _line(docx: Docx, text: str, look: Look) -> Paragraph:
    paragraph = docx.add_paragraph()
    _dress(paragraph, text, look)
    return paragraph


def _dress(paragraph: Paragraph, text: str, look: Look) -> None:
    paragraph.alignment = look.align
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Length(look.line)
    form.space_before, form.space_after = Length(look.before), Length(look.after)
    if look.first_indent or look.right_indent:
        form.first_line_indent, form.right_indent = Length(look.first_indent), Length(look.right_indent)
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Length(look.size), look.is_bold, look.font
    run.font.color.rgb = look.colour
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), look.font)  # the font that Word takes for Chinese
