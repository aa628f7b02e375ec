"""Pages for what went wrong say what happened and what to do, in both languages, and need as little as possible."""

import logging

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation

from outreach.dashboard.views import errors


@pytest.fixture
def request_of_a_visitor(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/somewhere/")
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(("language", "lang"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_our_mistake_needs_no_database_and_gives_a_number_to_quote(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture, language: str, lang: str
) -> None:
    # No database mark: any query would fail this test.
    with translation.override(language), caplog.at_level(logging.ERROR, "outreach.errors"):
        response = errors.server_error(rf.get("/ledger/"))
    assert response.status_code == 500
    page = response.content.decode()
    assert f'<html lang="{lang}"' in page
    reference = caplog.records[-1].getMessage().split()[1]
    assert reference.startswith("E-")
    assert reference in page


def test_a_broken_request_says_what_to_do(rf: RequestFactory) -> None:
    response = errors.bad_request(rf.get("/"))
    assert response.status_code == 400
    assert "没有看懂这次提交" in response.content.decode()


def test_a_stale_form_leads_back_to_itself_and_keeps_the_draft(rf: RequestFactory) -> None:
    response = errors.csrf_failure(rf.post("/petitions/new/?step=2"))
    page = response.content.decode()
    assert response.status_code == 403
    assert 'href="/petitions/new/?step=2"' in page
    assert "data-keep-drafts" in page


def test_a_refusal_is_told_in_its_own_words(request_of_a_visitor: HttpRequest) -> None:
    response = errors.permission_denied(request_of_a_visitor, PermissionDenied("验收人不能是承办人"))
    assert response.status_code == 403
    assert "验收人不能是承办人" in response.content.decode()


def test_a_refusal_without_words_still_says_who_can_help(request_of_a_visitor: HttpRequest) -> None:
    response = errors.permission_denied(request_of_a_visitor, PermissionDenied())
    assert "请台账办给您加上" in response.content.decode()


def test_a_missing_page_does_not_repeat_the_address_or_the_reason(request_of_a_visitor: HttpRequest) -> None:
    response = errors.page_not_found(request_of_a_visitor, Exception("Issue 17 belongs to somebody else"))
    page = response.content.decode()
    assert response.status_code == 404
    assert "没有这个页面" in page
    assert "Issue 17" not in page


def test_too_many_requests_says_when_to_try_again(request_of_a_visitor: HttpRequest) -> None:
    response = errors.too_many_requests(request_of_a_visitor, wait_minutes=10)
    assert response.status_code == 429
    assert response["Retry-After"] == "600"
    assert "请等 10 分钟再试" in response.content.decode()


def test_offline_page_says_what_still_works(rf: RequestFactory) -> None:
    assert "可以继续记走访" in errors.offline(rf.get("/offline/")).content.decode()


@pytest.mark.parametrize(
    ("address", "cookie", "lang"),
    [
        ("/offline/", "", "zh-Hans"),
        ("/offline/", "en", "en"),
        ("/offline/?l=en", "", "en"),
        ("/offline/?l=zh-Hans", "en", "zh-Hans"),
        ("/offline/?l=xx", "en", "en"),
    ],
)
def test_it_speaks_the_language_its_address_names_else_the_readers(
    client: Client, address: str, cookie: str, lang: str
) -> None:
    client.cookies["django_language"] = cookie
    assert f'<html lang="{lang}"' in client.get(address).content.decode()
