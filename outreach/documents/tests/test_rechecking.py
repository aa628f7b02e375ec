"""A template that came in before a check existed is looked at again, and taken out of use where it fails."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from outreach.attachments.kinds import DOCX
from outreach.attachments.models import Attachment
from outreach.audit.models import AuditRecord
from outreach.documents import checking, rechecking
from outreach.documents.files import active_template
from outreach.documents.models import DocumentTemplate
from outreach.documents.paper import build
from outreach.documents.taking_in import take_in
from outreach.documents.tests.making import acceptance, in_body, upload
from outreach.documents.workflow import RefusedTemplateError, activate_template
from outreach.org.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
GOOD = build(acceptance().paper)
#: A picture: a check of which the portal knew nothing once.
BAD = in_body(GOOD, "<w:p><w:r><w:drawing/></w:r></w:p>")
PAGE = f"/documents/templates/{acceptance().key}/"


def of_old(cast: Cast, content: bytes, *, version: int = 1, is_active: bool = True) -> DocumentTemplate:
    """As a portal of before the checks left it."""
    attachment = Attachment(original_name="模板.docx", content_type=DOCX.content_type, size=len(content), sha256="x")
    attachment.file.save("", ContentFile(content))
    told = {"kind": acceptance().key, "version": version, "is_active": is_active, "uploaded_by": cast.petition}
    made: DocumentTemplate = DocumentTemplate.objects.create(attachment=attachment, **told)
    return made


@pytest.mark.parametrize("by", ["the scheduler", "whoever uses it"])
def test_a_template_that_fails_today_is_taken_out_and_the_office_is_told(cast: Cast, client: Client, by: str) -> None:
    template = of_old(cast, BAD)
    if by == "the scheduler":
        rechecking.recheck_waiting()
    assert active_template(acceptance().key) is None
    template.refresh_from_db()
    assert (template.is_active, template.checked_with) == (False, checking.CHECKS)
    assert AuditRecord.objects.get(action="template.taken_out").detail["problems"] == template.problems
    client.force_login(cast.petition)
    assert "没有通过新的检查，已停用" in client.get("/").content.decode()
    page = client.get(PAGE).content.decode()
    assert "有图片、文本框或图形" in page
    client.force_login(cast.head)
    assert "没有通过新的检查" not in client.get("/").content.decode()


def test_it_is_not_taken_into_use_again_nor_shown_as_a_sample(cast: Cast, client: Client) -> None:
    template = of_old(cast, BAD, is_active=False)
    with pytest.raises(RefusedTemplateError):
        activate_template(kind=acceptance(), template=template, rights=cast.rights("petition"))
    client.force_login(cast.petition)
    assert "不出样张" in client.get(f"{PAGE}1/sample.docx", follow=True).content.decode()
    assert "不能启用" in client.post(f"{PAGE}1/activate/", follow=True).content.decode()
    assert not DocumentTemplate.objects.filter(is_active=True).exists()
    assert client.get(f"{PAGE}1/template.docx").status_code == 200  # to be put right in Word


def test_a_good_one_stays_and_is_read_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    template = of_old(cast, GOOD)
    assert active_template(acceptance().key) == template
    template.refresh_from_db()
    Attachment.objects.update(file="attachments/gone")
    assert active_template(acceptance().key) == template
    monkeypatch.setattr(rechecking, "CHECKS", checking.CHECKS + 1)
    assert active_template(acceptance().key) is None


def test_what_is_taken_in_today_is_not_looked_at_again_and_rounds_are_bounded(cast: Cast) -> None:
    take_in(acceptance(), upload(GOOD), cast.rights("petition"))
    for version in range(2, 5):
        of_old(cast, GOOD, version=version, is_active=False)
    waiting = DocumentTemplate.objects.filter(checked_with__lt=checking.CHECKS)
    assert waiting.count() == 3
    rechecking.recheck_waiting(most=2)
    assert waiting.count() == 1


def test_the_office_chooses_another_and_the_notice_goes(cast: Cast, client: Client) -> None:
    of_old(cast, BAD)
    rechecking.recheck_waiting()
    client.force_login(cast.petition)
    client.post(f"{PAGE}0/activate/")
    assert "没有通过新的检查，已停用" not in client.get("/").content.decode()
