"""Where somebody serves over thousands of units, the log lets them search instead of sending all of them."""

import gzip
from typing import Any

import pytest
from django.test import Client

from fieldvisits.factories import log_data
from fieldvisits.forms import where
from fieldvisits.models import Visit
from fieldvisits.tests.test_journey import NEW
from fieldvisits.tests.test_sending import entry, send
from outreach.org.models import OrgUnit, UnitKind, pinyin_of
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
UNITS = "/fieldvisits/new/units/"


def below(parent: OrgUnit, *names: str) -> list[OrgUnit]:
    """Many units at once, past ``save``."""
    first = 8_000_001
    facts = {"kind": UnitKind.WORKSHOP, "parent": parent}
    numbered = enumerate(names, first)
    rows = [
        OrgUnit(pk=n, name=name, path=f"{parent.path}{n}/", pinyin=pinyin_of(name), **facts) for n, name in numbered
    ]
    return OrgUnit.objects.bulk_create(rows)


@pytest.fixture
def searching(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The leader of the whole group, where three units are already many."""
    monkeypatch.setattr(where, "MOST_LISTED", 3)
    client.force_login(cast.leader)
    return client


def searched(unit: Any = "", name: str = "", **more: Any) -> dict[str, Any]:
    data = log_data(OrgUnit(pk=0), **more)
    return data | {"unit": unit, "unit_name": name}


def test_the_page_does_not_grow_with_the_enterprise(client: Client, cast: Cast) -> None:
    client.force_login(cast.leader)
    small = len(client.get(NEW, headers={"Accept-Encoding": "gzip"}).content)
    below(cast.east, *(f"第{n}生产作业车间" for n in range(5_000)))
    answer = client.get(NEW, headers={"Accept-Encoding": "gzip"})
    assert len(answer.content) < small + 1_024
    assert "生产作业车间" not in gzip.decompress(answer.content).decode()


def test_a_short_list_stays_a_list(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    page = client.get(NEW).content.decode()
    assert '<select name="unit"' in page
    assert 'name="unit_name"' not in page


@pytest.mark.parametrize("text", ["固机", "gjcj", "gujichejian", "装卸一 固机", "装卸一公司 › 固机车间", "zxyg gjcj"])
def test_it_suggests_by_characters_pinyin_and_the_unit_above(searching: Client, cast: Cast, text: str) -> None:
    [found] = searching.get(UNITS, {"q": text}).json()["units"]
    assert (found["id"], found["label"]) == (cast.quay.pk, "装卸一公司 › 固机车间")


def test_a_key_too_long_to_be_one_is_answered(searching: Client) -> None:
    page = searching.post(NEW, searched("9" * 5_000))
    assert page.status_code == 200
    assert "这个单位不在您的范围内" in page.content.decode()


def test_it_suggests_nothing_out_of_reach_and_never_more_than_eight(client: Client, cast: Cast) -> None:
    below(cast.quay, *(f"班组{n}" for n in range(20)))
    client.force_login(cast.cadre)
    assert client.get(UNITS, {"q": "港城"}).json() == {"units": []}
    assert client.get(UNITS).json() == {"units": []}
    assert len(client.get(UNITS, {"q": "班组"}).json()["units"]) == 8


@pytest.mark.parametrize("name", ["固机", "固机车间", "gjcj", "装卸一公司 › 固机车间"])
def test_without_javascript_a_name_that_is_clear_is_enough(searching: Client, cast: Cast, name: str) -> None:
    assert searching.post(NEW, searched(name=name)).status_code == 302
    assert Visit.objects.get().unit == cast.quay


def test_without_javascript_the_server_answers_with_a_short_list(searching: Client, cast: Cast) -> None:
    one, other = below(cast.quay, "综合班"), OrgUnit.objects.create(name="综合班", parent=cast.west)
    page = searching.post(NEW, searched(name="综合班", purpose="看交接班")).content.decode()
    assert "有几个单位都对得上" in page
    for unit in (*one, other):
        assert f'type="radio" name="unit" value="{unit.pk}"' in page
    assert "看交接班" in page
    assert searching.post(NEW, searched(other.pk, "综合班")).status_code == 302
    assert Visit.objects.get().unit == other


def test_of_many_of_one_name_the_one_picked_is_meant(searching: Client, cast: Cast) -> None:
    sections = below(cast.quay, *(f"工段{n}" for n in range(12)))
    last = [OrgUnit.objects.create(name="综合班", parent=section) for section in sections][-1]
    assert searching.post(NEW, searched(last.pk, "综合班")).status_code == 302
    assert Visit.objects.get().unit == last


@pytest.mark.parametrize(
    ("unit", "name", "words"),
    [
        ("", "", "还没有选单位"),
        ("", "没有的处", "没有找到这个单位"),
        ("", "长" * 131, "130"),
        ("0", "固机车间", "不在您的范围内"),
        ("x", "固机车间", "不在您的范围内"),
    ],
)
def test_what_is_no_unit_is_told_beside_the_field(
    searching: Client, cast: Cast, unit: str, name: str, words: str
) -> None:
    answer = searching.post(NEW, searched(unit, name))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Visit.objects.exists()


def test_another_name_typed_over_what_was_picked_counts(searching: Client, cast: Cast) -> None:
    assert searching.post(NEW, searched(cast.quay.pk, cast.west.name)).status_code == 302
    assert Visit.objects.get().unit == cast.west


def test_a_link_to_a_unit_fills_it_in(searching: Client, cast: Cast) -> None:
    page = searching.get(NEW, {"unit": cast.quay.pk}).content.decode()
    assert 'value="装卸一公司 › 固机车间"' in page
    assert f'type="hidden" name="unit" value="{cast.quay.pk}"' in page


@pytest.mark.parametrize("answers", [{"unit_name": "固机车间", "unit": ""}, {}])
def test_an_entry_of_a_device_is_understood_whichever_page_it_had(
    client: Client, cast: Cast, answers: dict[str, str]
) -> None:
    client.force_login(cast.cadre)
    assert send(client, entry(cast.quay, cast.cadre.pk, **answers)).status_code == 201
    assert Visit.objects.get().unit == cast.quay


def test_the_names_come_to_a_device_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    first = client.get("/fieldvisits/new/kit/").json()
    assert [str(cast.quay.pk), "装卸一公司 › 固机车间", cast.quay.pinyin] in first["choices"]["unit"]
    again = client.get("/fieldvisits/new/kit/", {"units": first["units_mark"]}).json()
    assert "unit" not in again["choices"]
    OrgUnit.objects.create(name="新班组", parent=cast.quay)
    assert "unit" in client.get("/fieldvisits/new/kit/", {"units": first["units_mark"]}).json()["choices"]
