"""Before handing in, somebody learns what they may want to know; nothing is refused."""

from dataclasses import replace

import pytest
from django.test import Client

from outreach.org.testing import Cast
from petitions.contacts import Contact
from petitions.factories import CONTACT, MATTER, fill_in
from petitions.hints import hints_for
from petitions.intake import Matter
from petitions.models import Petition
from petitions.states import Kind


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return Matter(**{**MATTER, "unit": cast.quay})


def told(matter: Matter, contact: Contact = CONTACT) -> str:
    return "\n".join(f"{hint.words}{hint.basis}" for hint in hints_for(matter, contact))


@pytest.mark.parametrize(
    ("facts", "way"),
    [
        ("值班时被打了", "110"),
        ("单位单方面解除合同，没有经济补偿", "劳动仲裁"),
        ("算不算工伤没人管", "工伤认定"),
        ("法院判决以后没有执行", "第三十一条第一项"),
        ("对党纪处分不服", "申诉"),
    ],
)
def test_the_way_of_the_law_is_told_with_its_rule(matter: Matter, facts: str, way: str) -> None:
    assert way in told(replace(matter, facts=facts))


@pytest.mark.parametrize("facts", ["附件是机密★三年的文件", "★绝密", "看过一份机密级材料"])
def test_what_looks_like_a_secret_is_asked_to_go(matter: Matter, facts: str) -> None:
    [hint] = hints_for(replace(matter, facts=facts), CONTACT)
    assert hint.is_warning
    assert "国家秘密" in str(hint.words)


def test_other_peoples_numbers_are_asked_to_go_and_ones_own_are_not(matter: Matter) -> None:
    assert "别人的电话" in told(replace(matter, facts="班长的电话是 139 1234 5678"))
    assert not told(replace(matter, facts=f"找我打 {CONTACT.phone}"))


def test_an_ordinary_matter_is_told_nothing(matter: Matter) -> None:
    assert not told(matter)


def test_who_accuses_somebody_is_not_sent_elsewhere(matter: Matter) -> None:
    assert not told(replace(matter, kind=Kind.ACCUSATION, facts="他打人，还拖欠工资"))


def test_a_hint_refuses_nothing(cast: Cast, client: Client) -> None:
    token = fill_in(client, facts="在班上被打了，他的电话 139 1234 5678")
    page = client.get("/petitions/new/review/").content.decode()
    assert "110" in page
    assert "别人的电话" in page
    client.post("/petitions/new/review/", {"token": token, "is_true": "on"})
    assert Petition.objects.count() == 1
