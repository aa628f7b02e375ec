"""How much the database is asked when somebody hands in a petition: as little as it takes, however it comes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.sides import is_bracket
from outreach.org.testing import Cast
from petitions.factories import STEPS, fill_in
from petitions.models import Petition

pytestmark = pytest.mark.django_db
REVIEW = "/petitions/new/review/"
MATTER = "/petitions/new/matter/"


def asked(client: Client, token: str) -> list[str]:
    """The statements of handing in, without those that open and close transactions."""
    with CaptureQueriesContext(connection) as seen:
        response = client.post(REVIEW, {"token": token, "is_true": "on"})
    assert response.headers["Location"] == "/petitions/receipt/"
    return [str(query["sql"]) for query in seen if not is_bracket(query["sql"])]


def test_a_petition_is_taken_with_fourteen_statements(cast: Cast, client: Client) -> None:
    someone = Client()
    asked(someone, fill_in(someone))  # this process knows calendar and lengths from here on
    statements = asked(client, fill_in(client))
    assert len(statements) <= 14, "\n".join(one[:120] for one in statements)
    assert Petition.objects.count() == 2


def test_sent_again_it_costs_less_and_writes_nothing_of_the_matter(cast: Cast, client: Client) -> None:
    token = fill_in(client)
    first = asked(client, token)
    again = asked(client, token)
    assert len(again) < len(first)
    assert not [
        one for one in again if one.startswith(("INSERT", "UPDATE", "DELETE")) and "accounts_session" not in one
    ]


def test_files_cost_the_same_however_many_they_are(cast: Cast, client: Client, media_root: object) -> None:
    counts = []
    for number in (1, 4):
        visitor = Client()
        token = fill_in(visitor)
        files = [SimpleUploadedFile(f"工资条{n}.txt", f"第{n}份".encode()) for n in range(number)]
        page = visitor.post(MATTER, {"token": token, **STEPS[MATTER], "files": files, "go": "review"}, follow=True)
        counts.append(len(asked(visitor, page.context["token"])))
    assert counts[0] == counts[1]
