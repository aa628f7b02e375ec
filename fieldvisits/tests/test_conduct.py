"""The rules of conduct as a table, each with its article, and the overview that counts by them."""

from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldvisits.conduct import BY_KEY, RULES, breaches, table, warnings_of
from fieldvisits.factories import VisitFactory
from fieldvisits.limits import BESIDE_ONE_IN, MOST_BESIDE, SMALL_PARTY
from fieldvisits.models import Meal, Visit
from fieldvisits.overview import Month
from outreach.audit.models import AuditRecord
from outreach.calendars.limits import limits
from outreach.calendars.models import TimeLimit
from outreach.common import clock
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
PAID = {"meal": Meal.OWN, "is_meal_paid": True}
#: What somebody wrote → the rules it breaks.
TABLE: list[tuple[dict[str, Any], set[str]]] = [
    ({}, set()),
    # 国内公务接待管理规定, Art. 10: up to ten visitors, three eat along
    ({**PAID, "meal_visitors": 10, "meal_companions": 3}, set()),
    ({**PAID, "meal_visitors": 10, "meal_companions": 4}, {"companions"}),
    ({**PAID, "meal_visitors": 1, "meal_companions": 3}, set()),
    # above ten, a third of their number
    ({**PAID, "meal_visitors": 11, "meal_companions": 3}, set()),
    ({**PAID, "meal_visitors": 11, "meal_companions": 4}, {"companions"}),
    ({**PAID, "meal_visitors": 12, "meal_companions": 4}, set()),
    ({**PAID, "meal_visitors": 30, "meal_companions": 11}, {"companions"}),
    # nobody ate, nobody ate along
    ({"meal_companions": 9}, set()),
    # Art. 10: no alcohol, no tobacco
    ({"has_alcohol": True}, {"alcohol"}),
    # 厉行节约反对浪费条例: what is eaten is paid for, and nobody is received without a letter
    ({"meal": Meal.OWN}, {"unpaid"}),
    ({**PAID, "meal": Meal.WORKING}, {"letter"}),
    ({**PAID, "meal": Meal.WORKING, "letter_number": "东港函〔2026〕12号"}, set()),
    # 中央八项规定: no welcome, no tier-by-tier accompaniment
    ({"has_welcome": True}, {"welcome"}),
    ({"companions_above": 1, "companions_level": 1, "companions_local": 1}, {"tiers"}),
    ({"companions_above": 3, "companions_local": 3}, set()),
    ({"meal": Meal.WORKING, "meal_companions": 5, "has_alcohol": True}, {"companions", "alcohol", "unpaid", "letter"}),
]


@pytest.mark.parametrize(("facts", "broken"), TABLE)
def test_each_rule_says_the_same_of_one_visit_and_of_all(cast: Cast, facts: dict[str, Any], broken: set[str]) -> None:
    visit = VisitFactory(unit=cast.quay, author=cast.cadre, **facts)
    assert {rule.key for rule in breaches(visit)} == broken
    assert {rule.key for rule in RULES if Visit.objects.filter(rule.condition).exists()} == broken


def put(key: str, number: int) -> None:
    """As an administrator changes it."""
    TimeLimit.objects.update_or_create(key=key, defaults={"days": number, "basis": "-"})


def test_a_changed_number_holds_on_the_page_in_the_count_and_on_the_device(cast: Cast) -> None:
    few: Any = VisitFactory(unit=cast.quay, author=cast.cadre, **PAID, meal_visitors=6, meal_companions=3)
    many: Any = VisitFactory(unit=cast.quay, author=cast.cadre, **PAID, meal_visitors=12, meal_companions=4)
    companions = BY_KEY["companions"]
    assert not Visit.objects.filter(companions.condition).exists()
    put(SMALL_PARTY, 8)
    put(MOST_BESIDE, 2)
    put(BESIDE_ONE_IN, 4)
    assert [visit for visit in (few, many) if companions in breaches(visit)] == [few, many]
    assert Visit.objects.filter(companions.condition).count() == 2
    assert warnings_of(few)[0].words == "陪餐 3 人：来的人不超过 8 人时最多 2 人，超过时最多是来人的 1/4。"
    row = next(rule for rule in table() if rule["key"] == "companions")
    assert [condition.get("value", condition.get("one_in")) for way in row["ways"] for condition in way] == [
        *("none", 8, 2),
        *("none", 8, 4),
    ]
    assert "不超过 8 人时最多 2 人" in row["words"]


def test_the_numbers_stand_among_the_limits_with_their_source(cast: Cast, client: Client) -> None:
    limits.install()
    client.force_login(cast.admin)
    page = client.get("/admin/calendars/timelimit/", {"q": "fieldvisits"}).content.decode()
    for words in ("陪餐：来的人少时最多几人", "3 人", "1/3", "国内公务接待管理规定第十条"):
        assert words in page


def test_every_rule_has_its_article() -> None:
    assert all(str(rule.article) and str(rule.label) for rule in RULES)


few = st.integers(0, 40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "meal": st.sampled_from(Meal.values),
            "letter_number": st.sampled_from(["", "1号"]),
            **dict.fromkeys(["meal_visitors", "meal_companions"], few),
            **dict.fromkeys(["companions_above", "companions_level", "companions_local"], st.integers(0, 2)),
            **dict.fromkeys(["is_meal_paid", "has_welcome", "has_alcohol"], st.booleans()),
        }
    )
)
@pytest.mark.long
def test_database_and_page_agree_on_any_visit(cast: Cast, facts: dict[str, Any]) -> None:
    visit = VisitFactory(unit=cast.quay, author=cast.cadre, **facts)
    asked = {rule.key for rule in RULES if Visit.objects.filter(rule.condition, pk=visit.pk).exists()}
    assert asked == {rule.key for rule in breaches(visit)}


@pytest.fixture
def visits(cast: Cast) -> list[Visit]:
    """Two breaches at the quay, one of them explained, none in the west; one last month."""
    bad: dict[str, Any] = {"unit": cast.quay, "author": cast.cadre, "has_alcohol": True}
    month = clock.today().replace(day=1)
    return [
        VisitFactory(**bad, visited_on=month),
        VisitFactory(**bad, visited_on=month, has_welcome=True, conduct_reason="横幅是别的会议留下的"),
        VisitFactory(unit=cast.west, author=cast.cadre, visited_on=month),
        VisitFactory(**bad, visited_on=month - timedelta(days=1)),
    ]


@pytest.mark.usefixtures("visits")
def test_every_number_of_the_overview_opens_its_visits(cast: Cast, client: Client) -> None:
    client.force_login(cast.discipline)
    page = client.get("/fieldvisits/conduct/")
    lines, whole = page.context["overview"].lines, page.context["overview"].total
    assert [(line.unit, line.visits.n, line.breaches.n, line.unexplained.n) for line in lines] == [
        (cast.quay, 2, 2, 1),
        (cast.west, 1, 0, 0),
    ]
    for line in [*lines, whole]:
        for tally in (line.visits, line.breaches, line.unexplained, *(tally for _rule, tally in line.rules)):
            assert len(client.get(tally.url).context["page"].rows) == tally.n, tally.url


@pytest.mark.usefixtures("visits")
def test_each_rule_stands_on_a_line_of_its_own_and_a_card_leaves_out_what_is_empty(cast: Cast, client: Client) -> None:
    client.force_login(cast.discipline)
    page = client.get("/fieldvisits/conduct/").content.decode()
    broken, kept = page.split("<tbody")[1].split('<tr role="row">')[1:3]
    assert [line.split("<")[0].strip() for line in broken.split("<li>")[1:]] == ["有烟酒", "有横幅、欢迎、鲜花"]
    assert "away" not in broken
    assert [cell.split("<td")[-1].count("away") for cell in kept.split("—")[:-1]] == [1, 1]


@pytest.mark.usefixtures("visits")
def test_the_overview_has_pages_and_each_tells_the_whole_month(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldvisits.overview.PAGE_SIZE", 1)
    client.force_login(cast.discipline)
    seen = []
    for number in ("1", "2", "99", "x", "-1"):
        page = client.get("/fieldvisits/conduct/", {"page": number})
        seen.append(page.context["overview"].lines[0].unit)
        assert page.context["overview"].total.visits.n == 3
    assert seen == [cast.quay, cast.west, cast.west, cast.quay, cast.quay]
    assert "page=2" in client.get("/fieldvisits/conduct/").content.decode()


@pytest.mark.usefixtures("visits")
def test_the_workbook_holds_the_breaches_of_the_month(cast: Cast, client: Client, tmp_path: Any) -> None:
    client.force_login(cast.discipline)
    response: Any = client.get("/fieldvisits/conduct/export.xlsx")
    file = tmp_path / "out.xlsx"
    file.write_bytes(b"".join(response.streaming_content))
    sheet: Any = openpyxl.load_workbook(file).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == [cast.quay.name] * 2
    assert {row[-2] for row in rows} == {"有烟酒", "有烟酒、有横幅、欢迎、鲜花"}
    assert AuditRecord.objects.filter(action="visits.exported").latest("pk").detail["rows"] == 2


@pytest.mark.parametrize("who", ["ledger", "leader", "head", "cadre"])
def test_the_overview_is_the_inspectors_alone(cast: Cast, client: Client, who: str) -> None:
    client.force_login(cast.people[who])
    assert client.get("/fieldvisits/conduct/").status_code == 403
    assert client.get("/fieldvisits/conduct/export.xlsx").status_code == 403
    assert "/fieldvisits/conduct/" not in client.get("/fieldvisits/").content.decode()


@pytest.mark.parametrize("text", ["", "2026-13", "x", "9999-01", "0000-01", "2026-11-11", "１９９０-01"])
def test_an_unreadable_month_is_this_month(cast: Cast, client: Client, text: str) -> None:
    client.force_login(cast.discipline)
    assert client.get("/fieldvisits/conduct/", {"month": text}).context["month"] == Month(clock.today().replace(day=1))


def test_the_page_of_a_visit_names_the_rule_and_its_article(cast: Cast, client: Client) -> None:
    visit = VisitFactory(unit=cast.quay, author=cast.cadre, has_alcohol=True)
    client.force_login(cast.cadre)
    assert "国内公务接待管理规定第十条：工作餐不上烟酒" in client.get(visit.get_absolute_url()).content.decode()
