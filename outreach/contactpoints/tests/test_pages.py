"""The list, the page and the form of a contact point."""

from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.contactpoints.forms import PointForm
from outreach.contactpoints.models import ContactPoint, Criterion
from outreach.org.models import Cadre, OrgUnit
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
LIST = "/contactpoints/"


@pytest.fixture
def point(cast: Cast) -> ContactPoint:
    point: ContactPoint = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre, liaison=cast.petition)
    return point


def choice_data(cast: Cast, **answers: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "unit": cast.west.pk,
        "leader": cast.leader.cadre.pk,
        "liaison": cast.ledger.pk,
        "since": "2026-01-01",
        "until": "2026-12-31",
        "visit_quota": 2,
        "is_active": "on",
    }
    for criterion in Criterion.values:
        data |= {f"score_{criterion}": 4, f"reason_{criterion}": "点检记录不全"}
    return data | answers


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((name, 200) for name in ("ledger", "petition", "leader", "cadre", "head", "handler")),
        *((name, 404) for name in ("outsider", "nobody", "auditor")),
    ],
)
def test_the_point_is_seen_by_its_people_and_the_office(
    client: Client, cast: Cast, point: ContactPoint, name: str, status: int
) -> None:
    client.force_login(cast.people[name])
    assert client.get(point.get_absolute_url()).status_code == status
    assert ("固机车间" in client.get(LIST).content.decode()) == (status == 200)


def test_nobody_unknown_gets_in(client: Client, point: ContactPoint) -> None:
    for url in (LIST, point.get_absolute_url(), reverse("contactpoints:new")):
        assert client.get(url).status_code == 302


def test_the_page_tells_why_the_unit_was_chosen(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.leader)
    page = client.get(point.get_absolute_url()).content.decode()
    assert "生产经营困难大" in page
    assert "不安定因素较明显" in page
    assert "有据可查" in page


def test_the_office_sets_up_a_point_and_the_log_keeps_the_choice(client: Client, cast: Cast) -> None:
    client.force_login(cast.ledger)
    answer = client.post(reverse("contactpoints:new"), choice_data(cast))
    point = ContactPoint.objects.get()
    assert answer["Location"] == point.get_absolute_url()
    assert [score.criterion for score in point.scores.all()] == Criterion.values
    assert point.scored_on == clock.today()
    assert AuditRecord.objects.filter(action="contact_point.opened", object_id=str(point.pk)).exists()


def test_changing_the_leader_leaves_the_scores_and_their_date(client: Client, cast: Cast, point: ContactPoint) -> None:
    other = Cadre.objects.create(user=cast.head, unit=cast.east, title="经理")
    ContactPoint.objects.filter(pk=point.pk).update(scored_on=clock.today() - timedelta(days=30))
    scores = {f"score_{score.criterion}": score.score for score in point.scores.all()}
    reasons = {f"reason_{score.criterion}": score.reason for score in point.scores.all()}
    client.force_login(cast.ledger)
    data = choice_data(cast, unit=cast.quay.pk, leader=other.pk, change_why="调动", **scores, **reasons)
    assert client.post(reverse("contactpoints:edit", args=[point.pk]), data).status_code == 302
    point.refresh_from_db()
    assert point.leader == other
    assert point.scored_on == clock.today() - timedelta(days=30)


@pytest.mark.parametrize("name", ["leader", "cadre", "petition"])
def test_only_the_ledger_office_sets_up_points(client: Client, cast: Cast, point: ContactPoint, name: str) -> None:
    client.force_login(cast.people[name])
    assert client.get(reverse("contactpoints:new")).status_code == 403
    assert client.post(reverse("contactpoints:new"), choice_data(cast)).status_code == 403
    assert client.post(reverse("contactpoints:edit", args=[point.pk]), choice_data(cast)).status_code == 403
    assert ContactPoint.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"until": "2025-01-01"}, "联系期止不能早于联系期起"),
        ({"visit_quota": -1}, "不能小于"),
        ({"visit_quota": 10**30}, "不能大于"),
        ({"score_growth": 9}, "选择一个有效的选项"),
        ({"unit": "999999"}, "选择一个有效的选项"),
        ({"since": "2026-02-31"}, "日期"),
        ({"reason_growth": "长" * 201}, "200"),
    ],
)
def test_a_bad_answer_is_told_and_the_rest_is_kept(
    client: Client, cast: Cast, answers: dict[str, Any], words: str
) -> None:
    client.force_login(cast.ledger)
    page = client.post(reverse("contactpoints:new"), choice_data(cast, **answers)).content.decode()
    assert words in page
    assert "点检记录不全" in page
    assert not ContactPoint.objects.exists()


def test_a_unit_is_one_active_point_at_most(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.ledger)
    page = client.post(reverse("contactpoints:new"), choice_data(cast, unit=cast.quay.pk)).content.decode()
    assert "已经是在用的联系点" in page
    assert (
        client.post(reverse("contactpoints:new"), choice_data(cast, unit=cast.quay.pk, is_active="")).status_code == 302
    )


@pytest.mark.parametrize(
    "query", ["?q=%00%1f", "?after=x~y", "?before=9~" + "9" * 30, "?view=nothing", "?q=" + "长" * 999]
)
def test_a_broken_address_still_shows_a_list(client: Client, cast: Cast, point: ContactPoint, query: str) -> None:
    client.force_login(cast.ledger)
    assert client.get(LIST + query).status_code == 200


def test_the_list_is_found_by_pinyin(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.ledger)
    assert "固机车间" in client.get(f"{LIST}?q=gjcj").content.decode()
    assert "没有找到" in client.get(f"{LIST}?q=meiyou").content.decode()


def test_list_and_page_cost_the_same_for_many_points(
    client: Client, cast: Cast, point: ContactPoint, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        unit = OrgUnit.objects.create(name=f"车间{n}", parent=cast.east)
        ContactPointFactory(unit=unit, leader=cast.leader.cadre)
    client.force_login(cast.ledger)
    with django_assert_max_num_queries(12):
        client.get(LIST)
    with django_assert_max_num_queries(24):
        client.get(point.get_absolute_url())


@pytest.mark.parametrize("is_close", [False, True])
def test_two_forms_at_once_make_one_point(
    client: Client, cast: Cast, point: ContactPoint, monkeypatch: pytest.MonkeyPatch, is_close: bool
) -> None:
    """Both looked before either wrote; ``is_close``: the other one was written after the last look as well."""
    monkeypatch.setattr(PointForm, "clean", forms.Form.clean)
    if is_close:
        monkeypatch.setattr(ContactPoint, "full_clean", lambda _self: None)
    client.force_login(cast.ledger)
    answer = client.post("/contactpoints/new/", choice_data(cast, unit=cast.quay.pk))
    assert answer.status_code == 409
    assert "这个单位已经是在用的联系点" in answer.content.decode()
    assert ContactPoint.objects.get() == point


def test_a_form_of_the_administration_builds_no_thousand_rows(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.ledger)
    url = reverse("admin:contactpoints_contactpoint_change", args=[point.pk])
    page = client.get(url)
    prefixes = [one.formset.prefix for one in page.context["inline_admin_formsets"]]
    data = {f"{prefix}-TOTAL_FORMS": "２０２６" for prefix in prefixes} | {
        f"{one}-INITIAL_FORMS": 0 for one in prefixes
    }
    answer = client.post(url, data)
    assert answer.status_code == 200
    built = {one.formset.prefix: len(one.formset.forms) for one in answer.context["inline_admin_formsets"]}
    assert built["scores"] == 105
    assert max(built.values()) == 105
