"""Files that came in before a check existed are looked at again; what fails today is handed out to nobody."""

import pytest
from django.core.files.base import ContentFile
from django.http import FileResponse
from django.test import RequestFactory

from outreach.accounts.sessions import SessionStore
from outreach.attachments import kinds, rechecking
from outreach.attachments.kinds import DOCX, TEXT
from outreach.attachments.models import Attachment, ScanResult
from outreach.attachments.pipeline import store
from outreach.attachments.serving import respond
from outreach.attachments.tests import making
from outreach.attachments.tests.making import laughing_docx, upload
from outreach.audit.models import AuditRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def of_old(content: bytes, content_type: str = DOCX.content_type, name: str = "a.docx") -> Attachment:
    """As a portal of before the checks left it."""
    attachment = Attachment(original_name=name, content_type=content_type, size=len(content), sha256="x")
    attachment.file.save("", ContentFile(content))
    return attachment


def status_of(attachment: Attachment) -> int:
    request = RequestFactory().get("/")
    request.visitor = SessionStore()  # type: ignore[attr-defined]  # as VisitorMiddleware does
    attachment.refresh_from_db()
    answer = respond(attachment, request)
    if isinstance(answer, FileResponse) and answer.file_to_stream:
        answer.file_to_stream.close()
    return answer.status_code


@pytest.mark.parametrize("content", [laughing_docx(), b"%PDF-1.4\n%%EOF"], ids=["entities", "another kind"])
def test_what_would_be_refused_today_is_shut_away_and_on_record(content: bytes) -> None:
    attachment = of_old(content)
    assert status_of(attachment) == 200
    assert rechecking.recheck_waiting() == 1
    assert status_of(attachment) == 403
    assert attachment.scan_result == ScanResult.UNFIT
    assert AuditRecord.objects.get(action="attachment.shut").object_id == str(attachment.pk)
    assert rechecking.recheck_waiting() == 0


def test_good_files_and_lost_ones_stay_as_they_are() -> None:
    good = [of_old(making.docx()), of_old("工资条".encode(), TEXT.content_type, "a.txt")]
    lost = of_old(making.docx())
    lost.file.delete(save=False)
    lost.file.name = "attachments/gone"
    lost.save()
    assert rechecking.recheck_waiting() == 0
    assert [status_of(one) for one in good] == [200, 200]
    assert not Attachment.objects.checked_before(kinds.CHECKS).exists()


def test_a_round_is_bounded_and_new_files_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    store(upload("a.docx", making.docx()))
    assert not Attachment.objects.checked_before(kinds.CHECKS).exists()
    monkeypatch.setattr(kinds, "CHECKS", kinds.CHECKS + 1)
    for _ in range(3):
        of_old(making.docx())
    rechecking.recheck_waiting(most=3)
    assert Attachment.objects.checked_before(kinds.CHECKS).count() == 1
