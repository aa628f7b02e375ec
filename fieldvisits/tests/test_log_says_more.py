"""What a log can say beside the fact: to which unit it goes, what support was promised, who spoke, what of policy."""

from typing import Any

import pytest
from django.test import Client

from fieldvisits.factories import log_data
from fieldvisits.models import Visit
from fieldvisits.tests.test_journey import HANDED, NEW
from outreach.ledger.models import Issue
from outreach.org.models import OrgUnit
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
PASSED_ON = {**HANDED, "outcome": "to_unit", "target_unit": "安全"}
PROMISED = {
    "support_kind": "funding",
    "support_text": "更衣柜 15 个",
    "support_from": "工会主席",
    "support_by": "2026-12-20",
}


@pytest.fixture
def cadre(client: Client, cast: Cast) -> Client:
    client.force_login(cast.cadre)
    return client


def test_a_finding_for_another_unit_becomes_an_item_that_says_so(cadre: Client, cast: Cast) -> None:
    cadre.post(NEW, log_data(cast.quay, PASSED_ON))
    item, finding = Issue.objects.get(), Visit.objects.get().findings.get()
    assert (item.unit, finding.target_unit, finding.issue) == (cast.quay, cast.safety, item)
    assert f"请{cast.safety}办" in item.description
    page = cadre.get(Visit.objects.get().get_absolute_url()).content.decode()
    assert "转别的单位 1" in page
    assert f"建议{cast.safety}主办" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"target_unit": ""}, "请写转给哪个单位"),
        ({"target_unit": "没有的处"}, "没有找到“没有的处”"),
        ({"target_unit": "班组"}, "有几个单位像“班组”"),
        ({"target_unit": "长" * 121}, "120"),
    ],
)
def test_a_unit_that_is_not_meant_is_told(cadre: Client, cast: Cast, change: dict[str, str], words: str) -> None:
    for name in ("甲班组", "乙班组"):
        OrgUnit.objects.create(name=name, parent=cast.quay)
    page = cadre.post(NEW, log_data(cast.quay, PASSED_ON | change)).content.decode()
    assert words in page
    assert not Visit.objects.exists()


def test_of_two_units_of_one_name_the_one_above_says_which(cadre: Client, cast: Cast) -> None:
    one, other = (OrgUnit.objects.create(name="综合班", parent=parent) for parent in (cast.quay, cast.west))
    cadre.post(NEW, log_data(cast.quay, PASSED_ON | {"target_unit": f"{cast.west} › 综合班"}))
    assert Visit.objects.get().findings.get().target_unit == other != one


@pytest.mark.parametrize(
    ("left_out", "words"), [("support_text", "请写清要支持什么"), ("support_by", "有人答应了，请写哪天以前到位")]
)
def test_a_promise_says_what_and_when(cadre: Client, cast: Cast, left_out: str, words: str) -> None:
    page = cadre.post(NEW, log_data(cast.quay, HANDED | PROMISED | {left_out: ""})).content.decode()
    assert words in page
    assert "工会主席" in page
    assert not Visit.objects.exists()


def test_who_spoke_is_counted_and_what_was_heard_of_policy_is_kept(cadre: Client, cast: Cast) -> None:
    answers: dict[str, Any] = {"people_met": 9, "spoke_workers": 6, "spoke_team_leaders": 2, "spoke_managers": 1}
    cadre.post(NEW, log_data(cast.quay, policy_heard="新考核办法看不太懂", **answers))
    page = cadre.get(Visit.objects.get().get_absolute_url()).content.decode()
    assert "一线职工 6，班组长 2，管理人员 1" in page
    assert "新考核办法看不太懂" in page
