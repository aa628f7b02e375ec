"""Values come into a Word file as text, whatever they hold and however the place is cut into runs."""

from docx import api

from outreach.documents import words
from outreach.documents.filling import fill
from outreach.documents.kinds import kinds
from outreach.documents.paper import build
from outreach.documents.tests.making import docx_of, texts


def filled(*lines: str, rows: tuple[tuple[str, ...], ...] = (), **values: object) -> list[str]:
    return texts(fill(docx_of(*lines, rows=rows), values, title="x"))


def test_a_value_takes_the_place_of_its_name() -> None:
    assert filled("关于{{title}}（{{ number }}）", title="夜班补贴", number="12号") == ["关于夜班补贴（12号）"]


def test_a_name_cut_into_runs_is_found_and_takes_the_look_of_the_first() -> None:
    docx = api.Document()
    paragraph = docx.add_paragraph("关于")
    for piece, bold in (("{{ ti", True), ("tle", False), (" }}和{{ a }}", False)):
        paragraph.add_run(piece).bold = bold
    done = words.read(fill(words.written(docx), {"title": "夜班补贴", "a": "班车"}, title="x"))
    runs = [(run.text, bool(run.bold)) for run in done.paragraphs[0].runs if run.text]
    assert runs == [("关于", False), ("夜班补贴", True), ("和班车", False)]


def test_what_stands_in_a_value_is_never_read_as_a_place_or_as_markup() -> None:
    said = "{{ secret }} {% for x in y %} <w:p/> &amp; ]]>"
    assert filled("前{{ title }}后", title=said, secret="机密") == [f"前{said}后"]


def test_control_characters_and_lone_surrogates_do_not_break_the_file() -> None:
    assert filled("{{ title }}", title="夜班\x0b补\x00贴\ud800\u202e") == ["夜班补贴"]


def test_a_long_value_of_several_lines_makes_paragraphs_of_the_same_look() -> None:
    assert filled("{{ facts }}", "完", facts="第一段\n第二段" + "长" * 300) == ["第一段", "第二段" + "长" * 300, "完"]


def test_an_empty_value_that_stands_alone_leaves_no_blank_line() -> None:
    assert filled("前", "{{ remark }}", "后", remark="") == ["前", "后"]
    assert filled("前{{ remark }}") == ["前"]


def test_a_row_repeats_for_every_entry_of_its_list() -> None:
    rows = (("姓名", "职务"), ("{{ people.name }}", "{{ people.post }}，{{ unit }}"))
    people = [{"name": "王海", "post": "经理"}, {"name": "李敏", "post": "主席"}]
    found = filled(rows=rows, people=people, unit="集团")
    assert found == ["姓名", "职务", "王海", "经理，集团", "李敏", "主席，集团"]
    assert filled(rows=rows, people=[]) == ["姓名", "职务"]


def test_the_file_does_not_tell_who_made_it() -> None:
    docx = api.Document()
    docx.core_properties.author = docx.core_properties.last_modified_by = "张三"
    core = words.read(fill(words.written(docx), {}, title="受理告知书")).core_properties
    assert (core.author, core.last_modified_by, core.title) == ("", "", "受理告知书")


def test_every_kind_can_be_filled_from_the_portals_own_template() -> None:
    for kind in kinds:
        text = "\n".join(texts(fill(build(kind.paper), kind.example, title="x")))
        assert "{{" not in text
        missing = [one.name for one in kind.fields if isinstance(one.example, str) and one.example[:20] not in text]
        assert missing == [], kind.key
