"""One page to take along on a visit, holding what its reader may see; as a page, and as a file of one sheet."""

import io

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from fieldvisits.factories import VisitFactory, VisitFindingFactory
from outreach.audit.models import AuditRecord
from outreach.contactpoints.factories import ContactPointFactory, a_condition
from outreach.contactpoints.models import ContactPoint, UnitProfile
from outreach.ledger.factories import brought_to, noted
from outreach.ledger.states import State
from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.states import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief(cast: Cast) -> str:
    point: ContactPoint = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    a_condition(cast.quay, cast.cadre)
    noted(cast, "更衣柜不够用", unit=cast.quay)
    make_petition(cast.quay)
    make_petition(cast.quay, kind=Kind.ACCUSATION)
    return reverse("contactpoints:brief", args=[point.pk])


def test_the_leader_takes_along_what_is_open_and_what_is_hard(client: Client, cast: Cast, brief: str) -> None:
    client.force_login(cast.leader)
    page = client.get(brief).content.decode()
    assert "备件等得久" in page
    assert "信访在办 <strong>1</strong>" in page  # the accusation is not told
    assert "您的岗位看不到" not in page
    assert AuditRecord.objects.filter(action="contact_point.brief_opened").exists()


def test_petitions_are_counted_for_those_who_see_them(client: Client, cast: Cast, brief: str) -> None:
    client.force_login(cast.cadre)
    page = client.get(brief).content.decode()
    assert "信访在办 <strong>" not in page
    assert "您的岗位看不到：信访在办" in page


@pytest.mark.parametrize("name", ["outsider", "nobody"])
def test_others_do_not_find_it(client: Client, cast: Cast, brief: str, name: str) -> None:
    client.force_login(cast.people[name])
    assert client.get(brief).status_code == 404


def drawn(client: Client, brief: str) -> pypdf.PdfReader:
    answer = client.get(f"{brief.removesuffix('/')}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    return pypdf.PdfReader(io.BytesIO(answer.content))


@pytest.mark.long
@pytest.mark.pdf
def test_the_file_holds_what_its_reader_may_see(client: Client, cast: Cast, brief: str) -> None:
    brought_to(cast, State.OPEN, "夜班没有热菜", unit=cast.quay)
    client.force_login(cast.cadre)
    [sheet] = drawn(client, brief).pages
    text = sheet.extract_text()
    for words in (cast.quay.name, "备件等得久", "夜班没有热菜", "您的岗位看不到", "现场记"):
        assert words in text
    assert "信访在办 1" not in text
    assert AuditRecord.objects.get(action="contact_point.brief_opened").detail == {"form": "pdf"}


@pytest.mark.long
@pytest.mark.pdf
def test_however_much_there_is_it_stays_one_sheet(client: Client, cast: Cast, brief: str) -> None:
    long = "备件等得久，" * 60
    UnitProfile.objects.update(asked_for=long, hard_problems=long, mood=long, key_posts=long)
    for n in range(9):
        told = f"{n} 更衣柜不够用，夜班下来没有地方换衣服，已经提过三次还没有人答复，职工意见很大"
        brought_to(cast, State.OPEN, told, unit=cast.quay)
    for n in range(9):
        words = f"{n} 专项维修资金十五万元，先把漏雨的候工楼屋面修好，再把更衣室的暖气换掉"
        visit = VisitFactory(unit=cast.quay, author=cast.cadre, leader=cast.leader.cadre)
        VisitFindingFactory(visit=visit, support_kind="funding", support_text=words * 3, support_from="财务部部长")
    client.force_login(cast.ledger)
    reader = drawn(client, brief)
    assert len(reader.pages) == 1
    assert "现场记" in reader.pages[0].extract_text()


def test_where_nothing_can_be_drawn_the_page_says_so(client: Client, cast: Cast, brief: str) -> None:
    client.force_login(cast.leader)
    answer = client.get(f"{brief.removesuffix('/')}.pdf", follow=True)
    assert answer.redirect_chain == [(brief, 302)]
    assert "现在不能生成 PDF" in answer.content.decode()


@pytest.mark.parametrize("name", ["outsider", "nobody"])
def test_others_do_not_get_the_file(client: Client, cast: Cast, brief: str, name: str) -> None:
    client.force_login(cast.people[name])
    assert client.get(f"{brief.removesuffix('/')}.pdf").status_code == 404
    assert not AuditRecord.objects.filter(action="contact_point.brief_opened").exists()
