"""Notices that a step of the case calls for: offered at the right time, filled from it, read by the petitioner."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django.fixtures import Settings

from outreach.common import clock
from outreach.documents import files
from outreach.documents.kinds import kinds
from outreach.documents.models import Document
from outreach.documents.paper import dated
from outreach.documents.states import State as DocumentState
from outreach.org.testing import Cast
from petitions import keyring, workflow
from petitions.casefile import last_opinion
from petitions.factories import accepted, classified, replied
from petitions.models import Petition
from petitions.statute import LegalRoute, NotAcceptGround, Stage
from petitions.tests.test_articles_handling import reviewed
from petitions.tests.test_articles_intake import officer_at
from petitions.tests.test_documents import issued, kind_of
from petitions.tests.test_following_a_matter import look_at
from petitions.vault import VaultError

pytestmark = pytest.mark.django_db
COURT = "市劳动人事争议仲裁委员会"


def offered(petition: Petition) -> set[str]:
    return {one.key.removeprefix("petition.") for one in kinds.of("petition") if one.suits(petition)}


def told_another_way(cast: Cast) -> Petition:
    return workflow.route_legally(
        petition=classified(cast),
        route=LegalRoute.ARBITRATION,
        owner=COURT,
        note="一年内可以申请。",
        rights=cast.rights("petition"),
    )


def ended(cast: Cast) -> Petition:
    """After the final review of headquarters."""
    petition = reviewed(cast, replied(cast, accepted(cast)), Stage.REVIEW, officer_at(cast, "east", "east_office"))
    return reviewed(cast, petition, Stage.FINAL, officer_at(cast, "group", "second"))


def called(cast: Cast) -> Petition:
    return workflow.call_hearing(
        petition=accepted(cast),
        held_at=clock.start_of(clock.today() + timedelta(days=9)) + timedelta(hours=9),
        place="三楼听证室",
        panel="李敏（工会）",
        rights=cast.rights("petition"),
    )


def test_the_way_of_the_law_is_told_on_paper(cast: Cast, client: Client) -> None:
    petition = told_another_way(cast)
    assert offered(petition) & {"legal_route", "not_accept", "repeat_refused"} == {"legal_route"}
    proposed = kind_of("legal_route").fill(petition)
    assert (proposed["route"], proposed["owner"], proposed["remark"]) == ("仲裁程序", COURT, "一年内可以申请。")
    assert str(issued(cast, petition, "legal_route").number) in look_at(client, petition)


def test_every_way_of_the_law_has_words_of_its_own(cast: Cast) -> None:
    petition = told_another_way(cast)
    said = set()
    for route in LegalRoute:
        petition.legal_route = route
        said.add(kind_of("legal_route").fill(petition)["route"])
    assert len(said) == len(LegalRoute)


def test_whose_matter_it_is_stands_in_the_notice(cast: Cast) -> None:
    petition = workflow.not_own(petition=classified(cast), owner=COURT, note="", rights=cast.rights("petition"))
    assert offered(petition) & {"legal_route", "not_accept", "repeat_refused"} == {"not_accept"}
    assert kind_of("not_accept").fill(petition)["advice"] == f"请向{COURT}提出。"
    refused = workflow.not_accept(
        petition=classified(cast), ground=NotAcceptGround.REPLIED, note="已有意见", rights=cast.rights("petition")
    )
    assert kind_of("not_accept").fill(refused)["ground"] == "已有意见"


def test_a_refused_repeat_is_told_by_which_final_review_it_ended(cast: Cast, client: Client) -> None:
    first = ended(cast)
    again = workflow.refuse_repeat(petition=classified(cast), earlier=first, rights=cast.rights("petition"))
    assert offered(again) & {"legal_route", "not_accept", "repeat_refused"} == {"repeat_refused"}
    proposed = kind_of("repeat_refused").fill(again)
    assert (proposed["earlier"], proposed["decided_by"]) == (first.number, str(cast.group))
    assert "年" in proposed["decided_on"]
    assert str(issued(cast, again, "repeat_refused").number) in look_at(client, again)


def test_a_hearing_is_told_of_until_it_was_held(cast: Cast, client: Client) -> None:
    petition = called(cast)
    assert "hearing_notice" in offered(petition)
    proposed = kind_of("hearing_notice").fill(petition)
    assert proposed["held_at"].endswith("09:00，三楼听证室")
    assert proposed["panel"] == "李敏（工会）"
    assert str(issued(cast, petition, "hearing_notice").number) in look_at(client, petition)
    over = workflow.record_hearing(petition=petition, minutes="双方陈述", result="属实", rights=cast.rights("petition"))
    assert "hearing_notice" not in offered(over)


def test_review_and_final_review_are_two_papers(cast: Cast, client: Client) -> None:
    petition = replied(cast, accepted(cast))
    assert offered(petition) & {"review", "final_review"} == set()
    petition = reviewed(cast, petition, Stage.REVIEW, officer_at(cast, "east", "east_office"))
    assert offered(petition) & {"review", "final_review"} == {"review"}
    assert kind_of("review").fill(petition)["reviewer"] == str(cast.group)
    petition = reviewed(cast, petition, Stage.FINAL, officer_at(cast, "group", "second"))
    assert offered(petition) & {"review", "final_review"} == {"review", "final_review"}
    proposed, last = kind_of("final_review").fill(petition), last_opinion(petition)
    assert last is not None
    assert proposed["opinion"].startswith(last.opinion)
    assert "reviewer" not in proposed
    assert str(issued(cast, petition, "final_review").number) in look_at(client, petition)


def test_more_time_is_told_on_paper_as_it_is_granted(cast: Cast, client: Client) -> None:
    asked = workflow.ask_extension(
        petition=accepted(cast), days=20, reason="要逐班核对两年记录", rights=cast.rights("petition")
    )
    assert not Document.objects.exists()
    granted = workflow.grant_extension(petition=asked, note="同意，抓紧", rights=cast.rights("leader"))
    notice = Document.objects.get(kind="petition.extension")
    assert (notice.status, notice.unit, notice.issued_by) == (DocumentState.ISSUED, cast.group, cast.leader)
    assert notice in Document.objects.to_print(), "its PDF follows by the worker"
    told = files.values_of(notice)
    assert granted.due_on is not None
    assert (told["cause"], told["extended_to"]) == ("要逐班核对两年记录", dated(granted.due_on))
    assert "同意，抓紧" not in str(told)
    page = look_at(client, granted)
    assert str(notice.number) in page
    assert "同意，抓紧" not in page
    assert granted.events.get(step="grant_extension").detail["notice"] == notice.number


def test_without_the_notice_nothing_is_granted(cast: Cast, settings: Settings) -> None:
    asked = workflow.ask_extension(petition=accepted(cast), days=20, reason="等鉴定", rights=cast.rights("petition"))
    settings.IDENTITY_KEYS = ["9:another-key-of-sufficient-length-0123456789"]
    keyring._confirmed.clear()
    with pytest.raises(VaultError):
        workflow.grant_extension(petition=asked, rights=cast.rights("leader"))
    extension = asked.extensions.get()
    assert (extension.is_granted, Petition.objects.get().due_on) == (None, asked.due_on)
    assert not Document.objects.exists()


def test_who_asked_has_left_and_the_notice_still_goes_out(cast: Cast) -> None:
    asked = workflow.ask_extension(petition=accepted(cast), days=20, reason="等鉴定", rights=cast.rights("petition"))
    cast.petition.is_active = False
    cast.petition.save()
    workflow.grant_extension(petition=asked, rights=cast.rights("leader"))
    assert Document.objects.get().unit == cast.quay


def test_a_no_is_told_on_no_paper(cast: Cast) -> None:
    asked = workflow.ask_extension(petition=accepted(cast), days=20, reason="等鉴定", rights=cast.rights("petition"))
    workflow.refuse_extension(petition=asked, note="抓紧", rights=cast.rights("leader"))
    assert not Document.objects.exists()


def test_papers_are_proposed_in_chinese_to_whoever_reads_english(cast: Cast) -> None:
    petition = replied(cast, accepted(cast))
    with override("en"):
        assert "结果：支持。" in kind_of("opinion").fill(petition)["opinion"]
