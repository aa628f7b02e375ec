"""Chinese text that nobody could translate is found in code, templates and scripts."""

from pathlib import Path

import pytest

from checks import words
from checks.tests.projects import project

UNTRANSLATED = {
    "room/verbs.py": 'x = "台账"',
    "room/forms.py": 'x = f"台账{y}"',
    "room/admin.py": 'x = _("台账") + "办理"',
    "templates/a.html": "<p>台账</p>",
    "templates/b.html": '{% translate "台账" %}<p>办理</p>',
    "templates/c.html": '<input placeholder="台账">',
    "static/js/a.js": 'const x = "台账";',
}
FINE = {
    "room/verbs.py": 'x = _("台账")\ny = pgettext("noun", "台账")\nz = ngettext("%d件", "%d件", 2)',
    "room/text.py": r'x = "[\u4e00-\u9fff]"',
    "room/models.py": '"""A forum 座谈会."""\n\n\nclass A:\n    """台账 row."""\n',
    "room/seed.py": 'x = "台账"',
    "templates/a.html": '{% translate "台账" %}{% trans \'台账\' as x %}{{ _("台账") }}{# 台账 #}',
    "templates/b.html": "{% blocktranslate trimmed with n=x %}\n台账 {{ n }} 件\n{% endblocktranslate %}",
    "templates/c.html": '{% include "x.html" with label=_("台账") %}{% comment %}台账{% endcomment %}',
}


@pytest.mark.parametrize(("path", "text"), UNTRANSLATED.items())
def test_text_outside_gettext_is_found(tmp_path: Path, path: str, text: str) -> None:
    [fault] = words.faults(project(tmp_path, {path: f"\n{text}\n"}))
    assert (fault.path, fault.line) == (path, 2)


@pytest.mark.parametrize(("path", "text"), FINE.items())
def test_text_inside_gettext_and_listed_data_are_free(tmp_path: Path, path: str, text: str) -> None:
    assert list(words.faults(project(tmp_path, {path: f"{text}\n"}))) == []
