"""The register of another system: what is wrong with it is found, told by row and column, and the rest taken over."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.once import new_token
from outreach.org.models import Posting
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from petitions.identities import contact_of
from petitions.models import CountedCase, JobPiece, Petition, PetitionerIdentity, RegisterJob, WayIn
from petitions.models.job import Stage
from petitions.register import importing, jobs
from petitions.register.checking import Line
from petitions.register.taking_over import take_over
from petitions.rotation import rotate
from petitions.states import State
from petitions.tests.registers import FLAGGED, HEADINGS, KEYS, a_line, register, with_part, workbook
from petitions.workflow import persons

pytestmark = pytest.mark.django_db
URL = "/petitions/register/import/"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.petition)
    return client


def upload(client: Client, content: bytes, name: str = "登记册.xlsx") -> Any:
    token = client.get(URL).context["form"]["token"].value()
    sent = {"token": str(token), "register": SimpleUploadedFile(name, content)}
    return client.post(URL, sent, follow=True)


def checked(client: Client, content: bytes) -> RegisterJob:
    """Upload, and let the worker check it."""
    page = upload(client, content)
    assert page.redirect_chain, page.context["form"].errors
    jobs.work_off()
    return RegisterJob.objects.latest("asked_at")


def imported(client: Client, content: bytes) -> RegisterJob:
    job = checked(client, content)
    client.post(job.get_absolute_url())
    jobs.work_off()
    job.refresh_from_db()
    assert job.stage == Stage.DONE, job.trouble
    return job


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.xlsx", b"", "空"),
        ("照片.xlsx", b"\xff\xd8\xff\xe0 jpeg", "xlsx 格式"),
        ("旧版.xls", b"\xd0\xcf\x11\xe0 old", "旧版"),
        ("坏.xlsx", b"PK\x03\x04 broken", "损坏"),
        ("文字.txt", "编号,标题".encode(), "xlsx 格式"),
        ("登记册.xlsx", b"no workbook at all", "xlsx 格式"),
    ],
)
def test_what_is_no_workbook_is_refused_beside_the_field(desk: Client, name: str, content: bytes, words: str) -> None:
    page = upload(desk, content, name)
    assert words in page.context["form"].errors["register"][0]
    assert not RegisterJob.objects.exists()


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (["a", "b", "c"], "没有找到表头"),
        ([*HEADINGS[:4], "别的", *HEADINGS[5:]], "缺少这些列：收到日期"),
        ([*HEADINGS[:5], "标题", *HEADINGS[6:]], "“标题”出现了两次"),
    ],
)
def test_a_sheet_that_is_no_register_says_what_is_missing(desk: Client, headings: list[str], words: str) -> None:
    job = checked(desk, workbook([a_line(1)], headings))
    assert job.stage == Stage.FAILED
    page = desk.get(job.get_absolute_url()).content.decode()
    assert words in page
    assert "改好再传" in page


def test_a_workbook_that_breaks_while_it_is_read_fails_in_words(desk: Client) -> None:
    broken = with_part(workbook([a_line(1)]), "sheet1", lambda part: part.replace(b"</row>", b"</roww>", 1))
    page = upload(desk, broken)
    if page.redirect_chain:
        jobs.work_off()
        assert "读不出来" in desk.get(RegisterJob.objects.get().get_absolute_url()).content.decode()
    else:
        assert page.context["form"].errors


def found_in(job: RegisterJob) -> set[tuple[int, str]]:
    columns = dict(zip(HEADINGS, KEYS, strict=True))
    return {(one.row, columns[one.column]) for one in job.found.all()}


@pytest.mark.long
def test_three_hundred_lines_with_twenty_seven_errors_give_exactly_those(desk: Client) -> None:
    content, planted = register(300, 27)
    assert len(set(planted.values())) >= 15
    job = checked(desk, content)
    assert found_in(job) == set(planted)
    refused = sum(name not in FLAGGED for name in planted.values())
    assert (job.rows, job.rows_refused, job.remarks, job.rows_to_take) == (300, refused, 27, 300 - refused)
    assert not Petition.objects.exists(), "checking enters nothing"
    flagged = {(one.row, one.is_refusal) for one in job.found.all()}
    assert flagged == {(row, name not in FLAGGED) for (row, _key), name in planted.items()}


@pytest.mark.long
@pytest.mark.embedded
def test_five_thousand_lines_with_two_hundred_errors_give_exactly_those(desk: Client) -> None:
    content, planted = register(5_000, 200)
    job = checked(desk, content)
    assert job.stage == Stage.CHECKED
    assert found_in(job) == set(planted)
    assert job.remarks == len(planted) == 200


def test_the_report_is_the_same_sheet_with_what_was_found(desk: Client) -> None:
    job = checked(desk, workbook([a_line(1), a_line(2, where="火星", kind="其他"), a_line(3, phone="无")]))
    answer: Any = desk.get(f"{job.get_absolute_url()}file.xlsx")
    sheet: Any = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][-1] == "检查结果"
    assert [row[1] for row in rows[1:]] == [str(a_line(n)["title"]) for n in (1, 2, 3)]
    assert rows[1][-1] is None
    assert "类别：" in rows[2][-1]
    assert "事发地：没有这个单位" in rows[2][-1]
    assert rows[3][-1].startswith("（提示）电话：")


def test_good_lines_come_in_and_the_same_file_brings_nothing_twice(desk: Client, cast: Cast) -> None:
    content = workbook([a_line(n) for n in range(1, 8)] + [a_line(8, where="火星")])
    job = imported(desk, content)
    assert (job.rows_taken, job.rows_refused) == (7, 1)
    assert Petition.objects.count() == 7
    again = checked(desk, content)
    assert (again.rows_known, again.rows_to_take) == (7, 0)
    assert "没有可以导入的行" in desk.get(again.get_absolute_url()).content.decode()
    mended = imported(desk, workbook([a_line(n) for n in range(1, 9)]))
    assert (mended.rows_taken, Petition.objects.count()) == (1, 8)


def test_a_line_that_changed_under_its_number_is_told_and_left_alone(desk: Client) -> None:
    imported(desk, workbook([a_line(1)]))
    job = checked(desk, workbook([a_line(1, facts="改过的经过")]))
    assert "内容不一样" in job.found.get().words
    assert job.rows_to_take == 0


def test_lines_without_a_number_are_told_apart_by_what_they_say(desk: Client) -> None:
    lines = [a_line(1, number=None), a_line(2, number=None), a_line(1, number=None)]
    job = imported(desk, workbook(lines))
    assert (job.rows_taken, job.rows_refused) == (2, 1)
    assert "和第 2 行重复" in job.found.get().words


def test_who_it_was_goes_into_the_vault_and_is_found_there(desk: Client, cast: Cast) -> None:
    imported(
        desk,
        workbook(
            [a_line(1, id_number="110105194912310021"), a_line(2, name=None, phone=None, address=None, id_number=None)]
        ),
    )
    one = Petition.objects.get(title__startswith="第 1 件")
    assert contact_of(one).id_number == "110105194912310021", "flagged and kept"
    assert persons.find_person(number="13800000001", rights=cast.rights("petition")) == [one]
    assert Petition.objects.get(title__startswith="第 2 件").is_anonymous
    assert PetitionerIdentity.objects.count() == 1
    assert "职工1" not in str(list(WayIn.objects.values()))


def test_what_was_over_is_archived_with_its_day_and_answer(desk: Client) -> None:
    imported(desk, workbook([a_line(3), a_line(6, received_on=date(1900, 3, 1))]))
    petition = Petition.objects.get(title__startswith="第 3 件")
    assert (petition.status, petition.due_on, petition.answer) == (State.ARCHIVED, None, "已补发")
    assert clock.day_of(petition.received_at) == date(2024, 1, 4)
    assert petition.way_in.told["rating"] == "满意"
    assert clock.day_of(Petition.objects.get(title__startswith="第 6 件").received_at).year == 1900
    counted = CountedCase.objects.get(petition=petition)
    assert (counted.notice_due_on, counted.replied_on) == (None, None), "no figure of ours counts what others did"
    page = desk.get(petition.get_absolute_url()).content.decode()
    assert "从原登记册导入" in page
    assert "东港信〔2024〕3号" in page
    assert petition in [row["petition"] for row in desk.get("/petitions/?q=东港信〔2024〕3号").context["rows"]]


def test_what_goes_on_waits_at_the_desk_and_no_limit_counts_from_1900(desk: Client) -> None:
    came_on = clock.today() - timedelta(days=5)
    imported(desk, workbook([a_line(1, received_on=f"{came_on}"), a_line(2, received_on=date(1900, 3, 1))]))
    one, odd = (Petition.objects.get(title__startswith=f"第 {n} 件") for n in (1, 2))
    assert (one.status, one.due_on) == (State.REGISTERED, came_on + timedelta(days=15))
    assert clock.day_of(odd.received_at) == clock.today()
    assert odd.way_in.told["received_on"] == "1900-03-01"


@pytest.mark.parametrize("number", [1, 3])
def test_an_accusation_is_sealed_from_the_first_moment(desk: Client, cast: Cast, number: int) -> None:
    imported(desk, workbook([a_line(number, kind="举报")]))
    petition = Petition.objects.get()
    assert petition.is_sealed
    assert petition.status == (State.ARCHIVED if number == 3 else State.DISCIPLINE_ROUTED)
    assert desk.get(petition.get_absolute_url()).status_code == 404
    assert Petition.objects.visible_to(cast.rights("discipline")).get() == petition
    assert not petition.events.filter(is_sealed=False).exclude(step="register").exists()


def test_whoever_is_named_in_an_old_case_does_not_read_it(desk: Client, cast: Cast) -> None:
    imported(desk, workbook([a_line(1, facts=f"{cast.leader.full_name}说过会办")]))
    assert not Petition.objects.visible_to(cast.rights("leader")).exists()


def test_a_killed_import_goes_on_where_it_stopped(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    job = checked(desk, workbook([a_line(n) for n in range(1, 7)]))
    desk.post(job.get_absolute_url())
    taken: list[int] = []

    def killed(line: Line, rights: Rights) -> bool:
        if len(taken) == 3:
            raise KeyboardInterrupt
        taken.append(line.row)
        return take_over(line, rights)

    monkeypatch.setattr(importing, "take_over", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.work_off()
    assert Petition.objects.count() == 3
    assert jobs.work_off() == 0, "held by whoever was killed"
    monkeypatch.undo()
    with clock.travel_to(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        jobs.work_off()
    job.refresh_from_db()
    assert (job.stage, job.rows_taken, Petition.objects.count()) == (Stage.DONE, 6, 6)


def test_nothing_is_entered_for_somebody_who_left_meanwhile(desk: Client, cast: Cast) -> None:
    job = checked(desk, workbook([a_line(1)]))
    desk.post(job.get_absolute_url())
    Posting.objects.filter(user=cast.petition).update(until=clock.today() - timedelta(days=1))
    jobs.work_off()
    job.refresh_from_db()
    assert (job.stage, Petition.objects.count()) == (Stage.FAILED, 0)
    assert not job.pieces.filter(part=JobPiece.Part.UPLOAD).exists()


def test_nobody_else_sees_the_job_or_its_file_and_it_is_gone_after_a_day(desk: Client, cast: Cast) -> None:
    job = checked(desk, workbook([a_line(1)]))
    other = Client()
    for who, status in (("leader", 404), ("discipline", 404), ("handler", 403)):
        other.force_login(cast.people[who])
        for url in (job.get_absolute_url(), f"{job.get_absolute_url()}file.xlsx"):
            assert other.get(url).status_code == status
        assert other.get(URL).status_code == 403
    with clock.travel_to(clock.now() + timedelta(hours=25)):
        desk.force_login(cast.petition)
        assert desk.get(job.get_absolute_url()).status_code == 404
        assert jobs.sweep() == 1
    assert not JobPiece.objects.exists()


def test_the_file_lies_sealed_and_survives_a_change_of_keys(desk: Client, settings: Any) -> None:
    job = checked(desk, workbook([a_line(1)]))
    assert all(b"PK\x03\x04" not in bytes(piece.sealed) for piece in JobPiece.objects.all())
    settings.IDENTITY_KEYS = ["9:another", *settings.IDENTITY_KEYS]
    assert rotate(lambda *_told: None).stuck == []
    assert set(JobPiece.objects.values_list("key_version", flat=True)) == {"9"}
    desk.post(job.get_absolute_url())
    jobs.work_off()
    assert Petition.objects.count() == 1


def test_the_same_form_twice_is_one_job_and_the_log_tells_of_it(desk: Client, cast: Cast) -> None:
    token, content = str(new_token()), workbook([a_line(1)])
    for _ in range(2):
        desk.post(URL, {"token": token, "register": SimpleUploadedFile("册.xlsx", content)})
    job = RegisterJob.objects.get()
    for _ in range(2):
        desk.post(job.get_absolute_url())
    jobs.work_off()
    act = AuditRecord.objects.get(action="register.imported")
    assert (act.actor, act.detail) == (cast.petition, {"rows": 1, "taken": 1, "refused": 0})


def test_the_template_is_a_register_that_can_be_filled_in(desk: Client) -> None:
    answer: Any = desk.get(f"{URL}template.xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    sheet: Any = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == HEADINGS
    sheet.append([a_line(1).get(key) for key in KEYS])
    content = BytesIO()
    book.save(content)
    assert imported(desk, content.getvalue()).rows_taken == 1


def test_a_large_register_shows_how_far_it_is(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SMALL_BYTES", 0)
    page = upload(desk, workbook([a_line(1)]))
    assert "这一页会自己更新" in page.content.decode()
    assert page["Refresh"] == "3"
    jobs.work_off()
    assert "可以导入" in desk.get(RegisterJob.objects.get().get_absolute_url()).content.decode()
