"""Whoever is named anywhere in a petition, not only in the field for it, does not read it; others go on with it."""

from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from outreach.accounts.models import User
from outreach.attachments.pipeline import store
from outreach.attachments.tests.making import painted
from outreach.audit.models import AuditRecord
from outreach.common.transitions import RefusedStepError
from outreach.ledger import workflow as ledger
from outreach.ledger.factories import a_paper, brought_to
from outreach.ledger.intake import Finding
from outreach.ledger.models import Issue
from outreach.ledger.states import State as IssueState
from outreach.ledger.workflow import Judgement
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions import drafts, workflow
from petitions.contacts import Contact
from petitions.factories import CONTACT, MATTER, accepted, finding_of, handed_over, make_petition, work_on
from petitions.intake import Matter, submit
from petitions.models import Petition
from petitions.workflow.naming import people_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
WHY = "文中是表扬他"


@pytest.fixture
def boss(cast: Cast) -> User:
    """A leader whose name is one that people write."""
    User.objects.filter(pk=cast.leader.pk).update(full_name="王建国")
    cast.leader.refresh_from_db()
    return cast.leader


@pytest.fixture
def colleague(cast: Cast) -> User:
    """A second petition officer, so that the first can be spared."""
    Posting.objects.create(user=cast.outsider, unit=cast.group, role=Role.PETITION_OFFICER)
    User.objects.filter(pk=cast.petition.pk).update(full_name="赵晓明")
    cast.petition.refresh_from_db()
    return cast.outsider


def sees(cast: Cast, who: str) -> bool:
    return Petition.objects.visible_to(cast.rights(who)).exists()


def sees_item(cast: Cast, who: str) -> bool:
    return Issue.objects.visible_to(cast.rights(who)).exists()


@pytest.mark.parametrize("kind", ["appeal", "suggestion"])
@pytest.mark.parametrize("part", ["title", "facts", "request", "place"])
def test_a_leader_named_in_any_text_does_not_read_it_and_the_office_does(
    cast: Cast, client: Client, boss: User, part: str, kind: str
) -> None:
    changes: dict[str, Any] = {"kind": kind, part: "食堂的事王建国一直压着不办"}
    petition = make_petition(cast.quay, **changes)
    assert (petition.is_sealed, petition.status) == (False, "registered")
    assert not sees(cast, "leader")
    assert sees(cast, "petition")
    client.force_login(boss)
    assert client.get(petition.get_absolute_url()).status_code == 404
    assert petition.number not in client.get("/petitions/?view=all").content.decode()


@pytest.mark.parametrize(
    "written",
    ["王 建 国", "王\u3000建国", "王建\n国", "王·建国", "王\u200b建国", "“王建国”", "王建国总", "\U0002f929建国"],
)
def test_a_name_is_found_however_it_is_pulled_apart(cast: Cast, boss: User, written: str) -> None:
    assert people_in(f"请查{written}的事") == [boss]


def test_a_name_with_blanks_in_the_account_is_found_too(cast: Cast, boss: User) -> None:
    User.objects.filter(pk=boss.pk).update(full_name="买买提 · 艾力")
    assert people_in("队长买买提•艾力 说的") == [boss]
    assert people_in("队长买买提·艾力 说的") == [boss]


def test_others_are_not_taken_for_somebody(cast: Cast, boss: User) -> None:
    User.objects.filter(pk=cast.cadre.pk).update(full_name="李")
    assert people_in("王建军和小李，还有建国饭店") == []


def test_a_file_name_counts_as_text(cast: Cast, boss: User) -> None:
    token = drafts.new_token()
    drafts.keep_answers(token, {}, [a_paper("王建国收条.txt")])
    matter = Matter(**{**MATTER, "unit": cast.quay})
    petition = submit(token=token, matter=matter, contact=CONTACT, rights=cast.rights("petition")).petition
    assert [one.user for one in petition.accused.all()] == [boss]


def test_a_supplement_counts_and_so_does_the_name_of_its_file(cast: Cast, boss: User) -> None:
    petition = make_petition(cast.quay)
    assert sees(cast, "leader")
    workflow.supplement(petition=petition, text="见附件", files=[a_paper("王建国.txt")])
    assert not sees(cast, "leader")


def test_the_form_sent_again_with_a_name_in_it_counts(cast: Cast, boss: User) -> None:
    token = drafts.new_token()
    drafts.keep_answers(token, {})
    for facts in ("9 月少算了。", "9 月少算了，王建国说不补。"):
        matter = Matter(**{**MATTER, "unit": cast.quay, "facts": facts})
        submit(token=token, matter=matter, contact=CONTACT, rights=cast.rights("petition"))
    assert Petition.objects.count() == 1
    assert not sees(cast, "leader")


def test_it_holds_over_the_item_and_for_what_the_office_writes_into_it(cast: Cast, boss: User) -> None:
    petition = accepted(cast, facts="王建国压着不办")
    rights = cast.rights("petition")
    workflow.hand_over(petition=petition, finding=Finding("petition", "补贴", "核对", cast.quay), rights=rights)
    assert not sees_item(cast, "leader")
    other = accepted(cast, contact=Contact("李桂兰", "13912345678"))
    workflow.hand_over(petition=other, finding=Finding("petition", "班车", "王建国未批", cast.quay), rights=rights)
    assert not Petition.objects.visible_to(cast.rights("leader")).filter(pk=other.pk).exists()
    assert not sees_item(cast, "leader")
    assert sees_item(cast, "ledger")


def test_it_holds_over_the_item_that_another_is_merged_into(cast: Cast, boss: User) -> None:
    petition = handed_over(cast, facts="王建国压着不办")
    target = brought_to(cast, IssueState.OPEN)
    assert petition.issue is not None
    ledger.enter(issue=petition.issue, rights=cast.rights("ledger"))
    ledger.merge(issue=petition.issue, into=target, rights=cast.rights("ledger"))
    workflow.follow(issue=Issue.objects.get(pk=petition.issue.pk))
    petition.refresh_from_db()
    assert petition.issue == target
    assert not sees_item(cast, "leader")


def test_an_answer_that_names_somebody_keeps_them_away_but_not_who_signs_it(
    cast: Cast, boss: User, colleague: User
) -> None:
    petition = accepted(cast, is_simple=True)
    text = "经查，王建国确有克扣，已责令退还。经办人：赵晓明"
    workflow.answer(petition=petition, text=text, rights=cast.rights("petition"))
    assert not sees(cast, "leader")
    assert sees(cast, "petition")


def test_an_officer_named_in_it_is_spared_and_a_colleague_deals_with_it(cast: Cast, colleague: User) -> None:
    petition = make_petition(cast.quay, facts="赵晓明收了材料没有登记")
    assert not petition.is_sealed
    assert not sees(cast, "petition")
    assert sees(cast, "outsider")


def test_where_the_only_officer_is_named_the_inspectors_get_it(cast: Cast) -> None:
    petition = make_petition(cast.quay, facts=f"{cast.petition.full_name}收了材料没有登记")
    assert (petition.is_sealed, petition.kind, petition.status) == (True, "appeal", "discipline_routed")
    assert [who for who in cast.people if sees(cast, who)] == ["discipline"]


def test_where_a_supplement_names_the_only_officer_the_inspectors_get_it_with_its_item(cast: Cast) -> None:
    petition = handed_over(cast)
    workflow.supplement(petition=petition, text=f"{cast.petition.full_name}不接电话")
    petition.refresh_from_db()
    assert petition.is_sealed
    assert [who for who in cast.people if sees(cast, who)] == ["discipline"]
    assert not sees_item(cast, "ledger")
    with pytest.raises(RefusedStepError, match="没有人能办"):  # back where nobody could read it
        workflow.release(petition=petition, kind="appeal", note="是催办", rights=cast.rights("discipline"))
    named = petition.accused.get(user=cast.petition)
    rights = cast.rights("discipline")
    workflow.remove_accused(petition=petition, accused=named, reason="只是催办", rights=rights)
    petition = workflow.release(petition=petition, kind="appeal", note="是催办", rights=rights)
    assert petition.status == "investigating"
    assert sees_item(cast, "ledger")
    assert sees(cast, "petition")


def test_a_supplement_to_a_sealed_case_counts_for_its_item_too(cast: Cast) -> None:
    petition = workflow.route_to_discipline(petition=handed_over(cast), rights=cast.rights("petition"))
    assert sees_item(cast, "discipline")
    workflow.supplement(petition=petition, text=f"{cast.discipline.full_name}也在场")
    assert not sees(cast, "discipline")
    assert not sees_item(cast, "discipline")


def test_an_item_is_not_given_where_all_who_manage_items_are_named(cast: Cast) -> None:
    Posting.objects.filter(role=Role.SYSTEM_ADMIN).delete()
    petition = accepted(cast, facts=f"{cast.ledger.full_name}压着不办")
    with pytest.raises(RefusedStepError, match="没有人能办"):
        workflow.hand_over(petition=petition, finding=finding_of(petition), rights=cast.rights("petition"))
    assert not Issue.objects.exists()
    other = handed_over(cast)
    workflow.supplement(petition=other, text=f"{cast.ledger.full_name}压着不办")
    other.refresh_from_db()
    assert other.is_sealed


def test_a_handler_mentioned_on_the_way_goes_on_and_the_office_is_told(cast: Cast, client: Client) -> None:
    petition = work_on(cast, handed_over(cast))
    assert petition.issue is not None
    Posting.objects.create(user=cast.handler, unit=cast.group, role=Role.LEADER)
    workflow.supplement(petition=petition, text=f"{cast.handler.full_name}来看过了")
    assert not sees(cast, "handler")
    assert sees_item(cast, "handler")
    client.force_login(cast.petition)
    assert f"文中提到{cast.handler.full_name}" in client.get(petition.get_absolute_url()).content.decode()


def test_the_office_sees_why_and_lets_in_whom_the_text_only_praises(cast: Cast, client: Client, boss: User) -> None:
    petition = handed_over(cast, facts="感谢王建国上次帮忙，这次是补贴少算")
    client.force_login(cast.petition)
    page = client.get(petition.get_absolute_url()).content.decode()
    assert "王建国（文中提到）" in page
    assert "lift_recusal/" in page
    sent = {"accused": petition.accused.get().pk, "reason": WHY, "version": petition.version}
    assert client.post(f"{petition.get_absolute_url()}lift_recusal/", sent).status_code == 302
    assert sees(cast, "leader")
    assert sees_item(cast, "leader")
    event = petition.events.get(step="lift_recusal")
    assert (event.actor, event.note, event.detail["let_in"]) == (cast.petition, WHY, "王建国")
    assert AuditRecord.objects.get(action="petition.lift_recusal").actor == cast.petition


def test_the_office_does_not_let_in_whom_inspectors_keep_out(cast: Cast, client: Client, boss: User) -> None:
    petition = make_petition(cast.quay, names="王建国")
    petition = workflow.release(petition=petition, kind="appeal", note="待遇问题", rights=cast.rights("discipline"))
    client.force_login(cast.petition)
    assert "王建国（" not in client.get(petition.get_absolute_url()).content.decode()
    sent = {"accused": petition.accused.get().pk, "reason": WHY, "version": petition.version}
    assert client.post(f"{petition.get_absolute_url()}lift_recusal/", sent).status_code in {200, 409}
    with pytest.raises(RefusedStepError):
        workflow.lift_recusal(
            petition=petition, accused=petition.accused.get(), reason=WHY, rights=cast.rights("petition")
        )
    assert not sees(cast, "leader")


def test_a_mention_becomes_the_inspectors_once_it_is_sealed(cast: Cast, boss: User) -> None:
    petition = make_petition(cast.quay, facts="王建国压着不办")
    petition = workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))
    petition = workflow.release(petition=petition, kind="appeal", note="待遇问题", rights=cast.rights("discipline"))
    assert petition.accused.get().ground == "named"
    assert not sees(cast, "leader")


@pytest.mark.parametrize("words", ["{head}打击报复我", "请打 13800130021 找我", "我是{me}，还差两个班"])
def test_a_judgement_that_names_somebody_is_read_by_the_office_and_not_by_the_unit(
    cast: Cast, client: Client, words: str
) -> None:
    petition = work_on(cast, handed_over(cast))
    said = words.format(head=cast.head.full_name, me=CONTACT.name)
    workflow.rate(petition=petition, judgement=Judgement(1, 1, 1, said))
    assert petition.issue is not None
    for who in ("head", "handler", "ledger"):
        client.force_login(cast.people[who])
        assert said not in client.get(petition.issue.get_absolute_url()).content.decode()
    client.force_login(cast.petition)
    assert said in client.get(petition.get_absolute_url()).content.decode()


def test_whoever_is_named_in_a_judgement_does_not_read_it(cast: Cast, boss: User) -> None:
    petition = work_on(cast, handed_over(cast))
    workflow.rate(petition=petition, judgement=Judgement(3, 3, 3, "王建国还压着另一件"))
    assert not sees(cast, "leader")
    assert sees(cast, "petition")


def test_a_name_inside_a_file_counts_and_the_office_hears_which_files_nobody_could_read(
    cast: Cast, client: Client, boss: User
) -> None:
    token, saved = drafts.new_token(), BytesIO()
    letter = docx.Document()
    letter.add_paragraph("情况说明：找过王").add_run("建国").bold = True
    letter.save(saved)
    photo = painted("JPEG", 40)
    files = [store(SimpleUploadedFile("说明.docx", saved.getvalue())), store(SimpleUploadedFile("照片.jpg", photo))]
    drafts.keep_answers(token, {}, files)
    matter = Matter(**{**MATTER, "unit": cast.quay})
    petition = submit(token=token, matter=matter, contact=CONTACT, rights=cast.rights("petition")).petition
    assert [one.user for one in petition.accused.all()] == [boss]
    searched = {file.attachment.original_name: file.is_searched for file in petition.files.all()}
    assert searched == {"说明.docx": True, "照片.jpg": False}
    client.force_login(cast.petition)
    assert client.get(petition.get_absolute_url()).content.decode().count("没有查过人名") == 1


def test_a_name_inside_a_file_that_comes_later_counts(cast: Cast, boss: User) -> None:
    petition = make_petition(cast.quay)
    file = store(SimpleUploadedFile("a.txt", "王建国不给补".encode()))
    workflow.supplement(petition=petition, text="见附件", files=[file])
    assert not sees(cast, "leader")
