"""Signing in and out, and the language a stranger is met in."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from outreach.org.testing import Cast

LOGIN = reverse("login")
PASSWORD = "Quay-9-night-shift"


@pytest.fixture
def with_password(cast: Cast) -> Cast:
    cast.handler.set_password(PASSWORD)
    cast.handler.save()
    return cast


def test_a_person_signs_in_and_lands_on_their_work(with_password: Cast, client: Client) -> None:
    answer = client.post(LOGIN, {"username": "handler", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert "我的工作" in client.get(reverse("home")).content.decode()


def test_a_wrong_password_keeps_the_name_and_says_so(with_password: Cast, client: Client) -> None:
    answer = client.post(LOGIN, {"username": "handler", "password": "wrong"})
    body = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="handler"' in body
    assert "wrong" not in body
    assert 'aria-invalid="true"' in body or 'role="alert"' in body


def test_nobody_is_sent_to_another_site_after_signing_in(with_password: Cast, client: Client) -> None:
    address = f"{LOGIN}?next=https://elsewhere.example/"
    answer = client.post(address, {"username": "handler", "password": PASSWORD})
    assert answer["Location"] == reverse("home")


@pytest.mark.parametrize("wanted", ["1e309", "home", "ledger:list", "//elsewhere.example", "\\\\elsewhere.example"])
def test_a_way_on_that_is_no_path_of_ours_leads_home(with_password: Cast, client: Client, wanted: str) -> None:
    client.force_login(with_password.handler)
    answer = client.post(reverse("factor_check"), {"next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))


def test_a_disabled_person_does_not_get_in(with_password: Cast, client: Client) -> None:
    with_password.handler.is_active = False
    with_password.handler.save()
    answer = client.post(LOGIN, {"username": "handler", "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_person_disabled_meanwhile_is_out_at_the_next_click(with_password: Cast, client: Client) -> None:
    client.force_login(with_password.handler)
    assert client.get(reverse("ledger:list")).status_code == 200
    with_password.handler.is_active = False
    with_password.handler.save()
    assert client.get(reverse("ledger:list"))["Location"].startswith(LOGIN)


def test_signing_out_takes_a_post(with_password: Cast, client: Client) -> None:
    client.force_login(with_password.handler)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_page_one_was_on_comes_after_signing_in(with_password: Cast, client: Client) -> None:
    wanted = reverse("ledger:list") + "?view=mine"
    sent_to = client.get(wanted)["Location"]
    answer = client.post(sent_to, {"username": "handler", "password": PASSWORD})
    assert answer["Location"] == wanted


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cookie", "browser", "language"),
    [
        ("", "", "zh-hans"),
        ("", "en-GB,en;q=0.8", "en"),
        ("", "fr-FR,fr;q=0.9", "zh-hans"),
        ("zh-hans", "en", "zh-hans"),
        ("en", "zh-CN", "en"),
        ("klingon", "zh-CN", "zh-hans"),
    ],
)
def test_language_is_the_cookies_then_the_browsers_then_chinese(
    client: Client, cookie: str, browser: str, language: str
) -> None:
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    answer = client.get(LOGIN, headers={"accept-language": browser})
    assert answer["Content-Language"] == language
    assert f'<html lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in answer.content.decode()
