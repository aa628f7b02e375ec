"""Templates that are handed in: what cannot be used is refused with the place and the reason, and leaves nothing."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from outreach.attachments.models import Attachment
from outreach.documents import checking, words
from outreach.documents.filling import fill
from outreach.documents.models import DocumentTemplate
from outreach.documents.paper import build
from outreach.documents.taking_in import take_in
from outreach.documents.tests.making import acceptance, changed, docx_of, in_body, texts, upload
from outreach.documents.workflow import RefusedTemplateError
from outreach.org.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.embedded, pytest.mark.usefixtures("media_root")]
GOOD = build(acceptance().paper)
RELS = "word/_rels/document.xml.rels"
EDGE = '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="{}"/></w:pBdr></w:pPr></w:p>'
SIZE = '<w:p><w:r><w:rPr><w:sz w:val="{}"/></w:rPr><w:t>x</w:t></w:r></w:p>'
WIDE = (
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr>'
    "<w:p/></w:tc></w:tr></w:tbl>"
)
DRAWING = "<w:p><w:r><w:drawing/></w:r></w:p>"
FIELD = '<w:p><w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r></w:p>'


def rels_with(link: str, rels: str = RELS) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        return {rels: archive.read(rels).replace(b"</Relationships>", f"{link}</Relationships>".encode())}


def external(kind: str, target: str, rels: str = RELS) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}" TargetMode="External"/>'
    return changed(GOOD, rels_with(link, rels))


def on_first_page(markup: str) -> bytes:
    """In the header of the first page alone, of which the PDF knows nothing."""
    docx = words.read(GOOD)
    docx.sections[0].different_first_page_header_footer = True
    header: Any = docx.sections[0].first_page_header
    header._element.append(parse_xml(markup.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
    return words.written(docx)


def merged_with(source: str) -> bytes:
    """The settings fetch rows from somewhere when the letter is opened."""
    docx = words.read(GOOD)
    merge = f'<w:mailMerge {nsdecls("w")}><w:connectString w:val="Data Source={source}"/></w:mailMerge>'
    docx.settings.element.insert(0, parse_xml(merge))
    return words.written(docx)


def in_utf_7(declared: str) -> bytes:
    """Where a search for the letters of a document type finds none."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        body = archive.read("word/document.xml").decode().partition("?>")[2]
    return changed(
        GOOD, {"word/document.xml": f'<?xml version="1.0" encoding="UTF-7"?>{(declared + body)}'.encode("utf-7")}
    )


def macro() -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        types = archive.read("[Content_Types].xml")
    extra = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    return changed(GOOD, {"[Content_Types].xml": types.replace(b"</Types>", extra), "word/vbaProject.bin": b"x"})


def bomb() -> bytes:
    """Thirty million blanks, a few kilobytes when packed."""
    return changed(GOOD, {"word/footnotes.xml": b"<w/>" + b" " * 30_000_000})


def entity(declared: str) -> bytes:
    head = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    return changed(GOOD, {}, head=(head, head + f"<!DOCTYPE w [{declared}]>".encode()))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"PK\x03\x04 no archive", "打不开"),
        (b"%PDF-1.4\n%%EOF", "docx"),
        ("纯文字".encode(), "不收"),
        (GOOD[: len(GOOD) // 2], "打不开"),
        (macro(), "宏"),
        (bomb(), "太大"),
        (entity('<!ENTITY x SYSTEM "file:///etc/passwd">'), "外面"),
        (entity('<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">'), "外面"),
        (external("image", "http://127.0.0.1/x.png"), "外面"),
        (external("attachedTemplate", "file:///x.dotm"), "外面"),
        (external("hyperlink", "http://example.org/"), "example.org"),
        (in_body(GOOD, DRAWING), "图片"),
        (in_body(GOOD, FIELD.format('INCLUDETEXT "/etc/passwd"')), "INCLUDETEXT"),
        (in_body(GOOD, FIELD.format("DDEAUTO c:\\\\windows\\\\cmd.exe")), "DDEAUTO"),
        (in_body(GOOD, '<w:p><w:ins w:id="1"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'), "修订"),
        (in_body(GOOD, "<w:p><w:pPr><w:numPr/></w:pPr></w:p>"), "自动编号"),
        (in_body(GOOD, WIDE.format(1_000_000)), "列"),
        (in_body(GOOD, WIDE.format("x")), "列"),
        (in_body(GOOD, SIZE.format("x")), "画不出"),
        (in_body(GOOD, '<w:p><w:pPr><w:jc w:val="x"/></w:pPr></w:p>'), "画不出"),
        (in_body(GOOD, EDGE.format("9" * 5_000)), "画不出"),
        (on_first_page(FIELD.format('INCLUDEPICTURE "http://127.0.0.1/x.png" \\d')), "INCLUDEPICTURE"),
        (on_first_page("<w:p><w:r><w:t>{{ petitioner }}</w:t></w:r></w:p>"), "不会填"),
        (merged_with("\\\\127.0.0.1\\x.mdb"), "邮件合并"),
        (external("hyperlink", "http://example.org/", "_rels/.rels"), "example.org"),
        (in_utf_7('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "打不开"),
        (changed(GOOD, {"word/embeddings/x.xlsx": b"PK"}), ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(
    cast: Cast, media_root: Path, content: bytes, words: str
) -> None:
    if not words:  # a part that nothing points to is simply not kept
        kept = texts(fill(content, acceptance().example, title="x"))
        assert any("受理" in line for line in kept)
        return
    with pytest.raises(RefusedTemplateError) as refused:
        take_in(acceptance(), upload(content), cast.rights("petition"))
    assert words in "\n".join(refused.value.problems), refused.value.problems
    assert not DocumentTemplate.objects.exists()
    assert not Attachment.objects.exists()


def test_unknown_names_are_listed_with_their_place_and_missing_ones_by_label() -> None:
    content = docx_of("{{ title }}{{ titel }}", "{{ people.name }}", rows=(("x", "{{ 姓名 }}"),))
    problems = checking.problems_of(content, acceptance())
    assert "正文第 1 段：没有“titel”这个字段。" in problems
    assert "正文第 2 段：没有“people.name”这个字段。" in problems
    assert "正文表格第 1 行：没有“姓名”这个字段。" in problems
    assert "缺少必填字段“发文字号”：{{ number }}。" in problems
    assert not any("补充说明" in one for one in problems), "what need not be filled in need not stand there"


@pytest.mark.parametrize(
    "line",
    [
        "{{ title",
        "title }}",
        "{% for x in y %}",
        "{{ title|upper }}",
        "{{ ''.__class__ }}",
        "{{ title.__init__ }}",
        "{# x #}",
    ],
)
def test_a_template_holds_names_and_nothing_that_runs(line: str) -> None:
    assert checking.problems_of(docx_of(line), acceptance())


def test_what_looks_like_code_stays_as_it_is_when_it_gets_there_all_the_same() -> None:
    """The filler knows names only: what it does not know becomes empty, what it cannot read stays text."""
    lines = ("{{ 7*7 }}", "{{ title.__class__.__mro__ }}", "x{{ config }}y", "{% import os %}")
    found = texts(fill(docx_of(*lines), {"title": "夜班"}, title="x"))
    assert found == ["{{ 7*7 }}", "xy", "{% import os %}"]


def test_headers_and_footers_are_looked_through() -> None:
    part = b'<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>'
    content = changed(GOOD, {"word/footer1.xml": part + b"{{ wrong }}" + b"</w:t></w:r></w:p></w:ftr>"})
    assert "页脚第 1 段：没有“wrong”这个字段。" in checking.problems_of(content, acceptance())


def test_a_name_of_three_hundred_characters_is_cut_in_the_answer() -> None:
    problems = checking.problems_of(docx_of("{{ " + "长" * 300 + " }}"), acceptance())
    assert all(len(one) < 120 for one in problems)


def test_two_thousand_paragraphs_are_too_many() -> None:
    assert any("太长" in one for one in checking.problems_of(docx_of(*["x"] * 2001), acceptance()))


def test_a_template_edited_by_the_office_is_taken_in(cast: Cast) -> None:
    lines = texts(GOOD)
    mine = docx_of("本单位自己的抬头", *[line for line in lines if "—" not in line])
    template = take_in(acceptance(), upload(mine), cast.rights("petition"))
    assert (template.version, template.is_active) == (1, False)
