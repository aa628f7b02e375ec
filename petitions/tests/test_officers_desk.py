"""The petition office: list, case, steps with refusals in words, the ledger, and what two officers do at once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from outreach.common.transitions import RefusedStepError, StaleVersionError
from outreach.door.testing import remember
from outreach.ledger import workflow as ledger
from outreach.ledger.factories import a_paper, brought_to
from outreach.ledger.models import Issue
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import MATTER, accepted, finding_of, handed_over, make_petition, work_on
from petitions.models import Petition
from petitions.panels import record_link, times_held, work_lines
from petitions.states import State

pytestmark = pytest.mark.django_db


def url_of(petition: Petition, step: str) -> str:
    return f"{petition.get_absolute_url()}{step}/"


def test_the_whole_way_through_the_pages_into_the_ledger(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    client.force_login(cast.petition)
    assert petition.title in client.get("/petitions/").content.decode()
    assert 'href="' + url_of(petition, "classify") in client.get(petition.get_absolute_url()).content.decode()
    client.post(url_of(petition, "classify"), {"kind": "appeal", "unit": str(cast.quay.pk), "version": "0"})
    client.post(url_of(petition, "accept"), {"note": "已受理", "version": "1"})
    form = client.get(url_of(petition, "hand_over")).context["form"]
    sent = {name: form[name].value() or "" for name in ("title", "description", "unit", "place", "topic", "version")}
    answer = client.post(url_of(petition, "hand_over"), sent)
    petition.refresh_from_db()
    issue = Issue.objects.get()
    assert answer.status_code == 302
    assert petition.status == State.INVESTIGATING
    assert petition.issue == issue
    assert (issue.status, issue.source, issue.author) == ("pending", "petition", cast.petition)
    assert issue.number.startswith("XF-")
    assert petition.number.startswith("XFJ-")


def test_similar_open_items_are_shown_before_a_new_one_is_made(cast: Cast, client: Client) -> None:
    same = brought_to(cast, "open", "9、10 月夜班补贴少算")
    petition = accepted(cast)
    client.force_login(cast.petition)
    page = client.get(url_of(petition, "hand_over")).content.decode()
    assert same.number in page
    assert f"join/?issue={same.number}" in page
    client.post(url_of(petition, "join"), {"issue": same.number.lower(), "version": "2"})
    petition.refresh_from_db()
    assert petition.issue == same


def test_an_item_that_is_over_takes_no_petition(cast: Cast, client: Client) -> None:
    rejected = brought_to(cast, "rejected")
    petition = accepted(cast)
    client.force_login(cast.petition)
    page = client.post(url_of(petition, "join"), {"issue": rejected.number, "version": "2"})
    assert "不在办" in page.content.decode()
    assert "没有这个编号" in client.post(url_of(petition, "join"), {"issue": "XF-1", "version": "2"}).content.decode()


def test_a_task_sheet_that_still_names_the_petitioner_is_held_back(cast: Cast, client: Client) -> None:
    petition = accepted(cast)
    client.force_login(cast.petition)
    sent = {"title": "补贴少算", "unit": cast.quay.pk, "topic": "pay", "version": "2"}
    for told in ("陈志远说少算了", "请打 13800130021", "家在港前路 6 号 302 室"):
        page = client.post(url_of(petition, "hand_over"), {**sent, "description": told})
        assert "还认得出信访人" in page.content.decode()
        assert "<mark" in page.content.decode()
    assert not Issue.objects.exists()
    client.post(url_of(petition, "hand_over"), {**sent, "description": "陈志远路口的补贴", "cleared": "是路口的名字"})
    assert Issue.objects.count() == 1


def test_a_petition_that_is_not_ours_says_whose_it_is(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    rights = cast.rights("petition")
    workflow.classify(petition=petition, kind="appeal", unit=cast.quay, rights=rights)
    workflow.not_own(petition=petition, owner="市仲裁委员会", note="请在一年内申请", rights=rights)
    remember(client, petition_tracked=petition.pk)
    page = client.get("/petitions/track/").content.decode()
    assert "不归本单位管，请向市仲裁委员会提出" in page
    assert "请在一年内申请" in page


def test_notes_for_the_office_are_not_shown_to_the_petitioner(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    workflow.classify(petition=petition, kind="appeal", unit=cast.quay, rights=cast.rights("petition"), note="老信访户")
    remember(client, petition_tracked=petition.pk)
    assert "老信访户" not in client.get("/petitions/track/").content.decode()


def test_only_an_appeal_gets_the_sixty_days(cast: Cast) -> None:
    appeal, suggestion = accepted(cast), accepted(cast, kind="suggestion")
    assert appeal.due_on is not None
    assert appeal.accepted_at is not None
    assert suggestion.due_on is None


def test_two_officers_at_once_see_what_the_other_did_and_lose_no_words(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    workflow.supplement(petition=petition, text="刚补充的话")
    client.force_login(cast.petition)
    sent = {"kind": "appeal", "unit": str(cast.quay.pk), "note": "我写了半天", "version": "0"}
    page = client.post(url_of(petition, "classify"), sent)
    text = page.content.decode()
    assert page.status_code == 409
    assert "改了什么" in text
    assert "信访人补充材料" in text
    assert "我写了半天" in text
    assert 'name="version" value="1"' in text
    with pytest.raises(StaleVersionError):
        workflow.classify(petition=petition, kind="appeal", unit=cast.quay, rights=cast.rights("petition"), version=0)


def test_a_step_out_of_turn_is_refused_in_words(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    client.force_login(cast.petition)
    assert "不能“受理”" in client.get(url_of(petition, "accept")).content.decode()
    with pytest.raises(RefusedStepError):
        workflow.accept(petition=petition, rights=cast.rights("petition"))


def test_an_archive_waits_for_the_ledger(cast: Cast, media_root: object) -> None:
    petition = work_on(cast, handed_over(cast))
    with pytest.raises(RefusedStepError, match="还没有销号"):
        workflow.archive(petition=petition, rights=cast.rights("petition"))


def test_a_refused_item_comes_back_to_the_desk(cast: Cast) -> None:
    petition = handed_over(cast)
    assert petition.issue is not None
    ledger.reject(issue=petition.issue, reason="另有渠道", rights=cast.rights("ledger"))
    workflow.follow(issue=Issue.objects.get())
    petition.refresh_from_db()
    assert petition.status == State.ACCEPTED
    assert petition.issue_id is None
    assert petition.events.filter(step="give_back", note="另有渠道").exists()


def test_a_merged_item_takes_its_petition_along(cast: Cast) -> None:
    other = brought_to(cast, "open", "同一件事")
    petition = handed_over(cast)
    assert petition.issue is not None
    ledger.merge(issue=petition.issue, into=other, rights=cast.rights("ledger"))
    workflow.follow(issue=Issue.objects.get(pk=petition.issue.pk))
    petition.refresh_from_db()
    assert petition.issue == other


def test_following_twice_changes_nothing(cast: Cast, media_root: object) -> None:
    petition = work_on(cast, handed_over(cast))
    before = petition.version
    workflow.follow(issue=Issue.objects.get())
    petition.refresh_from_db()
    assert (petition.status, petition.version) == (State.DELIVERED, before)


def test_what_came_by_visit_is_written_down_and_the_visitor_gets_a_slip(
    cast: Cast, client: Client, media_root: object
) -> None:
    client.force_login(cast.petition)
    token = client.get("/petitions/register/").context["token"]
    sent = {
        "token": token,
        "arrival": "visit",
        "kind": "appeal",
        "title": MATTER["title"],
        "facts": MATTER["facts"],
        "request": "补发",
        "unit_name": "固机车间",
        "people_count": "12",
        "naming": "confidential",
        "name": "李桂兰",
        "phone": "13912345678",
    }
    page = client.post("/petitions/register/", sent, follow=True)
    petition = Petition.objects.get()
    assert (petition.arrival, petition.registered_by, petition.people_count) == ("visit", cast.petition, 12)
    assert page.context["code"] in page.content.decode()
    client.post("/petitions/register/", sent)
    assert Petition.objects.count() == 1
    bad = client.post("/petitions/register/", {**sent, "arrival": "pigeon", "people_count": "-1", "title": "写着呢"})
    assert set(bad.context["form"].errors) == {"arrival", "people_count"}
    assert "写着呢" in bad.content.decode()


def test_the_list_narrows_by_its_address_and_forgives_nonsense(cast: Cast, client: Client) -> None:
    appeal = make_petition(cast.quay)
    idea = make_petition(cast.west, kind="suggestion", title="食堂夜宵加热汤")
    client.force_login(cast.petition)

    def shown(query: str) -> list[Petition]:
        return [row["petition"] for row in client.get(f"/petitions/?{query}").context["rows"]]

    assert shown("kind=suggestion") == [idea]
    assert shown("q=夜宵") == [idea]
    assert shown(f"q={appeal.number.lower()}") == [appeal]
    assert set(shown("")) == {appeal, idea}
    assert set(shown("kind=%00&status=nowhere&view=x&after=~~~&q=")) == {appeal, idea}
    assert shown("view=overdue") == []


def test_pages_are_found_by_key_and_cost_the_same_for_any_number(
    cast: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(55):
        make_petition(cast.quay, title=f"第 {number} 件")
    client.force_login(cast.petition)
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture of pytest-django
        page = client.get("/petitions/")
    assert len(page.context["rows"]) == 50
    rest = client.get(f"/petitions/{page.context['next_url']}")
    assert len(rest.context["rows"]) == 5
    assert rest.context["previous_url"]


def test_the_case_page_is_within_its_budget(
    cast: Cast, client: Client, django_assert_max_num_queries: object, media_root: object
) -> None:
    petition = work_on(cast, handed_over(cast))
    for number in range(3):
        workflow.supplement(petition=petition, text=f"补充 {number}", files=[a_paper(f"{number}.txt")])
    client.force_login(cast.petition)
    with django_assert_max_num_queries(17):  # type: ignore[operator]  # a fixture of pytest-django
        client.get(petition.get_absolute_url())


@pytest.mark.parametrize("who", ["handler", "head", "cadre", "ledger", "outsider", "acceptor", "auditor", "nobody"])
def test_other_roles_have_no_desk(cast: Cast, client: Client, who: str) -> None:
    petition = make_petition(cast.quay)
    client.force_login(cast.people[who])
    for url in ("/petitions/", "/petitions/register/", petition.get_absolute_url()):
        assert client.get(url).status_code == 403
    with pytest.raises((Petition.DoesNotExist, RefusedStepError)):
        workflow.classify(petition=petition, kind="appeal", unit=cast.quay, rights=cast.rights(who))


def test_a_leader_reads_but_decides_nothing(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    client.force_login(cast.leader)
    assert client.get(petition.get_absolute_url()).status_code == 200
    assert client.get(url_of(petition, "classify")).status_code == 403


def test_nobody_signed_in_is_sent_to_the_login(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    for url in ("/petitions/", "/petitions/register/", petition.get_absolute_url(), url_of(petition, "classify")):
        assert client.get(url)["Location"].startswith("/accounts/login/")


def test_numbers_and_steps_that_do_not_exist_are_not_found(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    client.force_login(cast.petition)
    for url in (
        "/petitions/XFJ-2026-999999/",
        "/petitions/x%00/",
        url_of(petition, "conclude"),
        url_of(petition, "rate"),
    ):
        assert client.get(url).status_code == 404


def test_the_shared_rooms_learn_of_the_petition_what_their_reader_may(cast: Cast) -> None:
    petition = handed_over(cast)
    assert petition.issue is not None
    officer = record_link(petition.issue.pk, cast.rights("petition"))
    handler = record_link(petition.issue.pk, cast.rights("handler"))
    assert officer is not None
    assert handler is not None
    assert officer.url == petition.get_absolute_url()
    assert handler.url == f"/petitions/sheets/{petition.issue.number}/"
    day = petition.received_at.astimezone().date()
    assert times_held(cast.rights("petition"), day, day, None) == {cast.quay.pk: 1}
    assert times_held(cast.rights("head"), day, day, None) == {}
    waiting = make_petition(cast.quay, title="等着分类")
    assert [line.title for line in work_lines(cast.rights("petition"))] == [waiting.title]
    assert str(work_lines(cast.rights("petition"))[0].verb) == "分类"
    assert work_lines(cast.rights("leader")) == []


def test_handing_over_needs_the_right_to_report(cast: Cast) -> None:
    petition = accepted(cast)
    with pytest.raises((PermissionDenied, RefusedStepError)):
        workflow.hand_over(petition=petition, finding=finding_of(petition), rights=cast.rights("leader"))
    petition.refresh_from_db()
    assert petition.status == State.ACCEPTED
    assert petition.issue_id is None
