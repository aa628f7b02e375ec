"""One page to take along on a visit, holding what its reader may see."""

import pytest
from django.test import Client
from django.urls import reverse

from outreach.audit.models import AuditRecord
from outreach.contactpoints.factories import ContactPointFactory, a_condition
from outreach.contactpoints.models import ContactPoint
from outreach.ledger.factories import noted
from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.states import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief(cast: Cast) -> str:
    point: ContactPoint = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    a_condition(cast.quay, cast.cadre)
    noted(cast, "更衣柜不够用", unit=cast.quay)
    make_petition(cast.quay)
    make_petition(cast.quay, kind=Kind.ACCUSATION)
    return reverse("contactpoints:brief", args=[point.pk])


def test_the_leader_takes_along_what_is_open_and_what_is_hard(client: Client, cast: Cast, brief: str) -> None:
    client.force_login(cast.leader)
    page = client.get(brief).content.decode()
    assert "备件等得久" in page
    assert "信访在办 <strong>1</strong>" in page  # the accusation is not told
    assert "您的岗位看不到" not in page
    assert AuditRecord.objects.filter(action="contact_point.brief_opened").exists()


def test_petitions_are_counted_for_those_who_see_them(client: Client, cast: Cast, brief: str) -> None:
    client.force_login(cast.cadre)
    page = client.get(brief).content.decode()
    assert "信访在办 <strong>" not in page
    assert "您的岗位看不到：信访在办" in page


@pytest.mark.parametrize("name", ["outsider", "nobody"])
def test_others_do_not_find_it(client: Client, cast: Cast, brief: str, name: str) -> None:
    client.force_login(cast.people[name])
    assert client.get(brief).status_code == 404
