"""How a unit is doing 企情: words and numbers that are written once and stay."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.contactpoints.charts import curve
from outreach.contactpoints.factories import ContactPointFactory
from outreach.contactpoints.models import Indicator, IndicatorValue, UnitProfile
from outreach.contactpoints.profiles import condition_of
from outreach.contactpoints.workflow import Words, describe_unit, write_value
from outreach.org.models import OrgUnit
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def url(name: str, unit: OrgUnit) -> str:
    return reverse(f"contactpoints:{name}", args=[unit.pk])


def value(**answers: Any) -> dict[str, Any]:
    indicator = Indicator.objects.get(name="在岗人数")
    return {"indicator": indicator.pk, "as_of": "2026-01-31", "value": "86", "source": "班组点名"} | answers


@pytest.mark.parametrize(
    ("name", "page", "form"),
    [
        ("ledger", 200, 200),
        ("head", 200, 200),
        ("cadre", 200, 200),
        ("leader", 200, 403),
        ("petition", 200, 403),
        ("handler", 200, 403),
        ("outsider", 404, 404),
        ("nobody", 404, 404),
    ],
)
def test_a_condition_is_read_in_its_units_and_written_by_its_people(
    client: Client, cast: Cast, name: str, page: int, form: int
) -> None:
    client.force_login(cast.people[name])
    assert client.get(url("profile", cast.quay)).status_code == page
    assert client.get(url("profile_edit", cast.quay)).status_code == form
    sent = client.post(url("value_new", cast.quay), value()).status_code
    assert sent == (302 if form == 200 else form)
    assert IndicatorValue.objects.exists() is (form == 200)


def test_a_correction_stays_beside_what_it_corrects(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    for number in ("86", "68"):
        client.post(url("value_new", cast.quay), value(value=number))
    [series] = condition_of(cast.quay, cast.rights("cadre")).series
    assert [(entry.row.value, entry.is_corrected) for entry in series.entries] == [
        (Decimal(68), False),
        (Decimal(86), True),
    ]
    assert series.latest.value == 68
    page = client.get(url("profile", cast.quay)).content.decode()
    assert "已更正" in page
    assert "基层干部甲" in page
    log = AuditRecord.objects.filter(action="unit_profile.value_written")
    assert [one.detail["before"] for one in log.order_by("pk")] == ["", "86.00"]


def test_the_same_number_sent_twice_is_written_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    for _ in range(2):
        assert client.post(url("value_new", cast.quay), value()).status_code == 302
    assert IndicatorValue.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"value": "9" * 40}, "数字"),
        ({"value": "1e500"}, "数"),
        ({"value": "NaN"}, "输入一个数"),
        ({"as_of": "2999-01-01"}, "不能是将来的"),
        ({"as_of": "0001-01-01"}, "不能小于"),
        ({"indicator": "999999"}, "选择一个有效的选项"),
        ({"source": ""}, "请填写"),
        ({"source": "长" * 61}, "60"),
    ],
)
def test_a_bad_number_is_told_and_the_rest_is_kept(
    client: Client, cast: Cast, answers: dict[str, str], words: str
) -> None:
    client.force_login(cast.cadre)
    response = client.post(url("value_new", cast.quay), value(source="财务月报") | answers)
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert not IndicatorValue.objects.exists()


def test_looking_at_the_address_for_sending_leads_back(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    assert client.get(url("value_new", cast.quay))["Location"] == url("profile", cast.quay)


def test_words_are_written_anew_and_earlier_ones_stay(client: Client, cast: Cast) -> None:
    client.force_login(cast.head)
    client.post(url("profile_edit", cast.quay), {"hard_problems": "门机停时长"})
    first = UnitProfile.objects.get()
    client.post(url("profile_edit", cast.quay), {"hard_problems": "备件等得久", "based_on": first.pk})
    page = client.get(url("profile", cast.quay)).content.decode()
    assert page.index("备件等得久") < page.index("门机停时长")
    assert AuditRecord.objects.filter(action="unit_profile.described").count() == 2


def test_nobody_writes_over_words_they_have_not_seen(client: Client, cast: Cast) -> None:
    describe_unit(unit=cast.quay, words=Words(mood="稳定"), based_on=None, rights=cast.rights("cadre"))
    client.force_login(cast.head)
    refused = client.post(url("profile_edit", cast.quay), {"mood": "有人议论加班", "based_on": ""})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "基层干部甲刚刚改过" in page
    assert "稳定" in page
    assert "有人议论加班" in page
    seen = refused.context["form"]["based_on"].value()
    assert client.post(url("profile_edit", cast.quay), {"mood": "有人议论加班", "based_on": seen}).status_code == 302
    assert UnitProfile.objects.count() == 2


def test_the_page_of_the_contact_point_shows_the_condition(client: Client, cast: Cast) -> None:
    point = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    describe_unit(unit=cast.quay, words=Words(asked_for="批一台备用泵"), based_on=None, rights=cast.rights("cadre"))
    for month, number in ((1, "86"), (2, "90.5")):
        write_value(
            unit=cast.quay,
            indicator=Indicator.objects.get(name="在岗人数"),
            as_of=date(2026, month, 1),
            value=Decimal(number),
            source="班组点名",
            rights=cast.rights("cadre"),
        )
    client.force_login(cast.leader)
    page = client.get(point.get_absolute_url()).content.decode()
    assert "批一台备用泵" in page
    assert "<strong>90.5</strong>" in page
    assert "最低 86，最高 90.5" in page


def test_a_chart_stands_in_its_frame_and_goes_up_with_the_number() -> None:
    day = clock.today()
    drawn = curve([(day + timedelta(days=30 * n), Decimal(n)) for n in range(3)])
    assert [(mark.x, mark.y) for mark in drawn.marks] == [("6.0", "52.0"), ("120.0", "30.0"), ("234.0", "8.0")]
    flat = curve([(day, Decimal(5)), (day + timedelta(days=1), Decimal(5))])
    assert {mark.y for mark in flat.marks} == {"30.0"}
    assert curve([(day, Decimal(5))]).marks[0].x == "120.0"


@pytest.mark.parametrize("model", ["unitprofile", "indicatorvalue"])
def test_the_administration_looks_and_never_rewrites(client: Client, cast: Cast, model: str) -> None:
    describe_unit(unit=cast.quay, words=Words(mood="稳定"), based_on=None, rights=cast.rights("cadre"))
    client.force_login(cast.ledger)
    assert client.get(f"/admin/contactpoints/{model}/").status_code == 200
    assert client.get(f"/admin/contactpoints/{model}/add/").status_code == 403


def test_a_page_costs_the_same_however_much_was_written(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    client.force_login(cast.cadre)
    indicators = list(Indicator.objects.all())
    counts: list[int] = []
    for _ in range(2):
        IndicatorValue.objects.bulk_create(
            IndicatorValue(
                unit=cast.quay,
                indicator=indicator,
                as_of=date(2025, 1, 1) + timedelta(days=n),
                value=n,
                source="月报",
                written_by=cast.cadre,
            )
            for indicator in indicators
            for n in range(10)
        )
        client.get(url("profile", cast.quay))
        with django_assert_num_queries(counts[0] if counts else 10) as counted:
            client.get(url("profile", cast.quay))
        counts.append(len(counted))
