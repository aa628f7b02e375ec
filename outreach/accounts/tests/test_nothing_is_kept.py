"""Pages of somebody who is signed in are kept by no browser and no proxy."""

import pytest
from django.test import Client

from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/ledger/",
    "/ledger/new/",
    "/fieldvisits/",
    "/surveys/",
    "/policy/",
    "/policy/sessions/",
    "/contactpoints/",
    "/wallchart/",
    "/notices/",
    "/petitions/",
    "/ledger/QT-2026-999999/",
    "/surveys/new/",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_for_somebody_signed_in_is_not_stored(cast: Cast, client: Client, page: str) -> None:
    client.force_login(cast.ledger)
    assert "no-store" in client.get(page)["Cache-Control"]


def test_a_public_page_may_be_stored(cast: Cast, client: Client) -> None:
    assert not client.get("/policy/").has_header("Cache-Control")
