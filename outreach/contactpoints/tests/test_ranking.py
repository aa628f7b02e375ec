"""Which units come into question: the example of the docs, what is counted, and what stays with the choice."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.contactpoints.candidates import Ranking, Row, ranking
from outreach.contactpoints.models import ContactPoint, RankingWeights, UnitAssessment
from outreach.contactpoints.ranking import Candidate, rank
from outreach.contactpoints.tests.test_pages import choice_data
from outreach.contactpoints.workflow import assess_unit, set_weights
from outreach.ledger.factories import noted
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.models import OrgUnit, UnitKind
from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.states import Kind

DOC = settings.BASE_DIR / "docs" / "candidate-ranking.md"
FIGURES = ["open", "overdue", "repeated", "rebound"]
WEIGHTS = {"open": 20, "overdue": 25, "repeated": 10, "rebound": 15, "office": 30}
CANDIDATES = "/contactpoints/candidates/"


def test_the_example_of_the_docs_comes_out_as_worked_out_by_hand() -> None:
    lines = [line.strip("| \n").split(" | ") for line in DOC.read_text("utf-8").splitlines()]
    rows = [cells for cells in lines if cells[0] in set("ABCDEF") and len(cells) == 13]
    assert len(rows) == 6
    candidates = [
        Candidate(
            number,
            dict(zip(FIGURES, map(int, cells[1:5]), strict=True)),
            None if cells[5] == "–" else int(cells[5]),
        )
        for number, cells in enumerate(rows)
    ]
    found = {one.candidate.unit: one for one in rank(candidates, WEIGHTS)}
    for number, cells in enumerate(rows):
        one = found[number]
        assert [str(one.parts[key]) for key in WEIGHTS] == cells[6:11]
        assert (str(one.total), one.place) == (cells[11], int(cells[12]))


def test_without_weights_or_figures_nobody_has_points() -> None:
    alone = Candidate(1, {"open": 0}, None)
    assert [one.total for one in rank([alone], {"open": 20, "office": 30})] == [Decimal("0.0")]
    assert [one.total for one in rank([Candidate(1, {"open": 5}, 25)], {"open": 0, "office": 0})] == [Decimal("0.0")]
    assert rank([], WEIGHTS) == []


FOUND = st.tuples(*[st.integers(0, 60)] * 4, st.none() | st.integers(5, 25))


@given(st.lists(FOUND, min_size=1, max_size=6), st.tuples(*[st.integers(0, 100)] * 5))
def test_points_are_those_of_exact_shares_rounded_once(found: list[tuple[Any, ...]], weights: tuple[int, ...]) -> None:
    scale = dict(zip([*FIGURES, "office"], weights, strict=True))
    units = [Candidate(n, dict(zip(FIGURES, one[:4], strict=True)), one[4]) for n, one in enumerate(found)]
    highest = {key: max(one.figures[key] for one in units) for key in FIGURES} | {"office": 25}
    for one in rank(units, scale):
        shares = {**one.candidate.figures, "office": one.candidate.office or 0}
        points = [
            Fraction(100 * scale[key] * n, sum(weights) * highest[key]) if sum(weights) and highest[key] else Fraction()
            for key, n in shares.items()
        ]
        assert one.total == Decimal(floor(sum(points) * 10 + Fraction(1, 2))).scaleb(-1)
        assert list(one.parts.values()) == [Decimal(floor(part * 10 + Fraction(1, 2))).scaleb(-1) for part in points]


def row_of(made: Ranking, unit: OrgUnit) -> Row:
    row = made.row_of(unit)
    assert row is not None
    return row


def figures(cast: Cast, name: str, unit: OrgUnit) -> dict[str, int]:
    return {cell.sign.key: cell.n for cell in row_of(ranking(cast.rights(name)), unit).cells}


def item(cast: Cast, **facts: Any) -> Issue:
    """An item of the workshop in any state, written straight into the ledger."""
    issue = noted(cast)
    Issue.objects.filter(pk=issue.pk).update(unit=cast.quay, **facts)
    return issue


@pytest.mark.django_db
def test_the_ledger_tells_what_is_open_late_repeated_and_came_back(client: Client, cast: Cast) -> None:
    long_ago = clock.start_of(date(2020, 1, 1))
    item(cast, status=State.IN_PROGRESS, due_on=date(2020, 1, 2))
    item(cast, status=State.IN_PROGRESS, due_on=date(2999, 1, 2), reopen_count=1, entered_at=clock.now())
    item(cast, status=State.CLOSED, reopen_count=1, entered_at=clock.now())
    item(cast, status=State.CLOSED, reopen_count=1, entered_at=long_ago)
    item(cast, status=State.MERGED)
    item(cast, status=State.MERGED, created_at=long_ago)
    item(cast, status=State.IN_PROGRESS, is_sealed=True)
    row = row_of(ranking(cast.rights("ledger")), cast.quay)
    assert {cell.sign.key: cell.n for cell in row.cells} == {"open": 2, "overdue": 1, "repeated": 1, "rebound": 2}
    client.force_login(cast.ledger)
    for cell in row.cells:  # each figure opens exactly its rows
        assert len(client.get(cell.url).context["rows"]) == cell.n, cell.sign.key


@pytest.mark.django_db
def test_a_unit_holds_the_figures_of_those_under_it(cast: Cast) -> None:
    team = OrgUnit.objects.create(name="点检班", kind=UnitKind.WORKSHOP, parent=cast.quay)
    issue = item(cast, status=State.OPEN)
    Issue.objects.filter(pk=issue.pk).update(unit=team)
    assert figures(cast, "ledger", cast.quay)["open"] == 1
    assert figures(cast, "ledger", team)["open"] == 1


@pytest.mark.django_db
def test_petitions_count_for_those_who_see_them_and_accusations_for_nobody(client: Client, cast: Cast) -> None:
    first = make_petition(cast.quay)
    again = make_petition(cast.quay)
    type(again).objects.filter(pk=again.pk).update(repeat_of=first)
    make_petition(cast.quay, kind=Kind.ACCUSATION)
    seen = figures(cast, "petition", cast.quay)
    assert (seen["petitions_open"], seen["petitions_repeated"]) == (2, 1)
    assert figures(cast, "leader", cast.quay)["petitions_open"] == 2
    made = ranking(cast.rights("ledger"))
    assert "petitions_open" not in made.weights
    assert [sign.key for sign in made.seen.hidden] == ["petitions_open", "petitions_repeated"]
    client.force_login(cast.ledger)
    assert "没有计入的" in client.get(CANDIDATES).content.decode()
    client.force_login(cast.petition)
    [cell] = [
        one for one in row_of(ranking(cast.rights("petition")), cast.quay).cells if one.sign.key == "petitions_open"
    ]
    assert len(client.get(cell.url).context["rows"]) == 2
    assert len(client.get(f"/petitions/?view=open&unit={cast.west.pk}").context["rows"]) == 0


@pytest.mark.django_db
def test_the_reason_and_the_figures_of_the_day_stay_with_the_choice(client: Client, cast: Cast) -> None:
    item(cast, status=State.OPEN)
    assess_unit(unit=cast.quay, scores={"growth": (4, "三年没有新增客户")}, rights=cast.rights("ledger"))
    client.force_login(cast.ledger)
    new = f"{reverse('contactpoints:new')}?unit={cast.quay.pk}&from=candidates"
    assert "三年没有新增客户" in client.get(new).content.decode()
    data = choice_data(cast, unit=cast.quay.pk, from_ranking="True")
    assert "请填写" in client.post(new, data).content.decode()
    client.post(new, data | {"chosen_why": "在办最多，设备最老"})
    Issue.objects.all().update(status=State.CLOSED)
    point = ContactPoint.objects.get()
    assert point.chosen_on_figures is not None
    assert point.chosen_on_figures["figures"]["open"] == 1
    page = client.get(point.get_absolute_url()).content.decode()
    assert "在办最多，设备最老" in page
    assert "1 个备选单位里排第 1" in page
    assert UnitAssessment.objects.filter(unit=cast.quay).count() == 2
    client.force_login(cast.handler)
    assert "在办最多" not in client.get(point.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_kept_figures_are_shown_by_the_readers_own_rights(client: Client, cast: Cast) -> None:
    point = ContactPoint.objects.create(
        unit=cast.quay,
        leader=cast.leader.cadre,
        chosen_on_figures={"on": "2026-01-05", "figures": {"open": 3, "petitions_open": 7}},
    )
    for name, sees in (("ledger", False), ("leader", True)):
        client.force_login(cast.people[name])
        page = client.get(point.get_absolute_url()).content.decode()
        assert "在办 3" in page
        assert ("信访在办 7" in page) is sees


@pytest.mark.django_db
def test_the_office_sets_the_weights_with_their_source(client: Client, cast: Cast) -> None:
    client.force_login(cast.ledger)
    page = reverse("contactpoints:weights")
    weights = dict.fromkeys(ranking(cast.rights("petition")).weights, 0)
    data = {f"weight_{key}": weight for key, weight in weights.items()} | {"basis": "党委会 2026 年第 3 次会议"}
    assert "至少要有一项" in client.post(page, data).content.decode()
    assert client.post(page, data | {"weight_open": "101"}).status_code == 400
    assert client.post(page, data | {"weight_open": "7"})["Location"] == CANDIDATES
    assert ranking(cast.rights("ledger")).weights["open"] == 7
    assert "党委会 2026 年第 3 次会议" in client.get(CANDIDATES).content.decode()
    assert AuditRecord.objects.get(action="ranking.weights_set").detail["after"]["open"] == 7
    set_weights(weights={"open": 9}, basis="再定", rights=cast.rights("ledger"))
    assert RankingWeights.objects.get().weights["overdue"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "status"), [("ledger", 200), ("petition", 200), ("leader", 200), ("cadre", 403), ("outsider", 403)]
)
def test_the_ranking_is_for_those_who_choose(client: Client, cast: Cast, name: str, status: int) -> None:
    client.force_login(cast.people[name])
    assert client.get(CANDIDATES).status_code == status
    assert client.get(reverse("contactpoints:weights")).status_code == (200 if name == "ledger" else 403)
    assert client.get(reverse("contactpoints:assess", args=[cast.quay.pk])).status_code == (
        200 if name == "ledger" else 403
    )


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?page=0", "?page=99999", "?page=²", "?below=x", "?below=99999999999", "?page=-1"])
def test_a_broken_address_shows_a_page(client: Client, cast: Cast, query: str) -> None:
    client.force_login(cast.ledger)
    assert "固机车间" in client.get(CANDIDATES + query).content.decode()


@pytest.mark.django_db
def test_many_units_cost_as_many_statements_as_few(client: Client, cast: Cast, django_assert_num_queries: Any) -> None:
    client.force_login(cast.petition)
    client.get(CANDIDATES)
    with django_assert_num_queries(13):
        client.get(CANDIDATES)
    OrgUnit.objects.bulk_create(
        OrgUnit(name=f"车间{n}", kind=UnitKind.WORKSHOP, parent=cast.east, path=f"{cast.east.path}{n}/", pinyin="")
        for n in range(500)
    )
    item(cast, status=State.OPEN)
    with django_assert_num_queries(13):
        page = client.get(CANDIDATES)
    assert len(page.context["page"].rows) == 50
