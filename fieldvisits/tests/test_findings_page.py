"""Findings one by one: what figures count, and what is looked for in them."""

import pytest
from django.test import Client

from fieldvisits.factories import VisitFactory, VisitFindingFactory
from fieldvisits.going import VISITS
from fieldvisits.models import Outcome
from outreach.common import clock
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def test_what_was_solved_there_is_the_list_behind_the_figure(cast: Cast, client: Client) -> None:
    visit = VisitFactory(unit=cast.quay, author=cast.cadre)
    VisitFindingFactory(visit=visit, outcome=Outcome.SOLVED_ON_SPOT, solution="当场换了灯管", solved_by="电工班")
    VisitFindingFactory(visit=visit)
    elsewhere = VisitFactory(unit=cast.west, author=cast.outsider)
    VisitFindingFactory(visit=elsewhere, outcome=Outcome.SOLVED_ON_SPOT, solution="补了标志", solved_by="安全员")
    today = clock.today()
    for who, n in (("ledger", 2), ("cadre", 1), ("outsider", 1)):
        client.force_login(cast.people[who])
        assert len(client.get(VISITS.solved_url(today, today)).context["page"].rows) == n
        assert VISITS.solved_there(cast.rights(who), today, today) == n


def test_what_does_not_fit_on_one_page_is_on_the_next(cast: Cast, client: Client) -> None:
    findings = VisitFindingFactory.create_batch(51, visit=VisitFactory(unit=cast.quay, author=cast.cadre))
    client.force_login(cast.ledger)
    first = client.get("/fieldvisits/findings/").context["page"]
    second = client.get("/fieldvisits/findings/", {"after": first.after}).context["page"]
    assert [one.pk for one in (*first.rows, *second.rows)] == sorted((one.pk for one in findings), reverse=True)
    again = client.get("/fieldvisits/findings/", {"before": second.before}).context["page"]
    assert again.rows == first.rows


@pytest.mark.parametrize(("query", "n"), [("q=灯管", 1), ("q=没有的词", 0), ("outcome=nonsense&since=x", 2), ("", 2)])
def test_filters_stand_in_the_address(cast: Cast, client: Client, query: str, n: int) -> None:
    visit = VisitFactory(unit=cast.quay, author=cast.cadre)
    VisitFindingFactory(visit=visit, outcome=Outcome.SOLVED_ON_SPOT, solution="当场换了灯管", solved_by="电工班")
    VisitFindingFactory(visit=visit)
    client.force_login(cast.ledger)
    assert len(client.get(f"/fieldvisits/findings/?{query}").context["page"].rows) == n
