"""A text that is missing, unfinished, left over or not compiled is found, and refreshing keeps what was translated."""

import shutil
from pathlib import Path

import polib
import pytest

from checks import messages
from checks.tests.projects import project
from checks.tree import Project

pytestmark = pytest.mark.skipif(not shutil.which("xgettext"), reason="needs gettext: apt install gettext")
CODE = {
    "room/verbs.py": 'x = _("台账")\ny = _("共 %(count)s 件")\n',
    "templates/a.html": '{% load i18n %}{% translate "办理" %}',
    "room/tests/test_x.py": 'x = _("只在测试里")\n',
}
ENGLISH = {"台账": "Ledger", "共 %(count)s 件": "%(count)s items", "办理": "Handle"}


def catalogue(root: Path) -> Path:
    return root / messages.CATALOGUE


def translate(root: Path, english: dict[str, str]) -> None:
    """Write these translations into the catalogue and compile it."""
    po = polib.pofile(str(catalogue(root)), wrapwidth=0)
    for entry in po:
        entry.msgstr = english.get(entry.msgid, entry.msgstr)
    po.save()
    po.save_as_mofile(str(catalogue(root).with_suffix(".mo")))


def found(checkout: Project) -> str:
    return "\n".join(map(str, messages.faults(Project(checkout.root))))


@pytest.fixture
def translated(tmp_path: Path) -> Project:
    """A small project with every text in English."""
    checkout = project(tmp_path, CODE)
    messages.refresh(checkout)
    translate(tmp_path, ENGLISH)
    return checkout


def test_a_finished_catalogue_has_no_fault(translated: Project) -> None:
    assert found(translated) == ""


def test_a_new_text_is_named_with_its_place(translated: Project) -> None:
    (translated.root / "room/forms.py").write_text('x = _("新的")\n', encoding="utf-8")
    assert "room/forms.py:0: '新的' is not in the catalogue" in found(translated)


def test_a_text_that_is_used_nowhere_is_named(translated: Project) -> None:
    (translated.root / "templates/a.html").write_text("", encoding="utf-8")
    assert "'办理' is used nowhere" in found(translated)


@pytest.mark.parametrize(
    ("english", "why"),
    [
        ("", "is not translated"),
        ("台账 items", "still has Chinese in its English"),
        ("%(number)s items", "names a placeholder that the text does not have"),
    ],
)
def test_an_unfinished_translation_is_named(translated: Project, english: str, why: str) -> None:
    translate(translated.root, {"共 %(count)s 件": english})
    assert f"'共 %(count)s 件' {why}" in found(translated)


def test_a_fuzzy_translation_is_named(translated: Project) -> None:
    po = polib.pofile(str(catalogue(translated.root)))
    po[0].flags.append("fuzzy")
    po.save()
    assert "is marked fuzzy" in found(translated)


def test_a_compiled_file_older_than_the_catalogue_is_named(translated: Project) -> None:
    catalogue(translated.root).with_suffix(".mo").write_bytes(b"")
    assert "is older than the catalogue" in found(translated)


def test_refreshing_keeps_what_was_translated_and_drops_what_is_gone(translated: Project) -> None:
    (translated.root / "room/verbs.py").write_text('x = _("台账")\ny = _("新的")\n', encoding="utf-8")
    messages.refresh(Project(translated.root))
    texts = {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue(translated.root)))}
    assert texts == {"台账": "Ledger", "新的": "", "办理": "Handle"}
