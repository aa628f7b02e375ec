"""An accusation against the inspectors' own office reaches nobody who sits there, though they inspect everywhere."""

import pytest

from outreach.accounts.models import User
from outreach.org.models import OrgUnit, Posting, UnitKind
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.models import Accused, Petition
from petitions.panels import work_lines

pytestmark = pytest.mark.django_db
MISSING = "有密件没有纪检人员可以办理，请任命一名"


@pytest.fixture
def office(cast: Cast) -> OrgUnit:
    """Where the inspector of the enterprise sits."""
    unit = OrgUnit.objects.create(name="纪检监察室", kind=UnitKind.DEPARTMENT, parent=cast.group)
    Posting.objects.filter(user=cast.discipline).update(home=unit)
    return unit


@pytest.fixture
def second(cast: Cast) -> User:
    """Inspects the whole enterprise from the headquarters, not from the office."""
    return Posting.objects.create(user=cast.nobody, unit=cast.group, role=Role.DISCIPLINE_INSPECTOR).user


def sees(cast: Cast, name: str) -> bool:
    return Petition.objects.visible_to(cast.rights(name)).exists()


@pytest.mark.usefixtures("second")
def test_an_accusation_against_the_office_reaches_only_inspectors_who_sit_elsewhere(
    cast: Cast, office: OrgUnit
) -> None:
    petition = make_petition(office, kind="accusation", title="纪检监察室压案不查")
    assert not sees(cast, "discipline")
    assert sees(cast, "nobody")
    assert petition.accused.all().people() == {cast.discipline.pk}


@pytest.mark.usefixtures("second")
def test_a_unit_over_the_office_keeps_the_office_away_too(cast: Cast, office: OrgUnit) -> None:
    above = OrgUnit.objects.create(name="纪委", kind=UnitKind.DEPARTMENT, parent=cast.group)
    office.parent = above
    office.save()
    make_petition(above, kind="accusation")
    assert not sees(cast, "discipline")


def test_where_the_whole_office_is_accused_somebody_hears_that_an_inspector_is_missing(
    cast: Cast, office: OrgUnit
) -> None:
    make_petition(office, kind="accusation")
    assert not any(sees(cast, name) for name in cast.people)
    assert MISSING in [line.title for line in work_lines(cast.rights("security"))]
    assert Accused.objects.about_anybody([cast.discipline.pk]).exists()
    assert not Accused.objects.about_anybody([cast.leader.pk]).exists()


def test_sitting_elsewhere_opens_nothing_of_the_unit_that_one_answers_for(cast: Cast) -> None:
    inspector = Posting.objects.create(
        user=cast.nobody, unit=cast.east, home=cast.safety, role=Role.DISCIPLINE_INSPECTOR
    )
    make_petition(inspector.unit, kind="accusation")
    assert not sees(cast, "nobody")


def test_where_one_sits_gives_no_right_there(cast: Cast) -> None:
    Posting.objects.create(user=cast.nobody, unit=cast.east, home=cast.west, role=Role.DISCIPLINE_INSPECTOR)
    make_petition(cast.west, kind="accusation")
    assert not sees(cast, "nobody")
    assert sees(cast, "discipline")
