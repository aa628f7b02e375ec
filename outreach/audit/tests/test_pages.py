"""The audit administrator reads the log, and is on it for that; nobody else gets in."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.test import Client

from outreach.audit import checking
from outreach.audit.anchors import write_anchor
from outreach.audit.models import AuditRecord, ChainCheck
from outreach.audit.sealing import seal
from outreach.audit.verify import verify
from outreach.audit.workflow import record
from outreach.org.models import Posting
from outreach.org.testing import ROLES, Cast
from petitions.factories import CONTACT, make_petition
from petitions.states import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var_dir")]
PATHS = ["/audit/", "/audit/1/", "/audit/export.xlsx", "/audit/export.csv"]


@pytest.fixture
def auditor(cast: Cast, client: Client) -> Client:
    client.force_login(cast.auditor)
    return client


def acts(**wanted: object) -> list[str]:
    return list(AuditRecord.objects.filter(**wanted).order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("who", [*(name for name in ROLES if name != "auditor"), "nobody"])
def test_no_other_role_gets_in(cast: Cast, client: Client, who: str) -> None:
    client.force_login(cast.people[who])
    before = AuditRecord.objects.count()
    assert {client.get(path).status_code for path in PATHS} == {403}
    assert client.post("/audit/check/").status_code == 403
    assert AuditRecord.objects.count() == before


def test_the_role_held_below_the_root_opens_nothing(cast: Cast, client: Client) -> None:
    Posting.objects.filter(user=cast.auditor).update(unit=cast.east)
    client.force_login(cast.auditor)
    assert client.get("/audit/").status_code == 403
    assert b'href="/audit/"' not in client.get("/").content


def test_the_administrator_finds_the_log_in_the_navigation(auditor: Client) -> None:
    assert b'href="/audit/"' in auditor.get("/").content


def test_each_look_is_a_record(auditor: Client, cast: Cast) -> None:
    made = record(action="account.signed_in", actor=cast.ledger)
    auditor.get("/audit/?who=ledger")
    auditor.get(f"/audit/{made.pk}/")
    list(auditor.get("/audit/export.xlsx"))
    list(auditor.get("/audit/export.csv?sort=audit"))
    mine = AuditRecord.objects.filter(actor=cast.auditor, action__startswith="audit.").order_by("pk")
    assert [(one.action, one.detail.get("filter")) for one in mine] == [
        ("audit.viewed", "who=ledger"),
        ("audit.record_viewed", None),
        ("audit.exported", ""),
        ("audit.exported", "sort=audit"),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 4),
        ("who=ledger", 1),
        ("who=typo", 1),
        ("sort=access", 2),
        ("sort=rights", 1),
        ("action=account.signed_in", 1),
        ("object=QT-1", 1),
        ("address=10.1", 1),
        ("since=2020-01-01&until=2020-12-31", 1),
        ("sort=nonsense&action=nonsense&since=yesterday&after=x", 4),
        ("who=%00&since=0001-01-01&until=99999-01-01", 4),
    ],
)
def test_filters_narrow_the_list(auditor: Client, cast: Cast, query: str, found: int) -> None:
    for facts in (
        {"action": "account.signed_in", "actor": cast.ledger, "actor_label": "台账办", "address": "10.1.2.3"},
        {"action": "account.sign_in_failed", "detail": {"username": "typo"}},
        {"action": "admin.changed", "object_type": "org.posting", "object_id": "7"},
        {"action": "issue.close", "object_label": "QT-1", "at": "2020-05-04T08:00:00+08:00"},
    ):
        AuditRecord(**facts).save()
    page = auditor.get(f"/audit/?{query}")
    lines = [line for line in page.context["lines"] if not line.record.action.startswith("account.signed_in")]
    signed_in = [line for line in page.context["lines"] if line.record.address == "10.1.2.3"]
    assert len(lines) + len(signed_in) == found


def test_pages_are_found_by_key_and_keep_the_filters(auditor: Client, cast: Cast) -> None:
    for _number in range(55):
        record(action="issue.close", actor=cast.ledger)
    first = auditor.get("/audit/?action=issue.close")
    assert len(first.context["lines"]) == 50
    second = auditor.get(f"/audit/{first.context['next_url']}")
    assert len(second.context["lines"]) == 5
    assert second.context["previous_url"].startswith("?action=issue.close&before=")


def test_acts_have_words_in_both_languages(auditor: Client, cast: Cast) -> None:
    record(action="ledger.exported", actor=cast.ledger)
    assert "导出台账" in auditor.get("/audit/").content.decode()
    auditor.cookies["django_language"] = "en"
    assert "Exported the ledger" in auditor.get("/audit/").content.decode()


def test_a_record_shows_its_place_and_whether_it_is_as_it_was_signed(auditor: Client, cast: Cast) -> None:
    made = record(action="issue.close", actor=cast.ledger, detail={"note": "好"})
    assert "等待入链" in auditor.get(f"/audit/{made.pk}/").content.decode()
    seal()
    shown = auditor.get(f"/audit/{made.pk}/").content.decode()
    assert "内容与签名相符" in shown
    assert made.signature in shown
    forged = AuditRecord(action="issue.close")
    forged.save()
    assert "不是门户写的" in auditor.get(f"/audit/{forged.pk}/").content.decode()
    assert auditor.get("/audit/999999999/").status_code == 404


def test_both_files_hold_what_the_filters_find_and_run_nothing(auditor: Client, cast: Cast) -> None:
    for label in ("=1+1", "@SUM(A1)", "QT-1"):
        AuditRecord(action="issue.close", actor=cast.ledger, actor_label=label).save()
    response = auditor.get("/audit/export.xlsx?action=issue.close")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response))).active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet["C"][1:]] == [
        ("QT-1", "s"),
        ("@SUM(A1)", "s"),
        ("=1+1", "s"),
    ]
    response = auditor.get("/audit/export.csv?action=issue.close")
    text = b"".join(response).decode()
    assert text.startswith("\ufeff")
    assert [row[2] for row in csv.reader(StringIO(text))][1:] == ["QT-1", "'@SUM(A1)", "'=1+1"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_file_of_the_whole_log_holds_the_oldest_record_and_not_its_own(
    auditor: Client, cast: Cast, ending: str
) -> None:
    oldest = AuditRecord.objects.earliest("pk")
    content = b"".join(auditor.get(f"/audit/export.{ending}"))
    if ending == "csv":
        found = [row[0] for row in csv.reader(StringIO(content.decode("utf-8-sig")))][1:]
    else:
        sheet = openpyxl.load_workbook(BytesIO(content)).active
        assert sheet is not None
        found = [str(cell.value) for cell in sheet["A"][1:]]
    assert found[-1] == str(oldest.pk)
    assert str(AuditRecord.objects.get(action="audit.exported").pk) not in found


def test_more_than_a_file_should_hold_is_told(auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.audit.views.MOST_ROWS", 1)
    record(action="issue.close")
    record(action="issue.close")
    response = auditor.get("/audit/export.xlsx?action=issue.close", follow=True)
    assert response.redirect_chain == [("/audit/?action=issue.close", 302)]
    assert "一次最多导出 1 条" in response.content.decode()


def test_nothing_of_a_petitioner_and_nothing_sealed_shows(auditor: Client, cast: Cast, client: Client) -> None:
    sealed = make_petition(cast.quay, kind=Kind.ACCUSATION, title="举报固机车间主任")
    for petition in (make_petition(cast.quay, title="夜班津贴"), sealed):
        inspector = Client()
        inspector.force_login(cast.discipline if petition.is_sealed else cast.petition)
        assert inspector.get(petition.get_absolute_url(), REMOTE_ADDR="10.9.9.9").status_code == 200
    shown = "".join(auditor.get(path).content.decode() for path in ("/audit/", *_records()))
    for hidden in (sealed.number, "举报固机车间主任", "夜班津贴", CONTACT.name, CONTACT.phone):
        assert hidden not in shown
    assert "密件" in shown
    assert acts(action="petition.registered", address="") == ["petition.registered"] * 2


def _records() -> list[str]:
    return [f"/audit/{pk}/" for pk in AuditRecord.objects.values_list("pk", flat=True)]


def test_the_state_of_the_chain_is_told(auditor: Client) -> None:
    def kind() -> str:
        return str(auditor.get("/audit/").context["chain"].kind)

    assert kind() == "info"
    write_anchor()
    checking.run_due()
    assert (kind(), checking.run_due()) == ("late", None), "the triggers are off in tests, and the check says so"
    ChainCheck.objects.update(reason="")
    assert kind() == "ok"


def test_a_check_that_was_asked_for_is_walked_by_the_scheduler_once(auditor: Client, cast: Cast) -> None:
    checking.run_due()
    auditor.post("/audit/check/")
    auditor.post("/audit/check/")
    assert "核验已排队" in auditor.get("/audit/").content.decode()
    walked = checking.run_due()
    assert walked is not None
    assert (walked.asked_by, walked.count > 0, checking.run_due()) == (cast.auditor, True, None)
    assert acts(action__in=["audit.check_asked", "audit.checked"]) == [
        "audit.checked",
        "audit.check_asked",
        "audit.checked",
    ]
    assert verify().count == AuditRecord.objects.count()
