"""The parts pages are made of say the right words and carry the right names for screen readers."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy, override

from outreach.common.crispy import form_helper
from outreach.common.fields import CleanCharField
from outreach.common.templatetags import ui


def part(name: str, **context: object) -> str:
    return render_to_string(f"components/{name}.html", context)


@pytest.mark.parametrize(
    ("light", "icon"),
    [("green", "ok"), ("yellow", "soon"), ("red", "late"), ("grey", "paused"), ("blue", "long"), ("none", "none")],
)
def test_every_light_has_its_own_shape_and_its_words(light: str, icon: str) -> None:
    html = ui.light(light, "还剩 3 个工作日")
    assert f"#light-{icon}" in html
    assert "还剩 3 个工作日" in html


def test_an_unknown_light_is_shown_as_no_light() -> None:
    assert "#light-none" in ui.light("purple", "无期限")


def test_words_in_a_light_are_escaped() -> None:
    assert "&lt;b&gt;" in ui.light("red", "<b>")
    assert "&lt;b&gt;" in ui.state("<b>")


def test_a_light_remembered_in_one_language_is_said_in_the_other() -> None:
    words = gettext_lazy("待验收")
    with override("zh-hans"):
        assert "待验收" in ui.state(words)
    with override("en"):
        assert "待验收" not in ui.state(words)


def test_due_date_opens_its_own_calculation_and_marks_an_estimate() -> None:
    html = part("due", due_on=date(2027, 1, 5), lines=[("规则", "5 个工作日"), ("到期", "2027-01-05")], estimated=True)
    assert '<time datetime="2027-01-05">2027-01-05 星期二</time>' in html
    assert "<dt>规则</dt><dd>5 个工作日</dd>" in html
    assert 'class="is-sum"><dt>到期</dt>' in html
    assert "估算" in html


def test_due_date_of_a_published_year_has_no_estimate_mark() -> None:
    assert "估算" not in part("due", due_on=date(2026, 1, 5), lines=[("规则", "5 个工作日")], estimated=False)


def test_pager_offers_only_pages_that_exist() -> None:
    html = part("pager", previous_url="", next_url="?after=9")
    assert 'rel="next" href="?after=9"' in html
    assert 'rel="prev"' not in html
    assert "<nav" not in part("pager", previous_url="", next_url="")


def test_button_is_a_link_with_a_url_and_submits_without() -> None:
    assert (
        part("button", label="看台账", url="/ledger/").strip().startswith('<a class="btn btn-outline-secondary" href')
    )
    html = part("button", label="销号", kind="primary", confirm="确定销号吗？", about="XF-2026-000123")
    assert '<button class="btn btn-primary" type="submit" data-confirm="确定销号吗？">' in html
    assert '<span class="visually-hidden">XF-2026-000123</span>' in html


def test_timeline_marks_what_happens_now() -> None:
    assigned_at = datetime(2026, 11, 23, 1, tzinfo=UTC)
    entries = [{"what": "交办", "at": assigned_at, "is_now": True}, {"what": "验收", "is_next": True}]
    html = part("timeline", entries=entries)
    assert '<li class="now" aria-current="step">' in html
    assert "2026-11-23 09:00" in html
    assert '<li class="next">' in html


def test_stat_is_a_link_and_late_only_when_something_is_late() -> None:
    assert "sx-stat--late" in part("stat", url="/ledger/?light=red", n=7, label="已逾期", light="red")
    assert "sx-stat--late" not in part("stat", url="/ledger/?light=red", n=0, label="已逾期", light="red")


class Report(forms.Form):
    title = CleanCharField(label="标题", max_length=10, help_text="一句话")
    kind = forms.ChoiceField(label="类别", choices=[("a", "建议"), ("b", "控告")], widget=forms.RadioSelect)
    note = CleanCharField(label="备注", required=False)
    agreed = forms.BooleanField(label="属实")


def rendered(form: forms.Form) -> str:
    form.helper = form_helper(submit_label="交办", cancel_url="/back/", autosave="report")  # type: ignore[attr-defined]  # crispy's own way
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


def test_a_form_has_one_verb_a_way_back_and_keeps_its_draft() -> None:
    html = rendered(Report())
    assert '<button class="btn btn-primary" type="submit">交办</button>' in html
    assert 'href="/back/"' in html
    assert 'data-autosave="report"' in html
    assert html.count("（选填）") == 1
    assert "style=" not in html


def test_errors_stand_above_with_links_and_beside_the_field_and_keep_what_was_typed() -> None:
    html = rendered(Report({"title": "一二三四五六七八九十一", "kind": "x"}))
    assert 'role="alert"' in html
    assert '<a href="#id_title">标题</a>' in html
    assert '<a href="#id_kind">类别</a>' in html
    assert 'id="id_kind"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert "一二三四五六七八九十一" in html
