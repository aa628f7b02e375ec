"""Contact points for tests."""

from typing import Any

import factory

from outreach.accounts.models import User
from outreach.common import clock
from outreach.contactpoints.models import (
    ContactPoint,
    Criterion,
    CriterionScore,
    Indicator,
    IndicatorValue,
    UnitProfile,
)
from outreach.org.models import OrgUnit


class ContactPointFactory(factory.django.DjangoModelFactory[ContactPoint]):
    """A point that runs since the beginning of last year; ``unit`` and ``leader`` come from the cast."""

    class Meta:
        model = ContactPoint
        skip_postgeneration_save = True

    since = factory.LazyFunction(lambda: clock.today().replace(year=clock.today().year - 1, month=1, day=1))
    visit_quota = 1

    @factory.post_generation
    def scores(self, create: bool, extracted: Any, **_kwargs: Any) -> None:
        for place, criterion in enumerate(Criterion.values if create else ()):
            CriterionScore.objects.create(point=self, criterion=criterion, score=place + 1, reason="有据可查")


def a_condition(unit: OrgUnit, writer: User) -> UnitProfile:
    """How a unit is doing: words, and one number written twice."""
    indicator = Indicator.objects.order_by("position")[0]
    for value in (86, 88):
        IndicatorValue.objects.create(
            unit=unit, indicator=indicator, as_of=clock.today(), value=value, source="班组点名", written_by=writer
        )
    return UnitProfile.objects.create(unit=unit, hard_problems="备件等得久", mood="稳定", written_by=writer)
