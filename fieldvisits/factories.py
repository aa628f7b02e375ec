"""Visits for tests."""

from typing import Any
from uuid import uuid4

import factory

from fieldvisits.models import Minutes, Outcome, Visit, VisitFinding, VisitPlan
from fieldvisits.workflow.minutes import DecisionEntry, MinutesEntry, circulate_minutes, write_minutes
from outreach.common import clock
from outreach.org.scoping import Rights


class VisitFactory(factory.django.DjangoModelFactory[Visit]):
    """A visit today; ``unit`` and ``author`` come from the cast."""

    class Meta:
        model = Visit

    client_uuid = factory.LazyFunction(uuid4)
    content_hash = "0" * 64
    visited_on = factory.LazyFunction(clock.today)


class VisitFindingFactory(factory.django.DjangoModelFactory[VisitFinding]):
    class Meta:
        model = VisitFinding

    visit = factory.SubFactory(VisitFactory)
    position = factory.Sequence(lambda n: n + 1)
    what = "更衣柜不足，43 人共用 28 个"
    outcome = Outcome.INFORMATION_ONLY


class VisitPlanFactory(factory.django.DjangoModelFactory[VisitPlan]):
    class Meta:
        model = VisitPlan

    planned_on = factory.LazyFunction(clock.today)


def log_data(unit: Any, /, *findings: dict[str, Any], **answers: Any) -> dict[str, Any]:
    """What a browser sends for a visit to ``unit`` with these findings; ``answers`` override the rest."""
    data: dict[str, Any] = {
        "client_uuid": str(uuid4()),
        "unit": unit.pk,
        "visited_on": str(clock.today()),
        "kind": "desk",
        "meal": "none",
        "findings-TOTAL_FORMS": len(findings),
        "findings-INITIAL_FORMS": 0,
    }
    for place, finding in enumerate(findings):
        card = {"outcome": "to_ledger", "topic": "other", "horizon": "time_bound", **finding}
        data |= {f"findings-{place}-{name}": value for name, value in card.items()}
    return data | answers


def circulated(visit: Visit, author: Any) -> Minutes:
    """Minutes of ``visit`` that were sent round, with one decision for the unit visited."""
    rights = Rights.of(author)
    decision = DecisionEntry("换两盏灯", visit.unit, "值班电工", clock.today())
    entry = MinutesEntry("副总经理，职工代表四人", "夜班照明不足", (decision,))
    return circulate_minutes(minutes=write_minutes(visit=visit, entry=entry, rights=rights), rights=rights)
