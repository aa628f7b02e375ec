"""Large text works without JavaScript and never leads to another site."""

import pytest
from django.test import RequestFactory

from outreach.dashboard.shell import Shell
from outreach.dashboard.views.display import display


def test_large_text_is_remembered_and_returns_to_the_page(rf: RequestFactory) -> None:
    response = display(rf.post("/display/", {"text": "large", "next": "/petitions/new/"}))
    assert (response.status_code, response["Location"]) == (302, "/petitions/new/")
    assert response.cookies["sx_text"].value == "large"


@pytest.mark.parametrize("text", ["normal", "", "huge\x00"])
def test_anything_else_is_normal_text(rf: RequestFactory, text: str) -> None:
    assert display(rf.post("/display/", {"text": text})).cookies["sx_text"].value == "normal"


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_no_other_site_is_opened(rf: RequestFactory, target: str) -> None:
    assert display(rf.post("/display/", {"text": "large", "next": target}))["Location"] == "/"


def test_only_a_form_changes_it(rf: RequestFactory) -> None:
    assert display(rf.get("/display/")).status_code == 405


def test_the_page_reads_the_cookie(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert not Shell(request).is_large_text
    request.COOKIES["sx_text"] = "large"
    assert Shell(request).is_large_text
