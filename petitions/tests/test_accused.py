"""Whom a petition is about never meets it, whatever they may do (信访工作条例, Art. 30 and 46)."""

import re

import pytest
from django.test import Client

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.common.transitions import RefusedStepError
from outreach.ledger.factories import a_paper
from outreach.ledger.models import Issue
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import hand_in, handed_over, make_petition
from petitions.models import Petition
from petitions.queries import find_by_code

pytestmark = pytest.mark.django_db


def sees(cast: Cast, who: str) -> bool:
    return Petition.objects.visible_to(cast.rights(who)).exists()


def inspector(cast: Cast, who: str, unit: str) -> None:
    Posting.objects.create(user=cast.people[who], unit=getattr(cast, unit), role=Role.DISCIPLINE_INSPECTOR)


def superuser(cast: Cast, who: str, unit: str) -> None:
    """An inspector to whom the framework itself refuses nothing."""
    inspector(cast, who, unit)
    User.objects.filter(pk=cast.people[who].pk).update(is_superuser=True, is_staff=True)
    cast.people[who].refresh_from_db()


@pytest.fixture
def accusation(cast: Cast) -> Petition:
    return make_petition(cast.east, kind="accusation", title="反映材料采购指定供应商")


def test_an_inspector_of_the_accused_unit_does_not_see_it(cast: Cast, accusation: Petition) -> None:
    inspector(cast, "outsider", "east")
    assert sees(cast, "discipline")
    assert not sees(cast, "outsider")


@pytest.mark.parametrize("place", ["east", "quay"])
def test_whoever_serves_in_the_accused_unit_or_under_it_is_subtracted_last(
    cast: Cast, accusation: Petition, place: str
) -> None:
    superuser(cast, "outsider", "group")
    assert sees(cast, "outsider")
    Posting.objects.create(user=cast.outsider, unit=getattr(cast, place), role=Role.CADRE)
    assert not sees(cast, "outsider")


def test_a_superuser_who_inspects_and_is_named_does_not_see_it(cast: Cast) -> None:
    superuser(cast, "outsider", "group")
    make_petition(cast.east, kind="accusation", facts=f"{cast.outsider.full_name}收了供应商的钱")
    assert not sees(cast, "outsider")
    assert sees(cast, "discipline")


def test_an_inspector_named_in_it_never_reads_it(cast: Cast) -> None:
    inspector(cast, "outsider", "group")
    make_petition(cast.east, kind="accusation", facts=f"纪检的{cast.discipline.full_name}压下了材料")
    assert not sees(cast, "discipline")
    assert sees(cast, "outsider")


def test_an_accusation_against_somewhere_in_the_enterprise_keeps_only_named_persons_away(cast: Cast) -> None:
    make_petition(cast.group, kind="accusation")
    assert sees(cast, "discipline")


def test_a_petition_that_names_a_person_starts_with_the_inspectors(cast: Cast) -> None:
    petition = make_petition(cast.quay, names=f"班长李某、{cast.head.full_name}")
    assert (petition.is_sealed, petition.kind, petition.status) == (True, "appeal", "discipline_routed")
    assert [one.user for one in petition.accused.all()] == [cast.head]
    assert sees(cast, "discipline")
    assert not any(sees(cast, who) for who in cast.people if who != "discipline")


def test_released_it_is_the_offices_again_and_the_named_still_keep_away(cast: Cast) -> None:
    petition = make_petition(cast.quay, names=cast.leader.full_name)
    workflow.release(petition=petition, kind="appeal", note="待遇问题", rights=cast.rights("discipline"))
    assert sees(cast, "petition")
    assert not sees(cast, "leader")


def test_an_inspector_names_a_person_and_a_unit_and_takes_a_namesake_off(
    cast: Cast, client: Client, accusation: Petition
) -> None:
    inspector(cast, "outsider", "safety")
    inspector(cast, "nobody", "group")
    client.force_login(cast.discipline)
    page = f"{accusation.get_absolute_url()}add_accused/"
    sent = {"person": "nobody", "unit": cast.safety.pk, "reason": "材料里写到", "version": accusation.version}
    assert client.post(page, sent).status_code == 302
    assert not sees(cast, "nobody")
    assert not sees(cast, "outsider")
    shown = client.get(accusation.get_absolute_url()).content.decode()
    assert cast.nobody.full_name in shown
    accusation.refresh_from_db()
    named = accusation.accused.get(user=cast.nobody)
    sent = {"accused": named.pk, "reason": "同名", "version": accusation.version}
    assert client.post(f"{accusation.get_absolute_url()}remove_accused/", sent).status_code == 302
    assert sees(cast, "nobody")


@pytest.mark.parametrize("named", ["person", "unit"])
def test_whom_a_case_turns_out_to_be_about_loses_sight_of_its_item_too(cast: Cast, named: str) -> None:
    inspector(cast, "outsider", "group")  # and serves in West
    petition = handed_over(cast)
    workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))
    petition.refresh_from_db()
    items = Issue.objects.filter(petitions=petition)
    assert items.visible_to(cast.rights("outsider")).exists()
    accused = {"person": cast.outsider} if named == "person" else {"unit": cast.west}
    workflow.add_accused(petition=petition, rights=cast.rights("discipline"), **accused)
    assert not sees(cast, "outsider")
    assert not items.visible_to(cast.rights("outsider")).exists()
    assert items.visible_to(cast.rights("discipline")).exists()


def test_the_last_inspector_is_not_taken_off_by_a_step(cast: Cast, accusation: Petition) -> None:
    with pytest.raises(RefusedStepError, match="没有人能办"):
        workflow.add_accused(petition=accusation, person=cast.discipline, rights=cast.rights("discipline"))
    assert sees(cast, "discipline")


@pytest.mark.parametrize("typed", ["没有这个人", "", "x" * 61, "\x00"])
def test_a_name_that_nobody_has_is_said_so(cast: Cast, client: Client, accusation: Petition, typed: str) -> None:
    client.force_login(cast.discipline)
    sent = {"person": typed, "unit": "", "reason": "-", "version": accusation.version}
    answer = client.post(f"{accusation.get_absolute_url()}add_accused/", sent)
    assert (answer.status_code, accusation.accused.count()) == (200, 1)


def test_what_only_inspectors_do_is_refused_to_the_office(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    client.force_login(cast.petition)
    for step in ("add_accused", "remove_accused", "investigate", "release"):
        assert client.get(f"{petition.get_absolute_url()}{step}/").status_code == 403


def test_whom_it_is_about_costs_the_list_no_statement(
    cast: Cast, django_assert_num_queries: object, accusation: Petition
) -> None:
    rights = cast.rights("discipline")
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        assert list(Petition.objects.visible_to(rights)) == [accusation]


def test_the_public_form_asks_who_it_is_about_and_seals_the_answer(cast: Cast, client: Client) -> None:
    code = hand_in(client, names=f"{cast.head.full_name}、值班员老周")
    petition = find_by_code(code)
    assert petition is not None
    assert petition.is_sealed
    assert petition.names == f"{cast.head.full_name}、值班员老周"
    client.force_login(cast.discipline)
    page = client.get(petition.get_absolute_url())
    assert [one.user for one in page.context["kept_away"]] == [cast.head]
    assert "值班员老周" in page.content.decode()


def test_sealed_and_ordinary_petitions_have_numbers_of_one_form_without_order(cast: Cast) -> None:
    made = [make_petition(cast.quay, kind=kind) for kind in ["accusation", "appeal"] * 4]
    numbers = [petition.number for petition in made]
    assert all(re.fullmatch(r"XFJ-\d{4}-\d{6}", number) for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert numbers != sorted(numbers)


def test_whom_a_later_supplement_names_keeps_away_from_then_on(cast: Cast, accusation: Petition) -> None:
    inspector(cast, "outsider", "group")
    assert sees(cast, "discipline")
    workflow.supplement(petition=accusation, text=f"{cast.discipline.full_name}也在场")
    assert not sees(cast, "discipline")


def test_each_look_at_a_sealed_case_and_its_files_leaves_one_record_that_tells_nothing(
    cast: Cast, client: Client, accusation: Petition, media_root: object
) -> None:
    workflow.supplement(petition=accusation, text="补充", files=[a_paper()])
    file = accusation.files.get().attachment
    client.force_login(cast.discipline)
    client.get(accusation.get_absolute_url())
    answer = client.get(f"{accusation.get_absolute_url()}files/{file.pk}/")
    assert answer.getvalue()
    looks = AuditRecord.objects.filter(actor=cast.discipline, action__in=["petition.viewed", "petition.file_taken"])
    assert sorted(look.action for look in looks) == ["petition.file_taken", "petition.viewed"]
    for look in looks:
        kept = f"{look.object_id} {look.object_label} {look.detail}"
        assert accusation.number not in kept
        assert accusation.title not in kept
        assert str(file.pk) not in kept
