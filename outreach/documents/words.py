"""Reading a Word file as what it says: paragraphs and tables in order, wherever they stand."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from docx import api
from docx.document import Document as Docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import LxmlError

#: A place for a value, ``{{ name }}`` or ``{{ list.column }}``.
PLACE = re.compile(r"\{\{\s*([A-Za-z0-9_.\u4e00-\u9fff]+)\s*\}\}")


class UnreadableError(Exception):
    """Not a Word file that can be read."""


@dataclass(frozen=True)
class Part:
    """Paragraphs and tables that follow one another: the body, a header, a footer, a cell. ``where`` is for people."""

    where: str
    element: Any

    def blocks(self) -> Iterator[Paragraph | Table]:
        """In the order they are read."""
        return iter(self.element.iter_inner_content())


def read(content: bytes) -> Docx:
    """``UnreadableError`` for anything that Word would not open either."""
    try:
        return api.Document(io.BytesIO(content))
    except (BadZipFile, PackageNotFoundError, LxmlError, KeyError, ValueError, AttributeError):
        raise UnreadableError from None


def written(docx: Docx) -> bytes:
    file = io.BytesIO()
    docx.save(file)
    return file.getvalue()


def parts(docx: Docx) -> Iterator[Part]:
    """Body, headers and footers, each once."""
    yield Part(_("正文"), docx)
    for section in docx.sections:
        if not section.header.is_linked_to_previous:
            yield Part(_("页眉"), section.header)
        if not section.footer.is_linked_to_previous:
            yield Part(_("页脚"), section.footer)


def paragraphs(part: Part) -> Iterator[tuple[str, Paragraph]]:
    """Every paragraph with where it stands, in words."""
    for place, block in enumerate(part.blocks(), 1):
        if isinstance(block, Paragraph):
            yield _("%(part)s第 %(n)d 段") % {"part": part.where, "n": place}, block
            continue
        for number, row in enumerate(block.rows, 1):
            where = _("%(part)s表格第 %(n)d 行") % {"part": part.where, "n": number}
            for cell in row.cells:
                yield from ((where, one) for _words, one in paragraphs(Part(part.where, cell)))


def runs(paragraph: Paragraph) -> list[Run]:
    """The pieces of a paragraph, those inside links included."""
    return [Run(run, paragraph) for run in paragraph._p.iterdescendants("{*}r") if run.tag.endswith("}r")]


def text_of(paragraph: Paragraph) -> str:
    return "".join(run.text for run in runs(paragraph))


def is_in_table(paragraph: Paragraph) -> bool:
    return bool(paragraph._p.getparent().tag.endswith("}tc"))
