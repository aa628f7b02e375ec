"""The same form sent twice makes one visit; other content under the same mark is told apart."""

from uuid import uuid4

import pytest
from django.test import Client

from fieldvisits.factories import log_data
from fieldvisits.models import Visit
from fieldvisits.tests.test_journey import HANDED, NEW, SOLVED, photo
from outreach.ledger.models import Issue
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def test_the_same_content_twice_is_one_visit_and_one_item(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    mark = str(uuid4())
    for _time in range(2):
        answer = client.post(NEW, log_data(cast.quay, SOLVED | {"photos": photo()}, HANDED, client_uuid=mark))
        assert answer["Location"] == Visit.objects.get().get_absolute_url()
    assert Issue.objects.count() == 1


@pytest.mark.parametrize("change", [{"people_met": 7}, {"findings-0-what": "别的事"}])
def test_other_content_under_the_same_mark_is_explained_and_kept(
    client: Client, cast: Cast, change: dict[str, object]
) -> None:
    client.force_login(cast.cadre)
    data = log_data(cast.quay, HANDED)
    client.post(NEW, data)
    answer = client.post(NEW, {**data, "purpose": "看交接班", **change})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已经报过一次" in page
    assert Visit.objects.get().get_absolute_url() in page
    assert "看交接班" in page
    assert data["client_uuid"] not in page
    assert Visit.objects.count() == 1
    again = {**data, **change, "client_uuid": str(answer.context["form"]["client_uuid"].value())}
    assert client.post(NEW, again).status_code == 302
    assert Visit.objects.count() == 2


def test_another_photo_is_other_content(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    mark = str(uuid4())
    client.post(NEW, log_data(cast.quay, SOLVED | {"photos": photo(colour="red")}, client_uuid=mark))
    second = client.post(NEW, log_data(cast.quay, SOLVED | {"photos": photo(colour="blue")}, client_uuid=mark))
    assert second.status_code == 409


def test_somebody_elses_mark_tells_nothing_of_their_visit(client: Client, cast: Cast) -> None:
    data = log_data(cast.quay, HANDED)
    client.force_login(cast.cadre)
    client.post(NEW, data)
    client.force_login(cast.outsider)
    answer = client.post(NEW, data | {"unit": cast.west.pk})
    assert answer.status_code == 409
    assert Visit.objects.get().get_absolute_url() not in answer.content.decode()
