"""A form that arrives twice makes one record; with other content it is told apart and nothing typed is lost."""

import uuid
from dataclasses import dataclass
from datetime import date

import pytest
from django.http import QueryDict

from outreach.common.once import OnceForm, SentBeforeError, fingerprint, only_once


@dataclass
class Kept:
    content_hash: str


def test_fingerprint_ignores_order_and_tells_content_apart() -> None:
    one = fingerprint({"title": "备件", "on": date(2026, 3, 2), "n": None})
    assert one == fingerprint({"n": None, "on": date(2026, 3, 2), "title": "备件"})
    assert one != fingerprint({"title": "备件 ", "on": date(2026, 3, 2), "n": None})


def test_fingerprint_reads_nested_drafts() -> None:
    @dataclass(frozen=True)
    class Draft:
        what: str

    assert fingerprint({"all": (Draft("a"),)}) == fingerprint({"all": (Draft("a"),)})
    assert fingerprint({"all": (Draft("a"),)}) != fingerprint({"all": (Draft("b"),)})


def test_same_content_gives_the_first_record() -> None:
    record = Kept(content_hash="x")
    assert only_once(record, "x") is record


def test_other_content_is_told_with_the_first_record() -> None:
    record = Kept(content_hash="x")
    with pytest.raises(SentBeforeError) as told:
        only_once(record, "y")
    assert told.value.record is record


def test_every_form_shown_has_a_token_of_its_own() -> None:
    assert OnceForm()["token"].value() != OnceForm()["token"].value()


def test_renewed_form_keeps_what_was_typed() -> None:
    data = QueryDict(f"token={uuid.uuid4()}&title=a&many=1&many=2")
    form = OnceForm(data)
    form.renew()
    assert form.data["token"] != data["token"]
    assert isinstance(form.data, QueryDict)
    assert form.data.getlist("many") == ["1", "2"]
    assert form.data["title"] == "a"
