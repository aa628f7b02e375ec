"""What the next one at the same computer can find of a matter that was handed in before."""

import pytest
from django.test import Client

from outreach.door.testing import remember
from outreach.org.testing import Cast
from petitions.factories import CONTACT, MATTER, hand_in
from petitions.models import Petition

pytestmark = pytest.mark.django_db

PAGES = [
    "/petitions/new/",
    "/petitions/new/matter/",
    "/petitions/new/contact/",
    "/petitions/new/review/",
    "/petitions/receipt/",
    "/petitions/track/",
]
TOLD = [str(MATTER["title"]), str(MATTER["facts"]), CONTACT.name, CONTACT.phone]


def everything(client: Client) -> str:
    return "".join(client.get(page).content.decode() for page in PAGES)


def test_who_leaves_leaves_neither_matter_nor_name_nor_receipt(cast: Cast, client: Client) -> None:
    client.post("/petitions/receipt/", {"code": hand_in(client)})
    assert str(MATTER["title"]) in client.get("/petitions/track/").content.decode()
    client.post("/petitions/track/leave/")
    assert not [told for told in [*TOLD, Petition.objects.get().number] if told in everything(client)]
    assert client.get("/petitions/receipt/").status_code == 404


def test_a_name_is_not_shown_again_once_the_code_is_kept(cast: Cast, client: Client) -> None:
    client.post("/petitions/receipt/", {"code": hand_in(client)})
    page = client.get("/petitions/new/contact/").content.decode()
    assert CONTACT.name not in page
    assert CONTACT.phone not in page


def test_a_confirmed_receipt_opens_the_matter_for_nobody_who_has_not_the_code(cast: Cast, client: Client) -> None:
    client.post("/petitions/receipt/", {"code": hand_in(client)})
    remember(client, petition_tracked=None)
    client.post("/petitions/receipt/", {"code": "AAAA-AAAA-AAAA-AAAA"})
    assert str(MATTER["title"]) not in client.get("/petitions/track/").content.decode()
