"""When everybody who would inspect a case is named in it, others do; when nobody is left, that is said and no more."""

import pytest
from django.test import Client

from outreach.accounts.models import User
from outreach.common.transitions import RefusedStepError
from outreach.org.models import OrgUnit, Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import make_petition
from petitions.models import Petition
from petitions.panels import work_lines

pytestmark = pytest.mark.django_db
SECRET = "反映纪检人员收受礼品"


def against_the_inspector(cast: Cast, unit: OrgUnit) -> Petition:
    facts = f"{cast.discipline.full_name}过节收了购物卡。"
    return make_petition(unit, kind="accusation", title=SECRET, facts=facts)


def sees(cast: Cast, name: str) -> bool:
    return Petition.objects.visible_to(cast.rights(name)).exists()


def test_the_nearest_inspector_who_is_left_deals_with_it(cast: Cast, client: Client) -> None:
    Posting.objects.create(user=cast.outsider, unit=cast.west, role=Role.DISCIPLINE_INSPECTOR)
    Posting.objects.create(user=cast.head, unit=cast.east, role=Role.DISCIPLINE_INSPECTOR)
    petition = against_the_inspector(cast, cast.quay)
    assert petition.inspecting_unit is None  # the one of East is above the workshop, and not named
    assert [name for name in ("discipline", "head", "outsider") if sees(cast, name)] == ["head"]
    Petition.objects.all().update(is_sealed=True)
    second = against_the_inspector(cast, cast.east)  # accuses all of East, its inspector too
    assert second.inspecting_unit == cast.west
    client.force_login(cast.outsider)
    assert SECRET in client.get(second.get_absolute_url()).content.decode()
    assert client.get(petition.get_absolute_url()).status_code == 404
    second = workflow.investigate(petition=second, rights=cast.rights("outsider"))
    assert workflow.answer(petition=second, text="已核查。", rights=cast.rights("outsider")).status == "delivered"


def test_where_nobody_is_left_only_that_is_told_and_only_to_who_appoints(cast: Cast, client: Client) -> None:
    make_petition(cast.quay, kind="accusation")
    assert work_lines(cast.rights("security")) == []
    against_the_inspector(cast, cast.quay)
    told = {name: [line.title for line in work_lines(cast.rights(name))] for name in cast.people}
    said = "有密件没有纪检人员可以办理，请任命一名"
    assert {name for name, titles in told.items() if said in titles} == {"security"}
    assert not any(SECRET in titles for titles in told.values())
    client.force_login(cast.security)
    page = client.get("/").content.decode()
    assert said in page
    assert SECRET not in page
    Posting.objects.create(user=cast.cadre, unit=cast.group, role=Role.DISCIPLINE_INSPECTOR)
    assert work_lines(cast.rights("security"))  # the cadre serves in the accused workshop
    Posting.objects.create(user=cast.acceptor, unit=cast.group, role=Role.DISCIPLINE_INSPECTOR)
    assert work_lines(cast.rights("security")) == []
    assert sees(cast, "acceptor")


def test_whoever_appoints_hears_nothing_of_a_case_that_names_them(cast: Cast) -> None:
    facts = f"{cast.discipline.full_name}和{cast.security.full_name}串通。"
    make_petition(cast.quay, kind="accusation", title=SECRET, facts=facts)
    assert work_lines(cast.rights("security")) == []


def test_released_it_is_nobody_else_s_any_more(cast: Cast) -> None:
    Posting.objects.create(user=cast.outsider, unit=cast.west, role=Role.DISCIPLINE_INSPECTOR)
    petition = against_the_inspector(cast, cast.east)
    assert petition.inspecting_unit == cast.west
    released = workflow.release(petition=petition, kind="appeal", note="是待遇问题", rights=cast.rights("outsider"))
    assert released.inspecting_unit is None
    assert not sees(cast, "discipline")  # a person who is named keeps away all the same


@pytest.fixture
def levels(cast: Cast) -> Cast:
    """Inspectors on three levels, each with a name of their own."""
    for name, unit in (("acceptor", cast.safety), ("head", cast.east), ("outsider", cast.west)):
        Posting.objects.create(user=cast.people[name], unit=unit, role=Role.DISCIPLINE_INSPECTOR)
    for name in ("discipline", "acceptor", "head", "outsider"):
        User.objects.filter(pk=cast.people[name].pk).update(full_name=f"纪检{name}")
        cast.people[name].refresh_from_db()
    return cast


def naming(cast: Cast, *names: str) -> str:
    return "、".join(cast.people[name].full_name for name in names)


EVERYBODY = ("discipline", "acceptor", "head", "outsider")


@pytest.mark.parametrize("place", ["group", "east", "quay", "west", "safety"])
def test_naming_every_inspector_but_one_gives_it_to_that_one_wherever_it_happened(levels: Cast, place: str) -> None:
    unit = getattr(levels, place)
    for left, posted in zip(EVERYBODY, ("group", "safety", "east", "west"), strict=True):
        if unit != levels.group and getattr(levels, posted).path.startswith(unit.path):
            continue  # an accusation against their own unit keeps them away, too
        named = naming(levels, *(name for name in EVERYBODY if name != left))
        petition = make_petition(unit, kind="accusation", title=SECRET, facts=f"{named}都收了。")
        assert [name for name in levels.people if _sees(levels, name, petition)] == [left]


def test_naming_all_inspectors_at_all_levels_is_said_to_who_appoints_and_read_by_nobody(levels: Cast) -> None:
    petition = make_petition(levels.group, kind="accusation", title=SECRET, facts=naming(levels, *EVERYBODY))
    assert not [name for name in levels.people if _sees(levels, name, petition)]
    assert [name for name in levels.people if work_lines(levels.rights(name))] == ["security"]


def test_an_accusation_against_the_unit_of_the_inspectors_leaves_those_of_other_units(levels: Cast) -> None:
    petition = make_petition(levels.west, kind="accusation", title=SECRET, facts=naming(levels, "discipline"))
    assert {name for name in levels.people if _sees(levels, name, petition)} <= {"acceptor", "head"}
    assert petition.inspecting_unit in {levels.safety, levels.east}


def test_a_supplement_that_names_whoever_inspects_it_gives_it_to_the_next(levels: Cast) -> None:
    petition = make_petition(levels.quay, kind="accusation", title=SECRET)
    assert _sees(levels, "discipline", petition)
    workflow.supplement(petition=petition, text=f"{naming(levels, 'discipline', 'head', 'acceptor')}也收了")
    assert {name for name in levels.people if _sees(levels, name, petition)} == {"outsider"}
    workflow.supplement(petition=petition, text=f"{naming(levels, 'outsider')}也收了")
    assert not [name for name in levels.people if _sees(levels, name, petition)]
    assert work_lines(levels.rights("security"))


def test_an_inspector_who_puts_all_above_on_the_list_hands_it_on_instead_of_losing_it(levels: Cast) -> None:
    petition = make_petition(levels.quay, kind="accusation", title=SECRET)
    rights = levels.rights("discipline")
    workflow.add_accused(petition=petition, person=levels.discipline, reason="本人涉及", rights=rights)
    seen = {name for name in levels.people if _sees(levels, name, petition)}
    assert len(seen) >= 1
    assert "discipline" not in seen


def test_where_all_who_appoint_are_named_too_somebody_else_hears_that_and_no_more(levels: Cast) -> None:
    ordinary = make_petition(levels.quay, kind="accusation")
    assert ordinary.is_sealed
    facts = naming(levels, *EVERYBODY, "security")
    make_petition(levels.group, kind="accusation", title=SECRET, facts=facts)
    told = {name: [line.title for line in work_lines(levels.rights(name))] for name in levels.people}
    said = "有密件没有纪检人员可以办理，能任命的人都要回避，请上一级另行任命"
    assert {name for name, titles in told.items() if said in titles} == {"leader", "admin", "auditor"}
    assert told["security"] == []
    make_petition(levels.group, kind="accusation", facts=naming(levels, *EVERYBODY, "security", "leader"))
    assert said in [line.title for line in work_lines(levels.rights("admin"))]


def test_a_release_to_where_everybody_keeps_away_is_refused(levels: Cast) -> None:
    facts = f"{levels.petition.full_name}压下了材料"
    petition = make_petition(levels.quay, kind="accusation", title=SECRET, facts=facts)
    with pytest.raises(RefusedStepError, match="没有人能办"):
        workflow.release(petition=petition, kind="appeal", note="是待遇问题", rights=levels.rights("discipline"))
    assert _sees(levels, "discipline", petition)


def _sees(cast: Cast, name: str, petition: Petition) -> bool:
    return Petition.objects.visible_to(cast.rights(name)).filter(pk=petition.pk).exists()
