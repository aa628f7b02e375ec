"""Counts are told in one statement and no further than asked."""

from typing import Any

import pytest

from outreach.common.counting import capped_counts, capped_words
from outreach.org.models import OrgUnit
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def test_several_counts_take_one_statement(cast: Cast, django_assert_num_queries: Any) -> None:
    units = OrgUnit.objects.all()
    with django_assert_num_queries(1):
        assert capped_counts([units, units.filter(name="固机车间"), units.none(), units.filter(pk__in=[])], cap=9) == [
            5,
            1,
            0,
            0,
        ]


def test_counting_stops_behind_the_cap(cast: Cast) -> None:
    assert capped_counts([OrgUnit.objects.all()], cap=3) == [4]
    assert capped_words(4, 3) == "3+"
    assert capped_words(1001, 1000) == "1,000+"
    assert capped_words(3, 3) == "3"


def test_nothing_to_count_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert capped_counts([OrgUnit.objects.none()], cap=5) == [0]
