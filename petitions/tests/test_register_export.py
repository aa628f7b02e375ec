"""The register as a workbook: what the reader sees and no more, identities behind the mask, fetched by who asked."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.once import new_token
from outreach.ledger.workflow import Judgement
from outreach.org.testing import Cast
from petitions import workflow
from petitions.contacts import Contact
from petitions.factories import accepted, make_petition, replied
from petitions.models import JobPiece, Petition, RegisterJob
from petitions.models.job import Stage
from petitions.register import exporting, jobs
from petitions.states import Hardness, Kind
from petitions.tests.registers import HEADINGS, KEYS, a_line, workbook
from petitions.tests.test_register_import import imported
from petitions.workflow.sponsoring import Plan, take_on

pytestmark = pytest.mark.django_db
URL = "/petitions/register/export/"
WHO = Contact("陈志远", "138 0013 0021", "港前路 6 号 302 室", "11010519491231002X", signers="孙德胜 13900130099")


def export(client: Client, query: str = "view=all", token: str = "") -> RegisterJob:
    client.post(URL, {"token": token or str(new_token()), "query": query})
    jobs.work_off()
    return RegisterJob.objects.latest("asked_at")


def rows_in(client: Client, job: RegisterJob) -> list[dict[str, Any]]:
    answer: Any = client.get(f"{job.get_absolute_url()}file.xlsx")
    assert answer.status_code == 200
    sheet: Any = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == HEADINGS
    return [dict(zip(KEYS, row, strict=True)) for row in rows[1:]]


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.petition)
    return client


@pytest.mark.parametrize("sent", [{}, {"token": "x"}, {"token": str(new_token()), "query": "q" * 501}])
def test_a_form_that_says_nothing_leads_back_to_the_list(desk: Client, sent: dict[str, str]) -> None:
    assert desk.post(URL, sent)["Location"] == "/petitions/"
    assert not RegisterJob.objects.exists()


@pytest.mark.parametrize("query", ["view=%00&kind=x&after=~", "", "q=%F0%9F%92%A9", "view=all&status=nowhere"])
def test_a_list_that_makes_no_sense_is_exported_as_it_is_shown(desk: Client, cast: Cast, query: str) -> None:
    make_petition(cast.quay)
    job = export(desk, query)
    assert job.stage == Stage.DONE
    assert len(rows_in(desk, job)) in {0, 1}


def test_who_brought_it_stays_behind_the_mask_in_the_text_too(desk: Client, cast: Cast) -> None:
    make_petition(cast.quay, contact=WHO, facts="我是陈志远，电话 13800130021，孙德胜也在场。")
    [row] = rows_in(desk, export(desk))
    assert (row["name"], row["phone"], row["id_number"]) == ("陈**", "138****0021", "1101**********002X")
    assert row["facts"] == "我是***，电话 ***，***也在场。"
    for secret in ("志远", "0013", "302", "孙德胜"):
        assert secret not in str(row)


def test_text_that_looks_like_a_formula_stays_text(desk: Client, cast: Cast) -> None:
    make_petition(cast.quay, title='=HYPERLINK("http://x","y")', facts="+1", request="@SUM(A1)")
    job = export(desk)
    answer: Any = desk.get(f"{job.get_absolute_url()}file.xlsx")
    sheet: Any = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert {cell.data_type for cell in sheet[2] if cell.value} == {"s"}
    assert sheet["B2"].value == '=HYPERLINK("http://x","y")'


def test_only_what_is_seen_goes_out(desk: Client, cast: Cast) -> None:
    seen = make_petition(cast.quay)
    make_petition(cast.quay, kind=Kind.ACCUSATION, title="检举的事")
    make_petition(cast.west, facts=f"{cast.petition.full_name}不办事", title="提到专员的事")  # nobody else is left
    assert [row["number"] for row in rows_in(desk, export(desk))] == [seen.number]
    inspector = Client()
    inspector.force_login(cast.discipline)
    assert {row["title"] for row in rows_in(inspector, export(inspector))} == {"检举的事", "提到专员的事"}


def test_the_filters_of_the_list_hold(desk: Client, cast: Cast) -> None:
    make_petition(cast.quay)
    idea = make_petition(cast.quay, kind="suggestion", title="食堂夜宵")
    assert [row["number"] for row in rows_in(desk, export(desk, "view=all&kind=suggestion"))] == [idea.number]
    assert 'value="view=all&amp;kind=suggestion"' in desk.get("/petitions/?view=all&kind=suggestion").content.decode()


def test_what_the_old_register_said_comes_out_again(desk: Client, cast: Cast) -> None:
    imported(desk, workbook([a_line(3, purpose="求决", sponsor="李总", due_on="2024-03-01")]))
    [row] = rows_in(desk, export(desk))
    told = {"purpose": "求决", "sponsor": "李总", "rating": "满意", "opinion": "已补发", "received_on": "2024-01-04"}
    assert {key: row[key] for key in told} == told
    assert (row["status"], row["where"], row["people_count"]) == ("已归档", "固机车间", "4")


def test_how_it_stands_is_told(desk: Client, cast: Cast) -> None:
    accepted(cast)
    [row] = rows_in(desk, export(desk))
    assert row["status"] == "待交办"
    assert row["due_on"] == f"{clock.today() + timedelta(days=60)}"


def test_a_case_that_went_all_the_way_fills_its_line(desk: Client, cast: Cast) -> None:
    first, rights = make_petition(cast.quay, contact=WHO), cast.rights("petition")
    case = accepted(cast, contact=WHO, title="再次反映：夜班补贴少算", place="二号门机", people_count=3)
    case = workflow.link_repeat(petition=case, other=first, rights=rights)
    plan = Plan(Hardness.REPEATED, "先查清，再当面答复。", clock.today() + timedelta(days=60))
    take_on(petition=case, sponsor=cast.leader.cadre, plan=plan, rights=rights)
    case = workflow.rate(petition=replied(cast, case), judgement=Judgement(3, 3, 2))
    row = next(row for row in rows_in(desk, export(desk)) if row["number"] == case.number)
    told = {
        "title": "再次反映：夜班补贴少算",
        "kind": "申诉求决",
        "arrival": "网上",
        "received_on": f"{clock.today()}",
        "people_count": "3",
        "where": "固机车间，二号门机",
        "request": "补发差额",
        "status": "已评价",
        "opinion": "补发三个夜班的补贴",
        "rating": "基本满意",
        "repeat_of": first.number,
        "sponsor": cast.leader.full_name,
    }
    assert {key: row[key] for key in told} == told


def test_the_sheet_keeps_its_headings_in_sight_and_speaks_the_language_of_who_asked(desk: Client, cast: Cast) -> None:
    make_petition(cast.quay)
    desk.cookies["django_language"] = "en"
    answer: Any = desk.get(f"{export(desk).get_absolute_url()}file.xlsx")
    sheet: Any = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert (sheet.title, sheet["A1"].value, sheet["B1"].value) == ("Petition register", "Number", "Title")
    assert (sheet["C2"].value, sheet["A1"].font.bold, sheet.freeze_panes) == ("Appeal", True, "C2")
    widths = {letter: round(sheet.column_dimensions[letter].width) for letter in "ABL"}  # number, title, facts
    assert widths == pytest.approx({"A": 18, "B": 36, "L": 50}, abs=1)


def test_only_who_asked_fetches_it_and_only_for_a_day(desk: Client, cast: Cast) -> None:
    make_petition(cast.quay)
    job = export(desk)
    url = f"{job.get_absolute_url()}file.xlsx"
    other = Client()
    for who, status in (("discipline", 404), ("leader", 404), ("handler", 403)):
        other.force_login(cast.people[who])
        assert other.get(url).status_code == status
    assert b"PK\x03\x04" not in bytes(JobPiece.objects.first().sealed)  # type: ignore[union-attr]  # there is one
    with clock.travel_to(clock.now() + timedelta(hours=25)):
        desk.force_login(cast.petition)
        assert desk.get(url).status_code == 404
        jobs.sweep()
    assert not JobPiece.objects.exists()


def test_whoever_may_not_gets_nothing(cast: Cast, client: Client) -> None:
    for who in ("leader", "handler", "auditor", "admin"):
        client.force_login(cast.people[who])
        assert client.post(URL, {"token": str(new_token()), "query": ""}).status_code == 403
        with pytest.raises(PermissionDenied):
            jobs.start_export(query="", rows=0, token=new_token(), rights=cast.rights(who))
    client.force_login(cast.leader)
    assert URL not in client.get("/petitions/").content.decode()


def test_asking_and_fetching_are_on_record(desk: Client, cast: Cast) -> None:
    make_petition(cast.quay)
    token = str(new_token())
    job = export(desk, token=token)
    export(desk, token=token)
    rows_in(desk, job)
    act = AuditRecord.objects.get(action="register.exported")
    assert (act.actor, act.detail) == (cast.petition, {"rows": 1, "filter": "view=all"})
    assert AuditRecord.objects.get(action="register.file_taken").actor == cast.petition


def test_a_long_list_is_written_step_by_step_while_things_come_and_go(
    desk: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_ROWS_A_STEP", 2)
    monkeypatch.setattr(jobs, "SMALL_ROWS", 0)
    numbers = [make_petition(cast.quay, title=f"第 {n} 件").number for n in range(5)]
    desk.post(URL, {"token": str(new_token()), "query": "view=all"})
    job = RegisterJob.objects.get()
    page = desk.get(job.get_absolute_url())
    assert (job.stage, page["Refresh"]) == (Stage.TO_DO, "3")
    assert desk.get(f"{job.get_absolute_url()}file.xlsx").status_code == 404
    make_petition(cast.quay, title="后来的")
    jobs.work_off()
    told = [row["number"] for row in rows_in(desk, job)]
    assert len(told) == len(set(told)) == 6
    assert set(numbers) <= set(told)
    assert told == list(Petition.objects.order_by("-received_at", "-pk").values_list("number", flat=True))
