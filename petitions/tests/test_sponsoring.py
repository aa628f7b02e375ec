"""A leader takes on a hard case and answers for it, with steps and a note each month, until it is settled."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.models import Cadre
from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.models import Petition, SponsoredCase
from petitions.panels import work_lines
from petitions.sponsored import is_silent, settled_share
from petitions.states import Hardness, Kind, Sponsoring
from petitions.workflow import recuse, route_to_discipline
from petitions.workflow.sponsoring import (
    Plan,
    add_step,
    change_sponsor,
    finish_step,
    give_back,
    resolve,
    take_on,
    write_note,
)


@pytest.fixture
def petition(cast: Cast) -> Petition:
    return make_petition(cast.quay)


@pytest.fixture
def leader(cast: Cast) -> Cadre:
    return Cadre.objects.get(user=cast.leader)


@pytest.fixture
def case(cast: Cast, petition: Petition, leader: Cadre) -> SponsoredCase:
    return take_on(petition=petition, sponsor=leader, plan=plan(), rights=cast.rights("petition"))


def plan(words: str = "先查记录，再当面答复。") -> Plan:
    return Plan(Hardness.OLD, words, clock.today() + timedelta(days=60))


def sent(**changes: object) -> dict[str, object]:
    given = plan()
    words = {"ground": given.ground, "plan": given.plan, "target_on": str(given.target_on)}
    return {**words, "sponsor": Cadre.objects.get(title="副总经理").pk, **changes}


def test_the_office_arranges_and_the_leader_finds_it(cast: Cast, client: Client, petition: Petition) -> None:
    client.force_login(cast.petition)
    page = client.post(reverse("petitions:take_on", args=[petition.number]), sent(), follow=True)
    assert "先查记录，再当面答复。" in page.content.decode()
    [line] = [one for one in work_lines(cast.rights("leader")) if "我包案" in str(one.detail)]
    assert line.title == petition.title
    assert line.due_on == clock.today() + timedelta(days=30)
    assert str(cast.leader) in client.get(petition.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["leader", "handler", "ledger", "outsider"])
def test_nobody_else_arranges(cast: Cast, client: Client, petition: Petition, name: str) -> None:
    client.force_login(cast.people[name])
    assert client.post(reverse("petitions:take_on", args=[petition.number]), sent()).status_code == 403
    assert not SponsoredCase.objects.exists()


def test_steps_and_notes_and_the_end(cast: Cast, case: SponsoredCase) -> None:
    rights = cast.rights("leader")
    soon = clock.today() + timedelta(days=7)
    case = add_step(case=case, what="当面听诉求", who="信访专员", due_on=soon, rights=rights)
    step = case.next_step
    assert step is not None
    [line] = [one for one in work_lines(rights) if one.url == case.get_absolute_url()]
    assert (line.verb, line.detail) == ("办这一步", f"{case.petition.number} · 我包案 · 当面听诉求")
    for _again in range(2):
        case = finish_step(case=case, step=step.pk, rights=rights)
    assert case.steps.get().done_on == clock.today()
    write_note(case=case, text="谈过一次。", rights=rights)
    case = resolve(case=case, resolution="差额已补发。", is_agreed=True, rights=rights)
    assert (case.status, case.ended_on) == (Sponsoring.RESOLVED, clock.today())
    assert (settled_share(rights).settled, settled_share(rights).percent) == (1, 100)
    with pytest.raises(RefusedStepError):
        write_note(case=case, text="再记一次。", rights=rights)


def test_silence_is_told(case: SponsoredCase) -> None:
    assert not is_silent(case)
    SponsoredCase.objects.filter(pk=case.pk).update(started_on=clock.today() - timedelta(days=31))
    assert is_silent(SponsoredCase.objects.get(pk=case.pk))


def test_a_second_leader_takes_over_and_a_third_is_refused(cast: Cast, case: SponsoredCase, leader: Cadre) -> None:
    rights = cast.rights("petition")
    with pytest.raises(RefusedStepError):
        take_on(petition=case.petition, sponsor=leader, plan=plan(), rights=rights)
    with pytest.raises(RefusedStepError):
        change_sponsor(case=case, sponsor=leader, reason="同一个人", rights=rights)
    outside = Cadre.objects.create(user=cast.people["outsider"], unit=cast.west, title="经理")
    with pytest.raises(RefusedStepError):
        change_sponsor(case=case, sponsor=outside, reason="看不到这件的人", rights=rights)
    ended = give_back(case=case, reason="进入诉讼", rights=rights)
    assert ended.status == Sponsoring.GIVEN_BACK
    assert settled_share(rights).percent == 0
    assert take_on(petition=case.petition, sponsor=leader, plan=plan(), rights=rights).pk != case.pk


def test_whoever_recused_does_not_take_it_on(cast: Cast, client: Client, petition: Petition) -> None:
    recuse(petition=petition, reason="亲属在这个班组", rights=cast.rights("leader"))
    client.force_login(cast.petition)
    page = client.post(reverse("petitions:take_on", args=[petition.number]), sent(plan="写了很久的方案"))
    assert page.status_code == 409
    assert "写了很久的方案" in page.content.decode()
    assert not SponsoredCase.objects.exists()


def test_sealed_it_is_gone_for_the_leader_too(cast: Cast, client: Client, case: SponsoredCase) -> None:
    route_to_discipline(petition=case.petition, rights=cast.rights("petition"))
    assert settled_share(cast.rights("leader")).taken_on == 0
    assert not [line for line in work_lines(cast.rights("leader")) if line.url == case.get_absolute_url()]
    for name in ("leader", "petition"):
        client.force_login(cast.people[name])
        assert client.get(case.get_absolute_url()).status_code == 404
        assert client.post(reverse("petitions:sponsored_act", args=[case.pk, "give_back"])).status_code == 404


def test_an_accusation_finds_no_sponsor(cast: Cast, leader: Cadre) -> None:
    accusation = make_petition(cast.quay, kind=Kind.ACCUSATION)
    with pytest.raises(RefusedStepError):
        take_on(petition=accusation, sponsor=leader, plan=plan(), rights=cast.rights("discipline"))


def test_a_stale_form_keeps_what_was_typed(cast: Cast, client: Client, case: SponsoredCase) -> None:
    write_note(case=case, text="别人先记了。", rights=cast.rights("petition"))
    client.force_login(cast.leader)
    url = reverse("petitions:sponsored_act", args=[case.pk, "write_note"])
    page = client.post(url, {"version": "0", "text": "谈得很久的进展"})
    assert page.status_code == 409
    assert "谈得很久的进展" in page.content.decode()
    assert client.post(url, {"version": "1", "text": "谈得很久的进展"}).status_code == 302


@pytest.mark.parametrize(
    ("act", "given", "wrong"),
    [
        ("write_note", {"text": " "}, "text"),
        ("add_step", {"what": "x" * 201, "who": "我", "due_on": "2026-13-01"}, "due_on"),
        ("resolve", {"resolution": ""}, "resolution"),
        ("change_sponsor", {"sponsor": "999999", "reason": "换"}, "sponsor"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field(
    cast: Cast, client: Client, case: SponsoredCase, act: str, given: dict[str, str], wrong: str
) -> None:
    client.force_login(cast.petition)
    page = client.post(reverse("petitions:sponsored_act", args=[case.pk, act]), {"version": "0", **given})
    assert page.status_code == 200
    assert wrong in page.context["forms"][act].errors


def test_a_step_of_another_case_does_not_exist(cast: Cast, client: Client, case: SponsoredCase) -> None:
    client.force_login(cast.leader)
    url = reverse("petitions:sponsored_act", args=[case.pk, "finish_step"])
    assert client.post(url, {"version": "0", "step": "7"}).status_code == 404


def test_a_day_that_is_over_is_no_target(cast: Cast, client: Client, petition: Petition) -> None:
    client.force_login(cast.petition)
    url = reverse("petitions:take_on", args=[petition.number])
    page = client.post(url, sent(target_on=str(clock.today() - timedelta(days=1))))
    assert page.context["form"].errors.keys() == {"target_on"}


def test_the_list_tells_what_is_late_and_nothing_of_other_units(
    cast: Cast, client: Client, case: SponsoredCase
) -> None:
    add_step(case=case, what="早该做完", who="我", due_on=clock.today() - timedelta(1), rights=cast.rights("leader"))
    client.force_login(cast.petition)
    assert "步骤逾期" in client.get(reverse("petitions:sponsored")).content.decode()
    assert case.petition.title not in client.get(reverse("petitions:sponsored"), {"view": "over"}).content.decode()
    client.force_login(cast.outsider)
    assert client.get(reverse("petitions:sponsored")).status_code == 403
