"""The public entrance publishes channels, times and procedure as Art. 18 asks, with lengths from the statute."""

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings

from outreach.calendars import statute
from outreach.dashboard.views.entrance import entrance


def page(rf: RequestFactory) -> str:
    request = rf.get("/")
    request.user = AnonymousUser()
    return entrance(request).content.decode()


def test_four_doors_open_without_an_account(rf: RequestFactory) -> None:
    html = page(rf)
    for name in ("petitions:new", "petitions:track", "policy:list"):
        assert f'href="{reverse(name)}"' in html
    assert 'href="/petitions/receptions/days/"' in html
    assert 'id="visit"' in html


def test_lengths_come_from_the_statute(rf: RequestFactory) -> None:
    html = page(rf)
    assert f"{statute.NOTICE_DAYS} 天内" in html
    assert f"{statute.CONCLUDE_DAYS} 天内" in html
    assert "第三十四条" in html


def test_the_office_is_named_with_address_and_phone(rf: RequestFactory, settings: Settings) -> None:
    settings.OFFICE = {"organization": "某集团", "address": "海边路 1 号", "phone": "123 4567", "hours": "工作日"}
    html = page(rf)
    assert "某集团信访办公室" in html
    assert 'href="tel:1234567"' in html
    assert "海边路 1 号" in html


def test_an_office_without_a_phone_shows_no_empty_line(rf: RequestFactory, settings: Settings) -> None:
    settings.OFFICE = {"organization": "", "address": "", "phone": "", "hours": ""}
    html = page(rf)
    assert "tel:" not in html
    assert "<dt>来访</dt>" not in html
