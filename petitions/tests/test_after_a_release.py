"""What inspectors did while a petition was sealed stays theirs after it went back to the office."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.test import Client

from outreach.accounts.models import User
from outreach.common import clock
from outreach.ledger.models import IssueEvent, IssueSequence
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from outreach.retention.kinds import kinds
from outreach.retention.workflow import place_hold
from petitions import workflow
from petitions.contacts import PARTS
from petitions.factories import handed_over, make_petition
from petitions.history import changes_since, history_of
from petitions.models import Petition, PetitionEvent, Reveal
from petitions.workflow import persons, revealing

pytestmark = pytest.mark.django_db
SECRETS = ["线索来自食堂会计", "供应商的账已调取", "核对举报人说法"]
SAID = "是待遇问题，请信访办办理"


def second_inspector(cast: Cast) -> None:
    cast.people["discipline2"] = User.objects.create(username="discipline2", full_name="纪检人员乙")
    Posting.objects.create(user=cast.discipline2, unit=cast.group, role=Role.DISCIPLINE_INSPECTOR)


def inspected(cast: Cast, petition: Petition) -> Petition:
    """Through the hands of inspectors, who write down what only they should know, and back."""
    rights = cast.rights("discipline")
    second_inspector(cast)
    petition = workflow.investigate(petition=petition, note=SECRETS[0], rights=rights)
    petition = workflow.add_accused(petition=petition, person=cast.outsider, reason=SECRETS[1], rights=rights)
    reveal = revealing.ask_reveal(petition=petition, parts=list(PARTS), reason=f"{SECRETS[2]}，要当面谈", rights=rights)
    revealing.grant_reveal(reveal=reveal, rights=cast.rights("discipline2"))
    return workflow.release(petition=petition, kind="appeal", note=SAID, rights=rights)


@pytest.fixture
def released(cast: Cast) -> Petition:
    return inspected(cast, make_petition(cast.quay, kind="accusation"))


def test_no_page_tells_the_office_what_inspectors_wrote(cast: Cast, client: Client, released: Petition) -> None:
    client.force_login(cast.petition)
    case = released.get_absolute_url()
    page = client.get(case).content.decode()
    assert SAID in page  # the word that goes with it is for the office
    for text in (
        page,
        client.get(f"{case}identity/").content.decode(),
        client.get(f"{case}classify/").content.decode(),
    ):
        assert not [secret for secret in SECRETS if secret in text]
        assert cast.outsider.full_name not in text
    stale = client.post(f"{case}classify/", {"kind": "appeal", "unit": cast.quay.pk, "note": "", "version": "0"})
    assert stale.status_code == 409
    assert not [secret for secret in SECRETS if secret in stale.content.decode()]


def test_neither_a_hold_nor_a_recusal_tells_why(cast: Cast, client: Client) -> None:
    petition, rights = make_petition(cast.quay, kind="accusation"), cast.rights("discipline")
    second_inspector(cast)
    petition_kind = kinds.get("petitions.petition")
    assert petition_kind is not None
    hold = place_hold(kind=petition_kind, row=petition, reason=f"{SECRETS[1]}，保全证据", rights=rights)
    workflow.recuse_other(petition=petition, person=cast.discipline2, reason=SECRETS[0], rights=rights)
    pages = ("/holds/", f"/holds/{hold.pk}/")
    client.force_login(cast.discipline)
    assert all(SECRETS[1] in client.get(page).content.decode() for page in pages)
    workflow.release(petition=petition, kind="appeal", note=SAID, rights=rights)
    client.force_login(cast.petition)
    for page in (*pages, f"{petition.get_absolute_url()}lift_recusal/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert not [secret for secret in SECRETS if secret in answer.content.decode()]


def test_the_administration_does_not_tell_it_either(cast: Cast, client: Client, released: Petition) -> None:
    Posting.objects.filter(user=cast.admin).delete()
    Posting.objects.create(user=cast.admin, unit=cast.group, role=Role.PETITION_OFFICER)
    client.force_login(cast.admin)
    page = client.get(f"/admin/petitions/petition/{released.pk}/change/").content.decode()
    assert released.title in page
    assert SAID in page
    assert not [secret for secret in SECRETS if secret in page]


def test_an_export_by_the_office_does_not_tell_it_and_the_petitioner_still_reads_what_is_theirs(
    cast: Cast, released: Petition
) -> None:
    reason = "本人来访要求取走自己的数据"
    reveal = revealing.ask_reveal(petition=released, parts=list(PARTS), reason=reason, rights=cast.rights("petition"))
    reveal = revealing.grant_reveal(reveal=reveal, rights=cast.rights("leader"))
    told = str(persons.export_for_officer(reveal=reveal, rights=cast.rights("petition")).as_json())
    assert not [secret for secret in SECRETS if secret in told]
    assert SECRETS[0] in str(persons.export_for_petitioner(petition=released).as_json())


def test_inspectors_read_it_all_when_it_comes_back_to_them(cast: Cast, client: Client, released: Petition) -> None:
    workflow.route_to_discipline(petition=released, rights=cast.rights("petition"))
    client.force_login(cast.discipline)
    page = client.get(released.get_absolute_url()).content.decode()
    assert SECRETS[0] in page
    assert SECRETS[1] in page
    assert SECRETS[2] in client.get(f"{released.get_absolute_url()}identity/").content.decode()


def test_what_happened_before_the_sealing_and_after_the_release_is_told(cast: Cast) -> None:
    petition = handed_over(cast)
    petition = workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))
    petition = inspected(cast, petition)
    rights = cast.rights("petition")
    steps = [entry.what for entry in reversed(history_of(petition, rights))]
    assert steps == ["登记", "分类", "受理", "交台账办理", "转回信访办理", "回到台账办理"]
    assert len(changes_since(petition, 0, rights)) == 5
    assert len(history_of(petition, cast.rights("discipline"))) > len(steps)


def test_the_item_does_not_tell_that_it_was_sealed(cast: Cast, client: Client) -> None:
    petition = workflow.route_to_discipline(petition=handed_over(cast), rights=cast.rights("petition"))
    petition = inspected(cast, petition)
    assert petition.issue is not None
    client.force_login(cast.ledger)
    page = client.get(petition.issue.get_absolute_url()).content.decode()
    assert petition.issue.title in page
    assert "纪检" not in page
    assert "转回台账办理" not in page
    told = IssueEvent.objects.filter(issue=petition.issue).told_to(cast.rights("ledger"))
    assert not {"seal", "unseal"} & {event.step for event in told}


def test_histories_written_before_are_marked_when_the_portal_is_brought_up_to_date(
    cast: Cast, released: Petition
) -> None:
    marks = {event.pk: event.is_sealed for event in released.events.all()}
    PetitionEvent.objects.update(is_sealed=False)
    Reveal.objects.update(is_sealed=False)
    import_module("petitions.migrations.0007_what_inspectors_did_stays_theirs").mark(apps, None)
    assert {event.pk: event.is_sealed for event in released.events.all()} == marks
    assert Reveal.objects.get().is_sealed
    petition = workflow.route_to_discipline(petition=handed_over(cast), rights=cast.rights("petition"))
    workflow.release(petition=petition, kind="appeal", note=SAID, rights=cast.rights("discipline"))
    marks = {event.pk: event.is_sealed for event in IssueEvent.objects.all()}
    assert set(marks.values()) == {True, False}
    IssueEvent.objects.update(is_sealed=False)
    import_module("outreach.ledger.migrations.0006_what_inspectors_did_stays_theirs").mark(apps, None)
    assert {event.pk: event.is_sealed for event in IssueEvent.objects.all()} == marks


def test_no_row_is_missing_where_a_petition_was_sealed(cast: Cast, client: Client) -> None:
    """The address for a new document holds the id of the row."""
    kinds_of_three = ("appeal", "accusation", "appeal")
    rows = [make_petition(cast.quay, kind=kind).pk for kind in kinds_of_three]
    client.force_login(cast.petition)
    page = client.get(Petition.objects.get(pk=rows[0]).get_absolute_url()).content.decode()
    assert f"/{rows[0]}/" in page
    assert max(rows) - min(rows) > 1000


def test_no_number_is_missing_where_an_item_was_sealed(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([482913, 7, 482913, 901234])
    lot = SimpleNamespace(randbelow=lambda _most: next(drawn))
    monkeypatch.setattr("outreach.ledger.models.numbering.secrets", lot)
    first, hidden, later = handed_over(cast), handed_over(cast), handed_over(cast)
    numbers = [one.issue.number[-6:] for one in (first, hidden, later) if one.issue]
    assert numbers == ["482913", "000007", "901234"]  # the second draw of 482913 was taken already
    assert not IssueSequence.objects.filter(prefix="XF").exists()  # nothing counts them through
    hidden = workflow.route_to_discipline(petition=hidden, rights=cast.rights("petition"))
    client.force_login(cast.ledger)
    page = client.get("/ledger/?view=all").content.decode()
    assert ("000007" in page, "901234" in page, "482913" in page) == (False, True, True)


def test_whoever_had_been_told_in_time_before_the_sealing_was_told_in_time(cast: Cast) -> None:
    """The inspectors' weeks do not make a notice late that had long been given; one never given is still owed."""
    told, untold = handed_over(cast), make_petition(cast.quay)
    first_told = told.notified_at
    for petition in (told, untold):
        sealed = workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))
        with clock.travel_to(clock.now() + timedelta(days=20)):
            workflow.release(petition=sealed, kind="appeal", note=SAID, rights=cast.rights("discipline"))
    told.refresh_from_db()
    untold.refresh_from_db()
    assert (told.notified_at, untold.notified_at) == (first_told, None)
    assert untold.due_on == clock.day_of(untold.received_at) + timedelta(days=15)
