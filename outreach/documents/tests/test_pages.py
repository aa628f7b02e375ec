"""The pages: writing, issuing and taking a document, and keeping templates."""

import io
import re
from typing import Any

import pypdf
import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.documents import files, printing, tasks, workflow
from outreach.documents.models import Document, DocumentFile, DocumentTemplate
from outreach.documents.paper import build
from outreach.documents.printing import NotPrintedError
from outreach.documents.states import Format, State
from outreach.documents.tests.making import acceptance, docx_of, texts, upload
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    client.force_login(cast.petition)
    return client


def fields_of(page: Any) -> dict[str, Any]:
    """What the form on a page would send."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def new_url(petition: Petition) -> str:
    return f"/documents/new/petition.acceptance/{petition.pk}/"


def press(client: Client, document: Document, step: str, **more: str) -> Any:
    return client.post(f"{document.get_absolute_url()}{step}/", {"version": document.version, **more}, follow=True)


@pytest.mark.long
@pytest.mark.pdf
def test_from_the_petition_to_an_issued_pdf(officer: Client, petition: Petition) -> None:
    page: Any = officer.get(petition.get_absolute_url())
    assert new_url(petition) in page.content.decode()
    form: Any = officer.get(new_url(petition))
    sent = fields_of(form)
    assert petition.title in sent["title"]
    shown: Any = officer.post(new_url(petition), {**sent, "remark": "请保持电话畅通"}, follow=True)
    assert "请保持电话畅通" in shown.content.decode()
    document = Document.objects.get()
    issued: Any = press(officer, document, "issue")
    document.refresh_from_db()
    assert document.number is not None
    assert document.number in issued.content.decode()
    response: Any = officer.get(f"{document.get_absolute_url()}file.pdf")
    text = pypdf.PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert document.number in text
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert AuditRecord.objects.filter(action="document.taken", actor=document.issued_by).exists()


def test_what_was_typed_stays_when_something_is_missing(officer: Client, petition: Petition) -> None:
    sent = fields_of(officer.get(new_url(petition)))
    page: Any = officer.post(new_url(petition), {**sent, "title": "", "remark": "x" * 300})
    assert page.context["form"].errors.keys() == {"title"}
    assert "x" * 300 in page.content.decode()
    page = officer.post(new_url(petition), {**sent, "title": "长" * 301})
    assert page.context["form"].errors.keys() == {"title"}
    assert not Document.objects.exists()


def test_a_draft_can_be_rewritten_but_not_from_a_stale_page(officer: Client, draft: Document) -> None:
    url = f"{draft.get_absolute_url()}edit/"
    sent = fields_of(officer.get(url))
    assert officer.post(url, {**sent, "remark": "改过"}).status_code == 302
    stale: Any = officer.post(url, {**sent, "remark": "又改"})
    assert "又改" in stale.content.decode()
    assert files.values_of(Document.objects.get())["remark"] == "改过"


def test_withdrawing_asks_for_a_reason(officer: Client, draft: Document) -> None:
    press(officer, draft, "issue")
    document = Document.objects.get()
    assert press(officer, document, "withdraw").status_code == 400
    assert press(officer, document, "withdraw", reason="错").status_code == 409
    page = press(officer, document, "withdraw", reason="期限写错了一天")
    assert "期限写错了一天" in page.content.decode()
    assert Document.objects.get().status == State.WITHDRAWN


def test_replacing_opens_the_new_draft_with_the_old_words(officer: Client, draft: Document) -> None:
    press(officer, draft, "issue")
    page = press(officer, Document.objects.get(), "replace")
    assert fields_of(page)["remark"] == "请保持电话畅通"


def test_a_draft_is_thrown_away(officer: Client, draft: Document) -> None:
    assert press(officer, draft, "discard").status_code == 200
    assert not Document.objects.exists()


@pytest.mark.long
@pytest.mark.embedded
@pytest.mark.pdf
def test_without_a_printer_word_still_works_and_the_page_says_what_is_missing(
    officer: Client, draft: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = printing.as_pdf

    def missing(*_told: object) -> bytes:
        raise NotPrintedError(printing._MISSING["no pango"], is_machine=True)

    monkeypatch.setattr(files, "as_pdf", missing)
    page = press(officer, draft, "issue")
    assert "libpango-1.0-0" in page.content.decode()
    document = Document.objects.get()
    assert officer.get(f"{document.get_absolute_url()}file.docx").status_code == 200
    assert officer.get(f"{document.get_absolute_url()}file.pdf").status_code == 404
    tasks.print_waiting()
    assert Document.objects.get().print_tries == 0, "nothing is wrong with the document"
    monkeypatch.setattr(files, "as_pdf", real)
    tasks.print_waiting()
    tasks.print_waiting()
    assert DocumentFile.objects.filter(format=Format.PDF).count() == 2
    assert officer.get(f"{document.get_absolute_url()}file.pdf").status_code == 200


def test_a_document_that_cannot_be_printed_is_given_up_after_some_tries(
    cast: Cast, draft: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow.issue(document=draft, rights=cast.rights("petition"))
    tried = []

    def fails(*_told: object) -> bytes:
        tried.append(1)
        raise NotPrintedError("x")

    monkeypatch.setattr(files, "as_pdf", fails)
    for _n in range(tasks.MOST_TRIES + 3):
        tasks.print_waiting()
    assert len(tried) == tasks.MOST_TRIES


def test_nobody_meets_a_document_of_a_petition_out_of_their_sight(cast: Cast, client: Client, draft: Document) -> None:
    issued = workflow.issue(document=draft, rights=cast.rights("petition"))
    for name in ("handler", "outsider", "nobody", "ledger", "discipline"):
        client.force_login(cast.people[name])
        for url in (issued.get_absolute_url(), f"{issued.get_absolute_url()}file.docx"):
            assert client.get(url).status_code == 404, (name, url)
    client.force_login(cast.leader)
    assert client.get(issued.get_absolute_url()).status_code == 200
    assert client.post(f"{issued.get_absolute_url()}withdraw/", {"version": 1, "reason": "随便写的"}).status_code == 403


def test_a_kind_that_does_not_suit_is_not_written(officer: Client, petition: Petition) -> None:
    assert officer.get(f"/documents/new/petition.not_accept/{petition.pk}/").status_code == 403
    assert officer.get(f"/documents/new/petition.nonsense/{petition.pk}/").status_code == 404
    assert officer.get("/documents/new/petition.acceptance/999999/").status_code == 404


def template_url(*parts: object) -> str:
    return "/documents/templates/petition.acceptance/" + "".join(str(part) for part in parts)


@pytest.mark.long
@pytest.mark.pdf
def test_a_template_is_downloaded_edited_checked_looked_at_and_used(officer: Client, draft: Document) -> None:
    response: Any = officer.get(template_url("0/template.docx"))
    lines = [line for line in texts(response.content) if "—" not in line]
    page: Any = officer.post(template_url(), {"file": upload(docx_of("我们自己的抬头", *lines))}, follow=True)
    assert "检查通过" in page.content.decode()
    sample: Any = officer.get(template_url("1/sample.docx"))
    assert "我们自己的抬头" in texts(sample.content)
    pdf: Any = officer.get(template_url("1/sample.pdf"))
    assert pdf.content.startswith(b"%PDF-")
    assert not DocumentTemplate.objects.get().is_active
    officer.post(template_url("1/activate/"))
    press(officer, draft, "issue")
    document = Document.objects.get()
    assert document.template == DocumentTemplate.objects.get()
    word: Any = officer.get(f"{document.get_absolute_url()}file.docx")
    assert "我们自己的抬头" in texts(word.content)
    officer.post(template_url("0/activate/"))
    assert not DocumentTemplate.objects.filter(is_active=True).exists()
    again: Any = officer.get(f"{document.get_absolute_url()}file.docx")
    assert again.content == word.content, "what was issued stays as it was"


def test_a_bad_template_is_told_about_on_the_page(officer: Client) -> None:
    page: Any = officer.post(template_url(), {"file": upload(docx_of("{{ wrong }}"))})
    assert "没有“wrong”这个字段" in page.content.decode()
    assert officer.post(template_url(), {}).context["form"].errors


def test_templates_are_kept_by_the_office_of_the_whole_enterprise(cast: Cast, client: Client) -> None:
    posting = Posting.objects.create(user=cast.outsider, unit=cast.west, role=Role.PETITION_OFFICER, since="2020-01-01")
    for name in ("leader", "handler", "discipline", posting.user.username):
        client.force_login(cast.people[name])
        assert client.get(template_url()).status_code == 403
        assert client.post(template_url("0/activate/")).status_code == 403
    client.force_login(cast.ledger)
    assert client.get(template_url()).status_code == 200
    for missing in ("9/template.docx", "0/nonsense", "9/activate/"):
        assert client.get(template_url(missing)).status_code == 404


def test_pages_hold_no_inline_style(officer: Client, draft: Document) -> None:
    build(acceptance().paper)
    for url in (draft.get_absolute_url(), f"{draft.get_absolute_url()}edit/", "/documents/templates/", template_url()):
        page = officer.get(url)
        assert page.status_code == 200
        assert not re.search(r"\sstyle=|<script>", page.content.decode())


def test_what_was_written_stays_text_on_the_page_and_in_both_files(officer: Client, petition: Petition) -> None:
    said = "<script>xq7()</script> {{ number }} <img src=file:///etc/passwd onerror=x>"
    sent = fields_of(officer.get(new_url(petition)))
    page: Any = officer.post(new_url(petition), {**sent, "remark": said}, follow=True)
    assert "<script>xq7" not in page.content.decode()
    assert "&lt;script&gt;xq7" in page.content.decode()
    press(officer, Document.objects.get(), "issue")
    word: Any = officer.get(f"{Document.objects.get().get_absolute_url()}file.docx")
    assert said in texts(word.content)
