"""A filter is kept under a name, opens as it was, and belongs to one person."""

import pytest
from django.test import Client

from outreach.ledger.factories import brought_to
from outreach.ledger.forms.saved import MOST_VIEWS
from outreach.ledger.models import SavedView
from outreach.ledger.states import State
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
VIEWS = "/ledger/views/"


def save(client: Client, name: str, query: str) -> int:
    return client.post(VIEWS, {"name": name, "query": query}).status_code


def test_a_kept_view_is_a_tab_with_its_count(client: Client, cast: Cast) -> None:
    brought_to(cast, State.PENDING, topic="living")
    client.force_login(cast.ledger)
    assert save(client, "生活类", "topic=living&after=x~1&page=3") == 302
    assert SavedView.objects.get().query == "topic=living"
    shown = client.get("/ledger/?topic=living")
    tab = shown.context["tabs"][-1]
    assert (tab.label, tab.count, tab.is_current) == ("生活类", "1", True)
    page = shown.content.decode()
    assert "删掉这个视图" in page
    assert '<a href="?view=all">' in page  # one list is open, not two


def test_the_same_name_replaces(client: Client, cast: Cast) -> None:
    client.force_login(cast.ledger)
    save(client, "我盯的", "light=red")
    save(client, "我盯的", "light=yellow")
    assert [view.query for view in SavedView.objects.all()] == ["light=yellow"]


def test_a_filter_the_list_does_not_know_is_not_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.ledger)
    assert save(client, "怪", "light=purple") == 200
    assert save(client, "", "light=red") == 200
    assert save(client, "x" * 31, "light=red") == 200
    assert not SavedView.objects.exists()


def test_there_is_an_end_to_views(client: Client, cast: Cast) -> None:
    client.force_login(cast.ledger)
    for n in range(MOST_VIEWS):
        assert save(client, f"视图 {n}", "light=red") == 302
    assert save(client, "多一个", "light=red") == 200
    assert save(client, "视图 0", "light=green") == 302


def test_only_its_owner_sees_or_deletes_a_view(client: Client, cast: Cast) -> None:
    view = SavedView.objects.create(user=cast.head, name="负责人的", query="light=red")
    client.force_login(cast.ledger)
    assert "负责人的" not in client.get("/ledger/").content.decode()
    assert client.post(f"{VIEWS}{view.pk}/delete/").status_code == 404
    client.force_login(cast.head)
    assert client.post(f"{VIEWS}{view.pk}/delete/").status_code == 302
    assert not SavedView.objects.exists()
