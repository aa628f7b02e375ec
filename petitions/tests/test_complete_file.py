"""Putting a case away: what is still open refuses with its name, what the file lacks is ticked or explained."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.testing import Cast
from petitions import workflow
from petitions.completeness import GAPS, gaps, obstacles
from petitions.contacts import Contact
from petitions.factories import accepted, classified, handed_over, replied, work_on
from petitions.models import Petition
from petitions.states import Kind, State
from petitions.statute import NotAcceptGround, Outcome, Stage, Term
from petitions.tests.test_articles_handling import UPHELD, reviewed
from petitions.tests.test_articles_intake import officer_at
from petitions.tests.test_documents import drafted, issued

pytestmark = pytest.mark.django_db


def refused(cast: Cast, **changes: Any) -> Petition:
    said: dict[str, Any] = {"ground": NotAcceptGround.REPLIED, "note": "已有处理意见"}
    return workflow.not_accept(petition=classified(cast, **changes), rights=cast.rights("petition"), **said)


def test_what_is_open_refuses_with_its_name(cast: Cast, media_root: object) -> None:
    petition = work_on(cast, handed_over(cast))
    assert petition.issue is not None
    with pytest.raises(RefusedStepError, match=f"{petition.issue.number} 还没有销号"):
        workflow.archive(petition=petition, note="当面谈过了", rights=cast.rights("petition"))


def test_a_hearing_without_a_record_is_open(cast: Cast) -> None:
    petition = workflow.call_hearing(
        petition=accepted(cast, is_simple=True),
        held_at=clock.now() + timedelta(days=3),
        place="三楼",
        panel="三人",
        rights=cast.rights("petition"),
    )
    answered = workflow.answer(petition=petition, text="已办", rights=cast.rights("petition"))
    assert ["听证还没有记录" in one for one in obstacles(answered)] == [True]


def test_an_opinion_on_its_way_and_one_revoked_are_open(cast: Cast) -> None:
    asked = workflow.ask_review(petition=replied(cast, accepted(cast)), reason="不服")
    decided = workflow.decide_review(petition=asked, reply=UPHELD, rights=officer_at(cast, "east", "east_office"))
    assert obstacles(decided) == ["复查意见还没有送达。"]
    revoked = reviewed(
        cast, replied(cast, accepted(cast)), Stage.REVIEW, officer_at(cast, "east", "east2"), Outcome.REVOKE
    )
    assert obstacles(revoked) == ["原意见被撤销，还没有重新办理。"]


def test_a_request_that_came_too_late_is_open_until_it_is_decided(cast: Cast) -> None:
    petition = replied(cast, accepted(cast))
    held = petition.clock_of(Term.ASK_REVIEW)
    assert held is not None
    with clock.travel_to(clock.start_of(held.due_on + timedelta(days=1))):
        late = workflow.ask_review(petition=petition, reason="出差回来才看到")
        assert obstacles(late) == ["逾期的复查、复核申请还没有决定。"]
        declined = workflow.decline_review(petition=late, note="没有理由", rights=officer_at(cast, "east", "east3"))
    assert obstacles(declined) == []


def test_what_the_file_lacks_goes_as_it_is_made_good(cast: Cast) -> None:
    petition = replied(cast, accepted(cast))
    assert gaps(petition) == ["notice", "opinion", "proof", "review_term", "rating"]
    issued(cast, petition, "acceptance")
    draft = drafted(cast, petition, "opinion")
    assert gaps(petition) == ["opinion", "draft", "proof", "review_term", "rating"]
    draft.delete()
    issued(cast, petition, "opinion")
    with clock.travel_to(clock.now() + timedelta(days=60)):
        assert gaps(petition) == ["proof", "rating"]


def test_an_extension_is_complete_with_the_notice_that_was_issued_by_itself(cast: Cast) -> None:
    asked = workflow.ask_extension(petition=accepted(cast), days=9, reason="等鉴定", rights=cast.rights("petition"))
    granted = workflow.grant_extension(petition=asked, rights=cast.rights("leader"))
    assert "extension" not in gaps(granted)


def test_nothing_on_paper_is_owed_to_whoever_gave_no_name(cast: Cast) -> None:
    assert gaps(refused(cast)) == ["notice"]
    assert gaps(refused(cast, contact=Contact())) == []


def test_the_form_asks_for_a_tick_or_a_reason(cast: Cast, client: Client) -> None:
    petition = refused(cast)
    url = f"{petition.get_absolute_url()}archive/"
    client.force_login(cast.petition)
    page = client.get(url).content.decode()
    assert str(GAPS["notice"]) in page
    sent = {"version": petition.version, "note": "好"}
    assert "卷里还缺：告知书没有签发" in client.post(url, sent).content.decode()
    assert client.post(url, {**sent, "seen": ["notice"]}).status_code == 302
    petition.refresh_from_db()
    assert petition.status == State.ARCHIVED
    assert "归档时还缺：告知书没有签发" in client.get(petition.get_absolute_url()).content.decode()


def test_a_reason_is_as_good_and_what_is_complete_needs_neither(cast: Cast, client: Client) -> None:
    rights = cast.rights("petition")
    assert workflow.archive(petition=refused(cast), note="当面说清楚了", rights=rights).status == State.ARCHIVED
    petition = refused(cast)
    issued(cast, petition, "not_accept")
    client.force_login(cast.petition)
    assert "卷里该有的都有" in client.get(f"{petition.get_absolute_url()}archive/").content.decode()
    assert workflow.archive(petition=petition, rights=rights).status == State.ARCHIVED


def test_a_tick_for_what_has_been_made_good_since_is_no_mistake(cast: Cast, client: Client) -> None:
    petition = refused(cast)
    issued(cast, petition, "not_accept")
    client.force_login(cast.petition)
    sent = {"version": petition.version, "note": "", "seen": ["notice"]}
    assert client.post(f"{petition.get_absolute_url()}archive/", sent).status_code == 302


def test_a_suggestion_needs_its_notice_and_a_rating(cast: Cast) -> None:
    petition = accepted(cast, kind=Kind.SUGGESTION)
    answered = workflow.answer(petition=petition, text="采纳", rights=cast.rights("petition"))
    assert gaps(answered) == ["notice", "rating"]
