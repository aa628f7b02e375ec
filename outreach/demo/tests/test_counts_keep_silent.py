"""What is counted of a unit before somebody goes there tells nothing of a matter that its reader may not see."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.contactpoints.models import ContactPoint
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import make_petition
from petitions.models import Petition
from surveys.factories import a_record, an_investigation
from surveys.methods import Method

pytestmark = pytest.mark.django_db
_CHANGES_ANYWAY = re.compile(r'csrf\w*" value="\w+"|nonce-[\w-]+')
Told = dict[str, str]


@pytest.fixture
def point(cast: Cast) -> ContactPoint:
    made: ContactPoint = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    return made


@pytest.fixture
def look(cast: Cast, client: Client, point: ContactPoint) -> Callable[[str], Told]:
    """Every page that counts what came to the quay, as somebody reads it now."""
    moment = clock.now()  # pages say when they were made

    def told(who: str) -> Told:
        client.force_login(cast.people[who])
        unit = f"/contactpoints/units/{cast.quay.pk}/"
        asked = (f"/ledger/burden/?unit={cast.quay.pk}", f"/ledger/burden/?contact_point={point.pk}", unit)
        pages = (*asked, point.get_absolute_url(), f"{point.get_absolute_url()}brief/", "/wallchart/", "/coverage/")
        with clock.travel_to(moment):
            return {page: _CHANGES_ANYWAY.sub("", client.get(page).content.decode()) for page in pages}

    return told


@pytest.mark.parametrize("who", ["head", "handler", "cadre", "outsider", "ledger", "admin"])
def test_a_petition_is_counted_for_nobody_who_may_not_see_it(cast: Cast, look: Callable[[str], Told], who: str) -> None:
    before = look(who)
    petition = make_petition(cast.quay)
    assert look(who) == before
    workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))
    assert look(who) == before


def test_a_leader_whom_it_mentions_counts_no_petition(cast: Cast, look: Callable[[str], Told]) -> None:
    before = look("leader")
    petition = make_petition(cast.quay, facts=f"{cast.leader.full_name}答应过的班车一直没有开。")
    assert not Petition.objects.visible_to(cast.rights("leader")).filter(pk=petition.pk).exists()
    assert look("leader") == before
    make_petition(cast.quay)
    assert look("leader") != before


def test_that_somebody_was_heard_alone_is_counted_for_nobody_there(cast: Cast, look: Callable[[str], Told]) -> None:
    led: Any = an_investigation(cast, by="ledger", lead_unit=cast.group)
    before = look("head")
    a_record(cast, investigation=led, by="ledger", method=Method.INTERVIEW, people_count=None, people_kind="")
    assert look("head") == before
    a_record(cast, investigation=led, by="ledger")
    assert look("head") != before
