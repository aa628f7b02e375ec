"""Of Bootstrap all that the portal names is kept, the rest left out, and what came into use since is told."""

from pathlib import Path

import pytest

from checks import bootstrap
from checks.bootstrap import TARGET, Names, part
from checks.tests.projects import project


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('<p class="row {% if a == "b" %}show{% endif %}">', "row"),
        ('<p class="row {% if a == "b" %}show{% endif %}">', "show"),
        ("<p class=\"{{ open|yesno:'show,hide' }}\">", "show"),
        ('{% crispy_field field "class" "badge" %}', "badge"),
        ('{% include "b.html" with kind="btn-danger" %}', "btn-danger"),
        ('<p class="btn-{{ kind }}">', "btn-danger"),
        ("button.className = `btn-${kind}`;", "btn-danger"),
        ('button.className = "btn-" + kind;', "btn-danger"),
        ('box.classList.add("collapse");', "collapse"),
        ('widget.attrs["class"] = "card"', "card"),
        ('attrs={"class": "card"}', "card"),
    ],
)
def test_a_class_that_is_given_is_seen(text: str, name: str) -> None:
    assert name in Names([text])


@pytest.mark.parametrize("text", ["{% for row in table %}", "const row = 1;", "class Row:", '"%Y-%m-%d"', "<p>row</p>"])
def test_an_everyday_word_is_no_class(text: str) -> None:
    names = Names([text])
    assert not any(name in names for name in ("row", "table", "m-1"))


def test_rules_selectors_variables_and_moves_that_nothing_needs_are_left_out() -> None:
    whole = (
        ":root,[data-bs-theme=light]{--a:1;--b:var(--a);--c:2;--d:3}"
        ".btn,.nav{order:var(--b)}.nav>.btn{order:2}.btn:not(.active){order:4!important}p{order:5}"
        "@media print{.nav{order:6}}@media (min-width:1px){.btn{order:7}.nav{order:8}}"
        "@keyframes spin{to{order:9}}@keyframes turn{to{order:10}}.btn{animation:1s turn}"
    )
    assert part(whole, Names(['class="btn"']), ["p { order: var(--d) }"]).splitlines() == [
        ":root{--a:1;--b:var(--a);--d:3}",
        ".btn{order:var(--b)}",
        ".btn:not(.active){order:4!important}",
        "p{order:5}",
        "@media (min-width:1px){.btn{order:7}}",
        "@keyframes turn{to{order:10}}",
        ".btn{animation:1s turn}",
    ]


def test_a_class_that_came_into_use_is_told_until_the_file_is_made_anew(tmp_path: Path) -> None:
    ours = project(tmp_path, {"templates/a.html": '<p class="badge">', TARGET: ""})
    [fault] = bootstrap.faults(ours)
    assert (fault.path, "python -m checks.bootstrap" in fault.why) == (TARGET, True)
    (tmp_path / TARGET).write_text(bootstrap.made(ours), encoding="utf-8")
    assert not list(bootstrap.faults(ours))
    left_out = bootstrap.left_out(ours)
    assert "accordion" in left_out
    assert "badge" not in left_out
