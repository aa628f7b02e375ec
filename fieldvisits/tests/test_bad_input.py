"""Whatever is typed, the page says what is wrong and keeps the rest."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fieldvisits.factories import log_data
from fieldvisits.models import Visit
from fieldvisits.tests.test_journey import HANDED, NEW
from outreach.common import clock
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"unit": ""}, "请选一项。"),
        ({"unit": "999999"}, "这个单位不在您的范围内"),
        ({"visited_on": "2026-02-31"}, "日期"),
        ({"visited_on": str(clock.today() + timedelta(days=1))}, "不能在今天以后"),
        ({"visited_on": "1999-01-01"}, "最多补记 366 天"),
        ({"visited_on": "9999-12-31"}, "不能在今天以后"),
        ({"people_met": "-1"}, "不能小于"),
        ({"people_met": "9" * 40}, "不能大于"),
        ({"people_met": "许多"}, "整数"),
        ({"people_met": "6", "spoke_workers": "9"}, "谈了 6 人，其中的一线职工、班组长、管理人员加起来却有 9 人"),
        ({"people_met": "6", "spoke_workers": "3", "spoke_team_leaders": "2", "spoke_managers": "2"}, "却有 7 人"),
        ({"kind": "holiday"}, "选择一个有效的选项"),
        ({"client_uuid": "not-a-mark"}, "UUID"),
        ({"purpose": "长" * 201}, "200"),
        ({"findings-0-what": "长" * 501}, "500"),
        ({"findings-0-outcome": "forget"}, "选择一个有效的选项"),
        ({"findings-0-outcome": "solved_on_spot"}, "请写当场怎么解决的"),
        ({"findings-0-what": "", "findings-0-place": "更衣室"}, "请填写。"),
        ({"findings-TOTAL_FORMS": "x"}, "ManagementForm"),
        ({"findings-TOTAL_FORMS": "21"}, "20"),
    ],
)
def test_a_bad_answer_is_told_and_the_rest_is_kept(
    client: Client, cast: Cast, answers: dict[str, Any], words: str
) -> None:
    client.force_login(cast.cadre)
    answer = client.post(NEW, log_data(cast.quay, HANDED, summary="夜班的人说得最多", **answers))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "夜班的人说得最多" in page
    assert not Visit.objects.exists()


def test_too_many_findings_are_told_and_all_come_back(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    answer = client.post(NEW, log_data(cast.quay, *({"what": f"第 {n} 处"} for n in range(90))))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "20" in str(answer.context["cards"].non_form_errors())
    assert all(f"第 {n} 处" in page for n in range(90))
    assert not Visit.objects.exists()


def test_a_number_of_cards_that_were_never_sent_is_not_drawn(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    answer = client.post(NEW, log_data(cast.quay, HANDED, **{"findings-TOTAL_FORMS": "9" * 40}))
    assert answer.status_code == 200
    assert len(answer.context["cards"].forms) <= 21


def test_two_hundred_findings_at_once_are_refused_before_they_are_read_and_stay_on_the_device(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.cadre)
    answer = client.post(NEW, log_data(cast.quay, *({"what": f"第 {n} 处"} for n in range(200))))
    assert answer.status_code == 400
    assert "data-keep-drafts" in answer.content.decode()
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "answers",
    [
        {"people_met": "6", "spoke_workers": "3", "spoke_team_leaders": "2", "spoke_managers": "1"},
        {"people_met": "6", "spoke_workers": "2"},
        {"people_met": "", "spoke_workers": "3"},
        {"people_met": "0", "spoke_workers": "3"},
    ],
)
def test_the_parts_of_those_met_are_held_against_a_number_that_is_given(
    client: Client, cast: Cast, answers: dict[str, str]
) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, HANDED, **answers))
    assert Visit.objects.get().spoke_workers == int(answers["spoke_workers"])


def test_more_workers_than_people_met_are_told_beside_the_number(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    form = client.post(NEW, log_data(cast.quay, HANDED, people_met=6, spoke_workers=9)).context["form"]
    assert list(form.errors) == ["people_met"]
    assert (form["people_met"].value(), form["spoke_workers"].value()) == ("6", "9")


def test_marks_that_break_databases_are_left_out_and_emoji_stay(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, {"what": "更衣\x00柜\u202e不足👍\x07"}, purpose="看\x1f夜班"))
    visit = Visit.objects.get()
    assert visit.findings.get().what == "更衣柜不足👍"
    assert visit.purpose == "看夜班"


def test_an_empty_upload_is_refused_by_name_and_the_text_is_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    empty = SimpleUploadedFile("空.jpg", b"", content_type="image/jpeg")
    page = client.post(NEW, log_data(cast.quay, HANDED | {"photos": empty})).content.decode()
    assert "空.jpg" in page
    assert "更衣柜不足" in page
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00",
        "?since=2026-02-31",
        "?kind=x&more=y",
        "?unit=" + "9" * 40,
        "?after=~",
        "?after=9999-99-99~1",
        "?point=-1",
    ],
)
def test_a_broken_address_still_shows_a_list(client: Client, cast: Cast, query: str) -> None:
    client.force_login(cast.cadre)
    assert client.get("/fieldvisits/" + query).status_code == 200
