"""``among`` finds what ``in`` finds, in words that suit each database."""

from django.db import connection
from django.db.models import Q

from outreach.org.models import OrgUnit, Posting
from outreach.org.testing import Cast


def test_among_finds_the_same_rows_as_in(cast: Cast) -> None:
    below = OrgUnit.objects.within(cast.east.path).order_by().values("pk")
    for field in ("unit", "unit__parent"):
        found = set(Posting.objects.filter(**{f"{field}__among": below}))
        assert found
        assert found == set(Posting.objects.filter(**{f"{field}__in": below}))
    assert set(OrgUnit.objects.filter(pk__among=below)) == {cast.east, cast.quay}


def test_among_nothing_is_nothing_beside_other_conditions(cast: Cast) -> None:
    nobody = OrgUnit.objects.within().order_by().values("pk")
    found = Posting.objects.filter(Q(unit__among=nobody) | Q(user=cast.handler))
    assert [posting.user for posting in found] == [cast.handler]
    assert Posting.objects.exclude(unit__among=nobody).count() == Posting.objects.count()


def test_postgresql_is_asked_for_an_array(cast: Cast) -> None:
    sql = str(Posting.objects.filter(unit__among=OrgUnit.objects.values("pk")).query)
    assert ("= ANY(ARRAY(SELECT" in sql) is (connection.vendor == "postgresql")
