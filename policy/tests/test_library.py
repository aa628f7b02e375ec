"""The library is open to everybody where a policy is public, and only publishers add to it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from outreach.common import clock
from outreach.org.testing import Cast
from policy import workflow
from policy.factories import a_document, a_session
from policy.models import PolicyDocument
from policy.workflow import DocumentDraft

LIBRARY = "/policy/"


def typed(**changes: Any) -> dict[str, Any]:
    """What the ledger office sends to publish a policy."""
    return {
        "token": str(uuid.uuid4()),
        "title": "职工带薪年休假规定",
        "issuer": "人力资源部",
        "issued_on": clock.today().isoformat(),
        "summary": "年休假天数怎么算。",
        "audience": "everybody",
        "is_public": "on",
        **changes,
    }


def test_stranger_reads_public_policies_only(cast: Cast, client: Client) -> None:
    public = a_document(cast)
    hidden = a_document(cast, title="基层减负若干措施", is_public=False)
    page = client.get(LIBRARY).content.decode()
    assert public.title in page
    assert hidden.title not in page
    assert "夜班津贴按班次核算" in client.get(public.get_absolute_url()).content.decode()
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_everybody_signed_in_reads_all_policies(cast: Cast, client: Client) -> None:
    hidden = a_document(cast, title="基层减负若干措施", is_public=False)
    client.force_login(cast.nobody)
    assert hidden.title in client.get(LIBRARY).content.decode()
    assert client.get(hidden.get_absolute_url()).status_code == 200


def test_stranger_sees_nothing_of_sessions(cast: Cast, client: Client) -> None:
    document = a_document(cast)
    a_session(cast, documents=(document,), speaker="宣讲人张三")
    page = client.get(document.get_absolute_url()).content.decode()
    assert "宣讲人张三" not in page
    assert "讲过的地方" not in page


def test_words_and_audience_narrow_the_library(cast: Cast, client: Client) -> None:
    allowance = a_document(cast)
    leave = a_document(cast, title="年休假规定", summary="怎么休", number="", audience="cadres")
    for query, found in [
        ({"q": "津贴"}, {allowance}),
        ({"q": "〔2026〕12"}, {allowance}),
        ({"audience": "cadres"}, {leave}),
        ({"audience": "martians"}, {allowance, leave}),
        ({"q": "没有这个词"}, set()),
    ]:
        assert set(client.get(LIBRARY, query).context["page"].rows) == found, query


def test_pages_are_found_by_key_and_show_every_row_once(cast: Cast, client: Client) -> None:
    for number in range(23):
        a_document(cast, title=f"规定{number}", issued_on=clock.today() - timedelta(days=number // 2))
    first = client.get(LIBRARY).context["page"]
    second = client.get(LIBRARY, {"after": first.after}).context["page"]
    assert (len(first.rows), len(second.rows), second.after) == (20, 3, "")
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
    assert 'rel="next"' in client.get(LIBRARY).content.decode()


def test_ledger_office_publishes_with_the_original_paper(cast: Cast, client: Client) -> None:
    client.force_login(cast.ledger)
    paper = SimpleUploadedFile("原文.txt", "全文".encode(), content_type="text/plain")
    assert client.post(reverse("policy:new"), {**typed(), "papers": paper}).status_code == 302
    document = PolicyDocument.objects.get()
    client.logout()
    response = client.get(reverse("policy:file", args=[document.pk]))
    assert b"".join(response).decode() == "全文"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_paper_of_a_hidden_policy_is_hidden(cast: Cast, client: Client) -> None:
    client.force_login(cast.ledger)
    paper = SimpleUploadedFile("原文.txt", "全文".encode(), content_type="text/plain")
    client.post(reverse("policy:new"), {**typed(is_public=""), "papers": paper})
    client.logout()
    assert client.get(reverse("policy:file", args=[PolicyDocument.objects.get().pk])).status_code == 404


def test_policy_without_a_paper_has_no_file(cast: Cast, client: Client) -> None:
    assert client.get(reverse("policy:file", args=[a_document(cast).pk])).status_code == 404


def test_cadre_does_not_publish(cast: Cast, client: Client) -> None:
    client.force_login(cast.cadre)
    assert client.get(reverse("policy:new")).status_code == 403
    draft = DocumentDraft(title="规定", issuer="车间", issued_on=clock.today(), summary="自己定的")
    with pytest.raises(PermissionDenied):
        workflow.publish(draft=draft, token=uuid.uuid4(), rights=cast.rights("cadre"))


def test_same_form_twice_is_one_policy(cast: Cast, client: Client) -> None:
    client.force_login(cast.ledger)
    sent = typed()
    first = client.post(reverse("policy:new"), sent)
    second = client.post(reverse("policy:new"), sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert client.post(reverse("policy:new"), {**sent, "summary": "别的"}).status_code == 409
    assert PolicyDocument.objects.count() == 1


def test_markup_in_a_policy_is_shown_as_text(cast: Cast, client: Client) -> None:
    document = a_document(cast, text="<script>alert(1)</script>")
    page = client.get(document.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
