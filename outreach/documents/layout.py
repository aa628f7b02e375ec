"""A filled Word file as HTML for the PDF: what paragraphs and tables can look like, and nothing that fetches anything.

Only numbers, names of fonts from a list and escaped text go into it, so nothing that somebody wrote is read as markup.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, takewhile
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from outreach.documents import words
from outreach.documents.words import Part

_SERIF = '"Noto Serif CJK SC", serif'
_SANS = '"Noto Sans CJK SC", sans-serif'
#: A sans-serif look where the name of the font says so (Hei, DengXian, by either name); everything else is set in Song.
_SANS_NAMES = ("\u9ed1", "\u7b49\u7ebf", "hei", "sans", "arial", "dengxian")
_ALIGN = {WD_ALIGN_PARAGRAPH.CENTER: "center", WD_ALIGN_PARAGRAPH.RIGHT: "right", WD_ALIGN_PARAGRAPH.LEFT: "left"}
_DEFAULT_SIZE = Pt(10.5)


def as_html(content: bytes) -> str:
    """One page style, then the body."""
    docx = words.read(content)
    body = _blocks(Part("", docx))
    return format_html(
        '<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{}</title><style>{}{}</style></head>'
        "<body>{}</body></html>",
        docx.core_properties.title or "",
        _STYLE,
        _page(docx),
        body,
    )


_STYLE = mark_safe(  # noqa: S308 - written here
    f"body{{margin:0;font-family:{_SERIF};font-size:10.5pt}}p{{margin:0;text-align:justify;white-space:pre-wrap;"
    "overflow-wrap:anywhere;min-height:1em;orphans:2;widows:2}"
    "table{border-collapse:collapse;table-layout:fixed;width:100%;margin:6pt 0}tr{break-inside:avoid}"
    "td{border:.75pt solid #000;padding:3pt 5pt;vertical-align:middle;box-sizing:border-box}"
    "b{font-weight:bold}"
)


def _page(docx: Docx) -> SafeString:
    section = docx.sections[0]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    boxes = (("top", section.header), ("bottom", section.footer))
    return format_html(
        "@page{{size:{} {};margin:{};{}}}",
        _pt(section.page_width),
        _pt(section.page_height),
        mark_safe(" ".join(_pt(one) for one in margins)),  # noqa: S308 - numbers
        format_html_join("", "@{}-{}{{content:{};font:{} {}}}", _margin_boxes(boxes)),
    )


def _margin_boxes(boxes: Any) -> Iterator[tuple[str, ...]]:
    """Header and footer: their text, with the page where a field says so."""
    for edge, part in boxes:
        for paragraph in (one for one in part.paragraphs if one._p.xpath(".//w:t|.//w:fldSimple|.//w:instrText")):
            size = next((_size(run) for run in words.runs(paragraph)), Pt(14))
            place = _ALIGN.get(_of_paragraph(paragraph, lambda form: form.alignment), "center")
            yield edge, place, mark_safe(_content(paragraph)), _pt(size), mark_safe(_SERIF)  # noqa: S308 - quoted below


def _content(paragraph: Paragraph) -> str:
    """The text of a margin as CSS strings, with counters between them; every sign of it as its number."""
    pieces = []
    for node in paragraph._p.iter(qn("w:t"), qn("w:instrText"), qn("w:fldSimple")):
        field = node.get(qn("w:instr")) or (node.text if node.tag == qn("w:instrText") else "")
        if field:
            pieces.append("counter(pages)" if "NUMPAGES" in field.upper() else "counter(page)")
        elif node.getparent().getparent().tag != qn("w:fldSimple"):
            pieces.append('"' + "".join(f"\\{ord(sign):06x}" for sign in node.text or "") + '"')
    return " ".join(pieces) or '""'


def _blocks(part: Part) -> SafeString:
    made = (_table(one) if isinstance(one, Table) else _paragraph(one) for one in part.blocks())
    return format_html_join("", "{}", ((one,) for one in made))


def _table(table: Table) -> SafeString:
    rows = list(table.rows)
    head = list(takewhile(lambda row: row._tr.xpath("./w:trPr/w:tblHeader"), rows))
    # An empty <thead> would hide the whole table.
    above = format_html("<thead>{}</thead>", _rows(head, table)) if head else ""
    return format_html("<table>{}<tbody>{}</tbody></table>", above, _rows(rows[len(head) :], table))


def _rows(rows: Iterable[Any], table: Table) -> SafeString:
    made = ((format_html_join("", '<td colspan="{}" style="{}">{}</td>', _cells(row._tr, table)),) for row in rows)
    return format_html_join("", "<tr>{}</tr>", made)


def _cells(row: Any, table: Table) -> Iterator[tuple[Any, ...]]:
    for cell in (_Cell(tc, table) for tc in row.tc_lst):
        width = f"width:{_pt(cell.width)}" if cell.width else ""
        yield cell.grid_span, width, _blocks(Part("", cell))


def _paragraph(paragraph: Paragraph) -> SafeString:
    return format_html('<p style="{}">{}</p>', _look(paragraph), format_html_join("", "{}", _inside(paragraph)))


def _inside(paragraph: Paragraph) -> Iterator[tuple[SafeString]]:
    for run in words.runs(paragraph):
        if run.text:
            yield (format_html('<span style="{}">{}</span>', _face(run), run.text),)


def _look(paragraph: Paragraph) -> str:
    """The paragraph's own format, else that of its style."""

    def of(name: str) -> Any:
        return _of_paragraph(paragraph, lambda form: getattr(form, name))

    said = {
        "text-align": _ALIGN.get(of("alignment"), "justify"),
        "margin-top": _pt(of("space_before")),
        "margin-bottom": _pt(of("space_after")),
        "margin-left": _pt(of("left_indent")),
        "margin-right": _pt(of("right_indent")),
        "text-indent": _pt(of("first_line_indent")),
        "line-height": _line_height(of("line_spacing"), of("line_spacing_rule")),
        "break-before": "page" if of("page_break_before") else "auto",
        "break-after": "avoid" if of("keep_with_next") else "auto",
        "border-bottom": _edge(paragraph),
    }
    return ";".join(f"{name}:{value}" for name, value in said.items())


def _edge(paragraph: Paragraph) -> str:
    """The line under a paragraph, as under the number of an official document."""
    edge = next(iter(paragraph._p.xpath("./w:pPr/w:pBdr/w:bottom")), None)
    if edge is None:
        return "none"
    colour, width = edge.get(qn("w:color"), ""), edge.get(qn("w:sz"), "")
    is_hex = len(colour) == 6 and all(sign in "0123456789abcdefABCDEF" for sign in colour)
    points = min(int(width), 96) / 8 if width.isdecimal() else 1  # counted in eighths of a point
    return f"{points}pt solid #{colour if is_hex else '000000'}"


def _face(run: Run) -> str:
    font, name = run.font, _font_name(run).lower()
    said = {
        "font-family": _SANS if any(part in name for part in _SANS_NAMES) else _SERIF,
        "font-size": _pt(_size(run)),
        "font-weight": "bold" if _of_run(run, lambda one: one.bold) else "normal",
        "font-style": "italic" if font.italic else "normal",
        "text-decoration": "underline" if font.underline else "none",
        "color": f"#{font.color.rgb}" if font.color is not None and font.color.rgb is not None else "#000000",
    }
    return ";".join(f"{name}:{value}" for name, value in said.items())


def _font_name(run: Run) -> str:
    fonts = run._r.xpath("./w:rPr/w:rFonts/@w:eastAsia")
    return str(fonts[0]) if fonts else str(_of_run(run, lambda font: font.name) or "")


def _size(run: Run) -> Length:
    size: Length = _of_run(run, lambda font: font.size) or _DEFAULT_SIZE
    return size


def _of_paragraph(paragraph: Paragraph, ask: Callable[[Any], Any]) -> Any:
    styles = _styles(paragraph.style)
    said = (ask(form) for form in chain([paragraph.paragraph_format], (one.paragraph_format for one in styles)))
    return next((one for one in said if one is not None), None)


def _of_run(run: Run, ask: Callable[[Any], Any]) -> Any:
    paragraph: Any = run._parent
    fonts = chain([run.font], (one.font for one in _styles(run.style)), (one.font for one in _styles(paragraph.style)))
    return next((found for font in fonts if (found := ask(font)) is not None), None)


def _styles(style: Any) -> Iterator[Any]:
    """A style and those it is based on."""
    for _depth in range(10):
        if style is None:
            return
        yield style
        style = style.base_style


def _line_height(spacing: Any, rule: Any) -> str:
    if spacing is None:
        return "1.5"
    if rule in {WD_LINE_SPACING.EXACTLY, WD_LINE_SPACING.AT_LEAST}:
        return _pt(spacing)
    return f"{float(spacing) * 1.3:.2f}"  # a line of Chinese type is some 1.3 times its size


def _pt(length: Any) -> str:
    return f"{Length(length or 0).pt:.2f}pt"
