"""A form keeps the files that passed: they need not be chosen again when something else was wrong."""

import re
from datetime import timedelta
from typing import Any, cast

import pytest
from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from outreach.accounts.models import User
from outreach.attachments.fields import MultiFileField
from outreach.attachments.models import Attachment
from outreach.attachments.tests import making
from outreach.attachments.tests.making import upload

pytestmark = pytest.mark.django_db


class Letter(forms.Form):
    """A form like those of the rooms above."""

    text = forms.CharField()
    papers = MultiFileField(purpose="letter", required=False)


def send(form: type[forms.Form] = Letter, *, kept: tuple[str, ...] = (), text: str = "", files: Any = ()) -> forms.Form:
    data = QueryDict(mutable=True)
    data["text"] = text
    data.setlist("papers-kept", list(kept))
    return form(data, MultiValueDict({"papers": list(files)}))


def tokens(form: forms.Form) -> tuple[str, ...]:
    return tuple(re.findall(r'name="papers-kept" value="([^"]+)" checked', str(form["papers"])))


def test_files_survive_an_error_elsewhere_and_arrive_with_the_next_try() -> None:
    first = send(files=[upload("工资条.jpg", making.picture()), upload("a.pdf", making.PDF)])
    assert not first.is_valid()
    page = str(first["papers"])
    assert "工资条.jpg" in page
    assert "已上传" in page
    second = send(kept=tokens(first), text="说明", files=[upload("b.txt", b"more")])
    assert second.is_valid(), second.errors
    assert [str(file) for file in second.cleaned_data["papers"]] == ["工资条.jpg", "a.pdf", "b.txt"]
    assert Attachment.objects.count() == 3


def test_a_cleared_tick_drops_the_file() -> None:
    first = send(files=[upload("a.jpg", making.picture()), upload("a.pdf", making.PDF)])
    second = send(kept=tokens(first)[1:], text="说明")
    assert second.is_valid()
    assert [str(file) for file in second.cleaned_data["papers"]] == ["a.pdf"]


def test_each_refused_file_is_named_and_the_others_are_kept() -> None:
    form = send(text="说明", files=[upload("坏.exe", b"MZ"), upload("a.pdf", making.PDF), upload("空.txt", b"")])
    assert [str(error).split("：")[0] for error in form.errors["papers"]] == ["坏.exe", "空.txt"]
    assert len(tokens(form)) == 1
    assert send(kept=tokens(form), text="说明").is_valid()


def test_a_sixth_file_is_refused_by_name_and_five_are_kept() -> None:
    form = send(text="说明", files=[upload(f"{n}.txt", f"text {n}".encode()) for n in range(6)])
    assert form.errors["papers"] == ["5.txt：没有收下，最多 5 个文件。"]
    assert len(tokens(form)) == 5


def test_the_same_content_twice_counts_once() -> None:
    first = send(files=[upload("a.pdf", making.PDF), upload("copy.pdf", making.PDF)])
    second = send(kept=tokens(first) * 2, text="说明", files=[upload("again.pdf", making.PDF)])
    assert second.is_valid()
    assert len(second.cleaned_data["papers"]) == 1
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "é\ud800", "a:b:c", "x" * 5000])
def test_a_forged_mark_is_a_message_and_no_file(token: str) -> None:
    form = send(kept=(token,), text="说明")
    assert form.errors["papers"] == ["之前选的文件有的已经不在了，请重新选择。"]


def test_a_mark_is_worth_nothing_in_another_form_for_another_person_or_a_day_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = tokens(send(files=[upload("a.pdf", making.PDF)]))

    class Other(Letter):
        papers = MultiFileField(purpose="other", required=False)

    class Mine(Letter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            cast("MultiFileField", self.fields["papers"]).uploaded_by = User.objects.create(
                username="li", full_name="李明"
            )

    assert send(Letter, kept=kept, text="说明").is_valid()
    assert not send(Other, kept=kept, text="说明").is_valid()
    assert not send(Mine, kept=kept, text="说明").is_valid()
    monkeypatch.setattr("outreach.attachments.pending.KEPT_FOR", timedelta(seconds=-1))
    assert not send(Letter, kept=kept, text="说明").is_valid()


def test_a_required_field_wants_a_file_until_one_is_kept() -> None:
    class Needed(Letter):
        papers = MultiFileField(purpose="needed")

    empty = send(Needed)
    assert "papers" in empty.errors
    assert " required" in str(empty["papers"])
    first = send(Needed, files=[upload("a.pdf", making.PDF)])
    assert "papers" not in first.errors
    assert " required" not in str(first["papers"])
    assert send(Needed, kept=tokens(first), text="说明").is_valid()


def test_names_cannot_write_into_the_page() -> None:
    form = send(files=[upload("<b>&.pdf", making.PDF), upload("<i>.exe", b"MZ")])
    page = str(form["papers"]) + str(form.errors["papers"])
    assert "<b>" not in page
    assert "<i>" not in page


def test_the_form_asks_for_multipart() -> None:
    assert Letter().is_multipart()
    page = str(Letter()["papers"])
    assert 'type="file"' in page
    assert " multiple" in page
