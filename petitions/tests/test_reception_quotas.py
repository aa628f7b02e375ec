"""Each leader receives people so often in a quarter; the office sees who has not, a leader sees one's own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from outreach.calendars.models import TimeLimit
from outreach.common import clock
from outreach.org.models import Cadre
from outreach.org.testing import Cast
from petitions.factories import reception_day
from petitions.limits import RECEPTIONS
from petitions.models import ReceptionDay
from petitions.roster import quotas, roster
from petitions.workflow.receptions import call_off


def of(cast: Cast, name: str) -> dict[str, tuple[int, int]]:
    return {str(one.cadre.user): (one.held, one.planned) for one in quotas(cast.rights(name))}


@pytest.fixture
def held(cast: Cast) -> ReceptionDay:
    """One that is over by now, in this quarter."""
    day = reception_day(cast, in_days=0)
    ReceptionDay.objects.filter(pk=day.pk).update(held_on=clock.today())
    day.refresh_from_db()
    return day


def test_what_was_held_counts_for_whoever_sat_there(cast: Cast, held: ReceptionDay) -> None:
    assert of(cast, "petition") == {str(cast.leader): (1, 0)}
    other = Cadre.objects.create(user=cast.head, unit=cast.east, title="经理")
    ReceptionDay.objects.filter(pk=held.pk).update(substitute=other)
    assert of(cast, "petition") == {str(cast.leader): (0, 0), str(cast.head): (1, 0)}
    assert of(cast, "leader") == {str(cast.leader): (0, 0)}


@pytest.mark.parametrize("name", ["handler", "ledger", "discipline", "nobody"])
def test_nobody_else_sees_any(cast: Cast, held: ReceptionDay, name: str) -> None:
    assert of(cast, name) == {}


def test_the_number_due_is_the_administrators_to_set(cast: Cast, client: Client, held: ReceptionDay) -> None:
    [one] = quotas(cast.rights("petition"))
    assert (one.due, one.is_met, one.is_missed) == (1, True, False)
    TimeLimit.objects.update_or_create(key=RECEPTIONS, defaults={"days": 2, "basis": "本集团规定"})
    client.force_login(cast.petition)
    page = client.get(reverse("petitions:receptions")).content.decode()
    assert "应当 2 次" in page
    assert "还没有排" in page


def test_a_day_that_was_called_off_counts_for_nobody(cast: Cast, held: ReceptionDay) -> None:
    call_off(day=held, reason="出差", rights=cast.rights("petition"))
    assert of(cast, "petition") == {str(cast.leader): (0, 0)}


def test_the_roster_is_read_by_months(cast: Cast, client: Client) -> None:
    for days in (3, 40, 75):
        reception_day(cast, in_days=days)
    page = client.get(reverse("petitions:reception_days")).content.decode()
    months = sorted({line.month for line in roster()})
    assert len(months) > 1
    assert [page.index(f">{month:%Y-%m}<") for month in months] == sorted(page.index(f">{m:%Y-%m}<") for m in months)
    assert all(line.day.held_on >= clock.today() + timedelta(days=3) for line in roster())
