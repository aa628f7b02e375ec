"""One visit as a Word file: what its page says, for whoever may read the page, and recorded as taken out."""

import io
from datetime import date

import pytest
from django.test import Client
from docx import Document

from fieldvisits.factories import VisitFactory, VisitFindingFactory, log_data
from fieldvisits.models import Visit
from fieldvisits.tests.test_journey import HANDED, NEW, SOLVED
from fieldvisits.tests.test_promised_support import PROMISED
from outreach.audit.models import AuditRecord
from outreach.ledger.models import Issue
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    docx = Document(io.BytesIO(content))
    cells = [cell.text for table in docx.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in docx.paragraphs)])


def test_it_says_what_the_page_says(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    answers = {"people_met": 9, "spoke_workers": 6, "has_alcohol": "on", "conduct_reason": "职工结婚敬的酒"}
    client.post(NEW, log_data(cast.quay, SOLVED, HANDED | PROMISED, summary="# 班组平稳\n缺备件", **answers))
    visit = Visit.objects.get()
    url = f"{visit.get_absolute_url()}visit.docx"
    assert url in client.get(visit.get_absolute_url()).content.decode()
    answer = client.get(url)
    assert answer["Content-Disposition"].startswith("attachment")
    text = text_of(answer.content)
    solved, handed = visit.findings.all()
    for words in (cast.quay.name, solved.what, solved.solution, handed.what, Issue.objects.get().number, "待入账"):
        assert words in text
    assert "当场答应的支持：资金帮扶，更衣柜 15 个，工会主席，2026-12-20 前到位，还没到位" in text
    assert "9，一线职工 6，班组长 0，管理人员 0" in text
    assert "# 班组平稳\n缺备件" in text
    assert "有烟酒" in text
    assert "原因：职工结婚敬的酒" in text
    taken = AuditRecord.objects.get(action="visits.exported")
    assert (taken.actor, taken.object_id, taken.detail) == (cast.cadre, str(visit.pk), {"rows": 1, "form": "docx"})


@pytest.mark.parametrize(("by", "words"), [("2026-12-20", "，2026-12-20 前需要"), ("", "")])
def test_what_was_only_asked_for_is_told_as_such(client: Client, cast: Cast, by: str, words: str) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, HANDED | PROMISED | {"support_from": "", "support_by": by}))
    text = text_of(client.get(f"{Visit.objects.get().get_absolute_url()}visit.docx").content)
    assert f"提出的支持：资金帮扶，更衣柜 15 个{words}，还没到位" in text


def test_an_item_that_is_not_seen_is_not_told(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, HANDED))
    Issue.objects.update(is_sealed=True)
    text = text_of(client.get(f"{Visit.objects.get().get_absolute_url()}visit.docx").content)
    assert Issue.objects.get().number not in text
    assert "交台账办" in text


@pytest.mark.parametrize(("name", "status"), [("outsider", 404), ("nobody", 404), ("", 302)])
def test_whoever_may_not_read_the_page_gets_no_file(client: Client, cast: Cast, name: str, status: int) -> None:
    visit = VisitFactory(unit=cast.quay, author=cast.cadre, visited_on=date(2026, 11, 2))
    VisitFindingFactory(visit=visit)
    if name:
        client.force_login(cast.people[name])
    assert client.get(f"{visit.get_absolute_url()}visit.docx").status_code == status
    assert not AuditRecord.objects.filter(action="visits.exported").exists()
