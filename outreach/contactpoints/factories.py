"""Contact points for tests."""

from typing import Any

import factory

from outreach.common import clock
from outreach.contactpoints.models import ContactPoint, Criterion, CriterionScore


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
