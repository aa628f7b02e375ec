"""Whoever wrote an item sees it as long as they serve as they did then; a post that ended or changed takes it along."""

from datetime import timedelta

import pytest
from django.test import Client

from outreach.common import clock
from outreach.ledger.factories import noted
from outreach.ledger.intake import Finding, note_issue
from outreach.ledger.models import Issue
from outreach.ledger.other import OTHER
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def sees(cast: Cast, who: str) -> bool:
    return Issue.objects.visible_to(cast.rights(who)).exists()


def ended(cast: Cast) -> None:
    Posting.objects.filter(user=cast.cadre).update(until=clock.today() - timedelta(days=1))


def test_who_serves_nowhere_any_more_sees_nothing_they_wrote(cast: Cast, client: Client) -> None:
    issue = noted(cast)
    assert sees(cast, "cadre")
    ended(cast)
    assert not sees(cast, "cadre")
    client.force_login(cast.cadre)
    assert client.get(issue.get_absolute_url()).status_code == 404


def test_who_serves_elsewhere_since_sees_what_they_write_there_and_not_what_they_wrote_before(cast: Cast) -> None:
    with clock.travel_to(clock.now() - timedelta(days=9)):
        before = noted(cast, "从前写的")
    ended(cast)
    Posting.objects.create(user=cast.cadre, unit=cast.west, role=Role.CADRE, since=clock.today())
    after = noted(cast, "现在写的", unit=cast.west)
    assert list(Issue.objects.visible_to(cast.rights("cadre")).values_list("pk", flat=True)) == [after.pk]
    assert before.author == after.author


def test_who_still_serves_there_keeps_sight_of_it_in_another_unit(cast: Cast) -> None:
    """As of a finding of a visit elsewhere, which the portal itself puts into the ledger for whoever wrote it."""
    finding = Finding(source=OTHER.key, title="堆场积水", description="没过脚面。", unit=cast.west)
    note_issue(finding=finding, rights=Rights.system(cast.cadre))
    assert sees(cast, "cadre")
