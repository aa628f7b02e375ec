"""What is wrong with a template that somebody handed in, each with the place where it is found.

The file has passed the pipeline of uploads before: whole, no macros, no document types, nothing that is fetched.
"""

import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx.document import Document as Docx
from docx.opc.part import XmlPart
from docx.oxml.exceptions import InvalidXmlError
from docx.oxml.ns import nsmap
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph
from lxml import etree

from outreach.documents import words
from outreach.documents.kinds import DocumentKind
from outreach.documents.layout import as_html
from outreach.documents.words import PLACE

MAX_BYTES = 2 * 1024 * 1024
#: Counted up whenever a check is added below: templates that came before are looked at again.
CHECKS = 2
#: A letter of many pages unpacks to less than one.
MAX_UNPACKED_BYTES = 20 * 1024 * 1024
MAX_PARAGRAPHS = 2_000
#: As many as Word itself allows; whoever reads a table counts them one by one.
MAX_COLUMNS = 63
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
#: What a letter consists of; anything else is something that the PDF would not have, or that acts by itself.
_CONTENT_TYPES = {
    *(
        f"{_WORD}{part}+xml"
        for part in ("document.main", "styles", "settings", "webSettings", "fontTable", "numbering")
    ),
    *(f"{_WORD}{part}+xml" for part in ("header", "footer", "footnotes", "endnotes")),
    "application/vnd.ms-word.stylesWithEffects+xml",
    "application/vnd.openxmlformats-officedocument.theme+xml",
    "application/vnd.openxmlformats-package.core-properties+xml",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "application/xml",
    "image/jpeg",  # the thumbnail that python-docx and Word keep of the first page
}
#: Those of them in which somebody writes, or which say what is fetched when the letter is opened.
_WRITTEN = {f"{_WORD}{part}+xml" for part in ("document.main", "settings", "header", "footer", "footnotes", "endnotes")}
#: How many columns a cell goes over, or a row leaves out.
_SPANS = ("gridSpan", "gridBefore", "gridAfter")
_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES"}
#: What neither filling nor the PDF knows.
_UNKNOWN: dict[str, Promise] = {
    "w:drawing|w:pict|w:object": gettext_lazy("有图片、文本框或图形，PDF 里不会有，请去掉"),
    "w:altChunk|w:subDoc": gettext_lazy("嵌入了另一份文件，请去掉"),
    "w:ins|w:del|w:moveFrom|w:moveTo": gettext_lazy("有修订标记，请在 Word 里接受或拒绝全部修订"),
    "w:commentReference": gettext_lazy("有批注，请删除"),
    "w:numPr": gettext_lazy("有自动编号，PDF 里不会有，请改成手写的编号"),
    "w:vMerge": gettext_lazy("表格里有上下合并的单元格，请拆分"),
    "w:mailMerge": gettext_lazy("连着邮件合并的数据源，请在 Word 里改回普通文档"),
    "w:footnoteReference|w:endnoteReference": gettext_lazy("有脚注或尾注，PDF 里不会有，请去掉"),
}


def is_too_large(file: IO[bytes]) -> bool:
    """Whether it unpacks to more than a letter does; asked before anything is unpacked."""
    with zipfile.ZipFile(file) as archive:
        return sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES


def problems_of(content: bytes, kind: DocumentKind) -> list[str]:
    """In words, in reading order; empty when the template can be used for ``kind``."""
    try:
        docx = words.read(content)
        wide = list(_wide_tables(docx))
        found = wide or [*_foreign_parts(docx), *_unknown_things(docx), *_wrong_places(docx, kind)]
        return found or list(_undrawable(content))
    except (words.UnreadableError, RecursionError):
        return [_("这不是 Word 能打开的 docx 文件。")]


def _undrawable(content: bytes) -> Iterator[str]:
    """A size that is no number would stop every PDF of it."""
    try:
        as_html(content)
    except (ValueError, InvalidXmlError):
        yield _("格式里有 PDF 画不出来的字号、边框或对齐，请在 Word 里改好再另存。")


def _wide_tables(docx: Docx) -> Iterator[str]:
    """Cells over millions of columns, or over no number of them."""
    path = "|".join(f".//w:{tag}[not(@w:val >= 0 and @w:val <= {MAX_COLUMNS})]" for tag in _SPANS)
    for part in docx.part.package.iter_parts():
        if isinstance(part, XmlPart) and _find(part.element, path):
            yield _("%(part)s有跨 %(most)d 列以上的单元格，请重画表格。") % {"part": part.partname, "most": MAX_COLUMNS}


def _foreign_parts(docx: Docx) -> Iterator[str]:
    package: Any = docx.part.package
    links = list(package.rels.values())
    for part in package.iter_parts():
        if part.content_type not in _CONTENT_TYPES:
            yield _("文件里夹着“%(name)s”，请另存为只有文字和表格的 docx。") % {"name": str(part.partname)[:80]}
        links += part.rels.values()
    for link in links:
        if link.is_external:
            yield _("有通到外面的链接“%(address)s”，请去掉。") % {"address": link.target_ref[:80]}


def _unknown_things(docx: Docx) -> Iterator[str]:
    known = {part.element._element: part.where for part in words.parts(docx)}
    for part in docx.part.package.iter_parts():
        if part.content_type not in _WRITTEN:
            continue
        root: Any = part.element if isinstance(part, XmlPart) else parse_xml(part.blob)
        yield from _unknown_in(known.get(root, str(part.partname)), root)
        if root not in known and "{{" in "".join(root.itertext()):
            yield _("%(part)s：首页、双页的页眉页脚和注释里的字段不会填，请去掉。") % {"part": part.partname}


def _unknown_in(where: str, root: Any) -> Iterator[str]:
    """Also in what no paragraph of ours is read from: the header of a first page, notes, the settings."""
    for tags, said in _UNKNOWN.items():
        if _find(root, "|".join(f".//{tag}" for tag in tags.split("|"))):
            yield _("%(part)s%(said)s。") % {"part": where, "said": said}
    for code in _find(root, ".//w:instrText/text()|.//w:fldSimple/@w:instr"):
        name = (code.split() or ["PAGE"])[0].upper()
        if name not in _FIELDS and not name.startswith("\\"):
            told = {"part": where, "code": code.strip()[:40]}
            yield _("%(part)s有 Word 自己的域“%(code)s”，只能用页码。") % told


def _find(root: Any, path: str) -> Any:
    return etree.XPath(path, namespaces=nsmap)(root)


def _wrong_places(docx: Docx, kind: DocumentKind) -> Iterator[str]:
    """Names that nothing fills, marks that are not closed, required names that stand nowhere."""
    known = {name for one in kind.all_fields for name in one.places}
    met: set[str] = set()
    lines = [line for part in words.parts(docx) for line in words.paragraphs(part)]
    for where, paragraph in lines:
        met.update(PLACE.findall(words.text_of(paragraph)))
        yield from _wrong_in(where, paragraph, known)
    if len(lines) > MAX_PARAGRAPHS:
        yield _("太长了：最多 %(most)d 段。") % {"most": MAX_PARAGRAPHS}
    for field in kind.all_fields:
        if field.is_required and not met & set(field.places):
            yield _("缺少必填字段“%(label)s”：{{ %(name)s }}。") % {"label": field.label, "name": field.places[0]}


def _wrong_in(where: str, paragraph: Paragraph, known: set[str]) -> Iterator[str]:
    text = words.text_of(paragraph)
    for name in PLACE.findall(text):
        if name not in known:
            yield _("%(where)s：没有“%(name)s”这个字段。") % {"where": where, "name": name[:60]}
        elif "." in name and not words.is_in_table(paragraph):
            yield _("%(where)s：“%(name)s”只能放在表格的一行里。") % {"where": where, "name": name[:60]}
    if any(mark in PLACE.sub("", text) for mark in ("{{", "}}", "{%", "{#")):
        yield _("%(where)s：花括号写得不对，字段写成 {{ title }} 这样。") % {"where": where}
