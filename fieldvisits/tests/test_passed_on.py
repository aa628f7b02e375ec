"""A finding that is another unit's job: an item where it was found, with that unit proposed to lead."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fieldvisits.factories import log_data
from fieldvisits.models import Visit
from fieldvisits.tests.test_importing import saved, upload
from fieldvisits.tests.test_journey import HANDED, NEW
from fieldvisits.tests.test_sending import entry, send
from outreach.ledger import workflow
from outreach.ledger.models import Issue
from outreach.ledger.workflow import Assignment
from outreach.ledger.worklists import in_worklist
from outreach.org.models import OrgUnit
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
PASSED_ON = {**HANDED, "is_major": "", "outcome": "to_unit", "target_unit": "安全环保部"}


def by_the_form(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, PASSED_ON))


def by_the_device(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    send(client, entry(cast.quay, cast.cadre.pk, PASSED_ON))


def by_the_file(client: Client, cast: Cast) -> None:
    client.force_login(cast.ledger)
    upload(client, saved(cast, entry(cast.quay, cast.cadre.pk, PASSED_ON)), bring="1")


@pytest.mark.parametrize("way", [by_the_form, by_the_device, by_the_file])
def test_it_stays_where_it_was_found_and_names_who_shall_lead(
    client: Client, cast: Cast, way: Callable[[Client, Cast], None]
) -> None:
    way(client, cast)
    item = Issue.objects.get()
    assert (item.unit, item.place, item.proposed_unit, item.lead_unit) == (cast.quay, "更衣室", cast.safety, None)


def test_an_item_of_its_own_unit_proposes_nobody(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, HANDED | {"target_unit": "安全环保部"}))
    assert Issue.objects.get().proposed_unit is None


def test_the_office_finds_the_proposal_where_it_assigns(client: Client, cast: Cast) -> None:
    by_the_form(client, cast)
    client.force_login(cast.ledger)
    assert f"建议{cast.safety}主办" in client.get("/").content.decode()
    item = workflow.enter(issue=Issue.objects.get(), rights=cast.rights("ledger"))
    assert f"建议{cast.safety}主办" in client.get(item.get_absolute_url()).content.decode()
    field = client.get(f"{item.get_absolute_url()}assign/").context["form"]["lead_unit"]
    assert (field.value(), field.help_text) == (cast.safety.pk, f"发现的人建议由{cast.safety}主办。")


def _assigned(cast: Cast, to: OrgUnit) -> Issue:
    item = workflow.enter(issue=Issue.objects.get(), rights=cast.rights("ledger"))
    assignment = Assignment(to, cast.handler, cast.west, workdays=5)
    return workflow.assign(issue=item, assignment=assignment, rights=cast.rights("ledger"))


def test_the_other_unit_knows_of_it_until_somebody_else_gets_it(client: Client, cast: Cast) -> None:
    by_the_form(client, cast)
    safety = cast.rights("acceptor")
    assert list(in_worklist("unit", safety)) == list(Issue.objects.visible_to(safety)) == [Issue.objects.get()]
    assert not Issue.objects.visible_to(cast.rights("outsider")).exists()
    assert _assigned(cast, cast.east).proposed_unit is None
    assert not Issue.objects.visible_to(safety).exists()


def test_it_may_look_and_not_act(client: Client, cast: Cast) -> None:
    by_the_form(client, cast)
    client.force_login(cast.acceptor)
    page = client.get(Issue.objects.get().get_absolute_url())
    assert page.status_code == 200
    assert page.context["next"].offered == set()


def _on_the_visit(client: Client, cast: Cast) -> Any:
    client.force_login(cast.cadre)
    return client.get(Visit.objects.get().get_absolute_url()).content.decode()


def test_the_visit_says_where_it_went(client: Client, cast: Cast) -> None:
    by_the_form(client, cast)
    assert f"进了台账，建议{cast.safety}主办，由台账办交办" in _on_the_visit(client, cast)
    _assigned(cast, cast.east)
    assert f"建议{cast.safety}办，台账办交给了{cast.east}" in _on_the_visit(client, cast)


def test_the_visit_says_when_it_went_as_it_was_proposed(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, PASSED_ON | {"target_unit": cast.east.name}))
    _assigned(cast, cast.east)
    assert f"转给{cast.east}办，台账办已经交办" in _on_the_visit(client, cast)
