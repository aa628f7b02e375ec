"""What the content security policy would block is found before a browser meets it."""

from pathlib import Path

import pytest

from checks import inline
from checks.tests.projects import project


@pytest.mark.parametrize(
    "line",
    [
        "<script>go()</script>",
        '<script type="module">go()</script>',
        "<style>p { color: red }</style>",
        '<p class="a" style="color: red">',
        "<p\n  style='color: red'>",
        '<button type="button" onclick="go()">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/x.css">',
    ],
)
def test_an_inline_part_is_found(tmp_path: Path, line: str) -> None:
    [fault] = inline.faults(project(tmp_path, {"templates/a.html": f"\n{line}\n"}))
    assert fault.path == "templates/a.html"
    assert fault.line >= 2


@pytest.mark.parametrize(
    "line",
    [
        '<script type="module" src="{% static \'js/a.js\' %}"></script>',
        '<script type="application/json" id="words">{}</script>',
        "{{ words|json_script:'words' }}",
        "{# <style> is not used here #}",
        '<p class="style" data-style="x">',
        '<a href="https://example.com/">',
    ],
)
def test_files_of_our_own_and_data_are_free(tmp_path: Path, line: str) -> None:
    assert list(inline.faults(project(tmp_path, {"templates/a.html": f"{line}\n"}))) == []
