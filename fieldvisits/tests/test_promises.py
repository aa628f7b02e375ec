"""What was promised on an earlier visit is asked after on the next one, and stands on the page of the contact point."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from fieldvisits.factories import VisitFactory, VisitFindingFactory, circulated
from fieldvisits.models import Minutes
from fieldvisits.promises import promises_at
from fieldvisits.workflow.minutes import confirm_minutes
from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.ledger.workflow import merge
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
ASKED = "/fieldvisits/promises/"


def confirmed(cast: Cast) -> Issue:
    """Two lamps are to be changed, decided a week ago; gives the item."""
    minutes = circulated(VisitFactory(unit=cast.quay, author=cast.cadre), cast.ledger)
    Minutes.objects.update(objections_until=clock.today() - timedelta(days=1))
    minutes.refresh_from_db()
    confirm_minutes(minutes=minutes, rights=cast.rights("ledger"))
    return Issue.objects.get()


def test_a_decision_and_promised_support_are_asked_after(client: Client, cast: Cast) -> None:
    item = confirmed(cast)
    earlier = clock.today() - timedelta(days=3)
    VisitFindingFactory(
        visit=VisitFactory(unit=cast.quay, author=cast.cadre),
        support_kind="funding",
        support_text="添置更衣柜 15 个的钱",
        support_from="分管领导甲",
        support_by=earlier,
    )
    client.force_login(cast.cadre)
    shown = client.get(ASKED, {"unit": cast.quay.pk}).content.decode()
    assert shown.index("添置更衣柜") < shown.index("换两盏灯"), "what was due first is asked after first"
    assert "值班电工" in shown
    assert str(item.get_status_display()) in shown


def test_a_kept_promise_comes_last_and_leaves_the_contact_point(client: Client, cast: Cast) -> None:
    item = confirmed(cast)
    point = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    client.force_login(cast.leader)
    assert "答应过、还没兑现的" in client.get(point.get_absolute_url()).content.decode()
    assert "换两盏灯" in client.get(f"{point.get_absolute_url()}brief/").content.decode()
    Issue.objects.filter(pk=item.pk).update(status=State.CLOSED)
    assert [one.is_kept for one in promises_at(cast.quay, cast.rights("leader"))] == [True]
    assert "答应过、还没兑现的" not in client.get(point.get_absolute_url()).content.decode()


def test_a_draft_promises_nothing_and_a_stranger_hears_nothing(client: Client, cast: Cast) -> None:
    confirmed(cast)
    Minutes.objects.update(status="draft")
    assert promises_at(cast.quay, cast.rights("ledger")) == []
    Minutes.objects.update(status="confirmed")
    assert promises_at(cast.quay, cast.rights("outsider")) == []
    client.force_login(cast.outsider)
    assert client.get(ASKED, {"unit": cast.quay.pk}).content.decode().strip() == ""


@pytest.mark.parametrize("unit", ["", "²", "99999999999999999999", "1 OR 1=1", "-1"])
def test_a_strange_unit_is_no_unit(client: Client, cast: Cast, unit: str) -> None:
    client.force_login(cast.cadre)
    assert client.get(ASKED, {"unit": unit}).status_code == 200


def test_many_promises_cost_as_much_as_one(cast: Cast, django_assert_num_queries: Any) -> None:
    for _turn in range(3):
        minutes = circulated(VisitFactory(unit=cast.quay, author=cast.cadre), cast.ledger)
        assert minutes.decisions.count() == 1
    rights = cast.rights("ledger")
    promises_at(cast.quay, rights)
    with django_assert_num_queries(2):
        promises_at(cast.quay, rights)


def test_a_promise_whose_item_was_merged_is_kept_with_the_item_it_went_into(cast: Cast) -> None:
    item, other = confirmed(cast), brought_to(cast, State.OPEN, "夜班照明")
    merge(issue=item, into=other, rights=cast.rights("ledger"))
    [promise] = promises_at(cast.quay, cast.rights("leader"))
    assert (promise.issue, promise.is_kept) == (other, False)
    Issue.objects.filter(pk=other.pk).update(status=State.CLOSED)
    assert [one.is_kept for one in promises_at(cast.quay, cast.rights("leader"))] == [True]
