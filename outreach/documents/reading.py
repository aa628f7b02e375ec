"""A Word file as a page shows it: what it says, and roughly where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from outreach.documents import words
from outreach.documents.words import Part

_ALIGN = {WD_ALIGN_PARAGRAPH.CENTER: "center", WD_ALIGN_PARAGRAPH.RIGHT: "right"}


@dataclass(frozen=True)
class Block:
    """A paragraph, or the ``rows`` of a table. ``align`` and ``size`` are empty for the indented text itself."""

    text: str = ""
    align: str = ""
    size: str = ""
    rows: list[list[str]] = field(default_factory=list)


def blocks_of(content: bytes) -> list[Block]:
    return list(_blocks(Part("", words.read(content))))


def _blocks(part: Part) -> Iterator[Block]:
    for block in part.blocks():
        if isinstance(block, Table):
            yield Block(
                rows=[["\n".join(one.text for one in cell.paragraphs) for cell in row.cells] for row in block.rows]
            )
        elif text := words.text_of(block).strip():
            align = _ALIGN.get(block.alignment, "") if block.alignment is not None else ""
            align = align or ("" if block.paragraph_format.first_line_indent else "flush")
            yield Block(text, align, _size(block))


def _size(paragraph: Paragraph) -> str:
    """The unit at the head of a letter is larger than a title, and a title than the text."""
    size = max((run.font.size or 0 for run in words.runs(paragraph)), default=0)
    return "head" if size >= Pt(28) else "title" if size >= Pt(20) else ""
