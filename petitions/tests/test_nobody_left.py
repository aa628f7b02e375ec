"""When everybody who would inspect a case is named in it, others do; when nobody is left, that is said and no more."""

import pytest
from django.test import Client

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
