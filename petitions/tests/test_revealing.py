"""Looking behind the mask: a reason, a second person, some minutes, and a record before anything is opened."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.calendars.models import TimeLimit
from outreach.common import clock
from outreach.common.racing import race
from outreach.common.transitions import RefusedStepError
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions import panels
from petitions.contacts import Contact
from petitions.factories import make_petition
from petitions.identities import known_of
from petitions.limits import REVEAL
from petitions.models import Petition, Reveal
from petitions.workflow import revealing

pytestmark = pytest.mark.django_db

REASON = "要当面送达处理意见书，需要核对"
WHO = Contact("陈志远", "138 0013 0021", "港前路 6 号 302 室", "11010519491231002X")
CLEAR = ("陈志远", "138 0013 0021", "港前路 6 号 302 室", "11010519491231002X")
ALL = ["name", "phone", "id_number", "address"]


def asked(cast: Cast, petition: Petition, by: str = "petition", parts: list[str] | None = None) -> Reveal:
    return revealing.ask_reveal(petition=petition, parts=parts or ALL, reason=REASON, rights=cast.rights(by))


def granted(cast: Cast, petition: Petition) -> Reveal:
    return revealing.grant_reveal(reveal=asked(cast, petition), rights=cast.rights("leader"))


def recorded(petition: Petition) -> list[str]:
    acts = AuditRecord.objects.filter(action__startswith="identity.").order_by("pk")
    return [one.action for one in acts if one.object_label in {petition.number, ""}]


def second_inspector(cast: Cast) -> User:
    user = User.objects.create(username="discipline2", full_name="纪检人员乙")
    Posting.objects.create(user=user, unit=cast.group, role=Role.DISCIPLINE_INSPECTOR)
    cast.people["discipline2"] = user
    return user


def test_the_address_of_a_request_tells_of_no_other(cast: Cast) -> None:
    cases = (("appeal", "petition"), ("accusation", "discipline"), ("appeal", "petition"))
    drawn = [asked(cast, make_petition(cast.quay, kind=kind), by=by).pk for kind, by in cases]
    assert max(drawn) - min(drawn) > 1000, "no gap to be counted"


def test_asked_agreed_seen_and_every_act_is_on_record(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    url = f"{petition.get_absolute_url()}identity/"
    client.force_login(cast.petition)
    sent = client.post(url, {"parts": ["name", "phone"], "reason": REASON})
    assert sent.status_code == 302
    reveal = Reveal.objects.get()
    client.force_login(cast.leader)
    assert client.post(f"{url}{reveal.pk}/grant/").status_code == 302
    client.force_login(cast.petition)
    page = client.post(f"{url}{reveal.pk}/")
    text = page.content.decode()
    assert "138 0013 0021" in text
    assert "港前路" not in text
    assert "11010519491231002X" not in text
    assert "no-store" in page["Cache-Control"]
    assert int(page["Refresh"].split(";")[0]) <= 15 * 60
    client.post(f"{url}{reveal.pk}/")
    assert recorded(petition) == [
        "identity.reveal_asked",
        "identity.reveal_granted",
        "identity.revealed",
        "identity.revealed",
    ]
    reveal.refresh_from_db()
    assert reveal.views == 2
    assert not [clear for clear in CLEAR if clear in str(list(AuditRecord.objects.values()))]


def test_after_the_time_is_up_nothing_is_shown(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    reveal = granted(cast, petition)
    assert reveal.expires_at is not None
    client.force_login(cast.petition)
    with clock.travel_to(reveal.expires_at - dt.timedelta(seconds=1)):
        assert revealing.see_identity(reveal=reveal, rights=cast.rights("petition")).name == "陈志远"
    with clock.travel_to(reveal.expires_at), pytest.raises(RefusedStepError, match="时间已经过了"):
        revealing.see_identity(reveal=reveal, rights=cast.rights("petition"))
    with clock.travel_to(reveal.expires_at + dt.timedelta(minutes=1)):
        page = client.post(f"{petition.get_absolute_url()}identity/{reveal.pk}/", follow=True).content.decode()
    assert "时间已经过了" in page
    assert not [clear for clear in CLEAR if clear in page]


def test_the_time_is_fifteen_minutes_and_an_administrator_may_set_it_but_not_for_a_day(cast: Cast) -> None:
    reveal = granted(cast, make_petition(cast.quay))
    assert reveal.decided_at is not None
    assert reveal.expires_at == reveal.decided_at + dt.timedelta(minutes=15)
    TimeLimit.objects.update_or_create(key=REVEAL, defaults={"days": 1440, "basis": "x"})
    assert revealing.minutes() == 60


def test_nobody_agrees_to_their_own_request(cast: Cast) -> None:
    Posting.objects.create(user=cast.petition, unit=cast.group, role=Role.LEADER)
    reveal = asked(cast, make_petition(cast.quay))
    with pytest.raises(PermissionDenied, match="自己"):
        revealing.grant_reveal(reveal=reveal, rights=cast.rights("petition"))
    reveal.decided_by = reveal.asked_by
    with pytest.raises(IntegrityError), transaction.atomic():  # nor past the workflow
        reveal.save()


@pytest.mark.parametrize("who", ["ledger", "handler", "head", "admin", "auditor", "security", "outsider", "nobody"])
def test_others_neither_ask_nor_agree_nor_see(cast: Cast, client: Client, who: str) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    reveal = granted(cast, petition)
    url = f"{petition.get_absolute_url()}identity/"
    client.force_login(cast.people[who])
    for address, data in ((url, {"parts": ["name"], "reason": REASON}), (f"{url}{reveal.pk}/", {}), (url, None)):
        answer = client.get(address) if data is None else client.post(address, data)
        assert answer.status_code in {403, 404}
    with pytest.raises((PermissionDenied, Petition.DoesNotExist)):
        revealing.ask_reveal(petition=petition, parts=ALL, reason=REASON, rights=cast.rights(who))
    with pytest.raises((PermissionDenied, Reveal.DoesNotExist)):
        revealing.see_identity(reveal=reveal, rights=cast.rights(who))


def test_who_agreed_does_not_see_it_and_a_colleague_of_who_asked_does_not_either(cast: Cast) -> None:
    reveal = granted(cast, make_petition(cast.quay))
    colleague = User.objects.create(username="petition2")
    Posting.objects.create(user=colleague, unit=cast.group, role=Role.PETITION_OFFICER)
    cast.people["petition2"] = colleague
    for who in ("leader", "petition2"):
        with pytest.raises(PermissionDenied):
            revealing.see_identity(reveal=reveal, rights=cast.rights(who))


def test_who_was_moved_to_another_post_no_longer_sees_what_was_agreed(cast: Cast) -> None:
    reveal = granted(cast, make_petition(cast.quay))
    Posting.objects.filter(user=cast.petition).update(role=Role.CADRE)
    with pytest.raises((PermissionDenied, Reveal.DoesNotExist)):
        revealing.see_identity(reveal=reveal, rights=cast.rights("petition"))


def test_a_sealed_one_is_asked_and_agreed_to_by_inspectors_only(cast: Cast) -> None:
    second_inspector(cast)
    petition = make_petition(cast.quay, contact=WHO, kind="accusation")
    for who in ("petition", "leader"):
        with pytest.raises(Petition.DoesNotExist):
            asked(cast, petition, by=who)
    reveal = asked(cast, petition, by="discipline")
    for who in ("petition", "leader", "admin"):
        with pytest.raises(Reveal.DoesNotExist):
            revealing.grant_reveal(reveal=reveal, rights=cast.rights(who))
        assert not panels.work_lines(cast.rights(who))
    with pytest.raises(PermissionDenied):
        revealing.grant_reveal(reveal=reveal, rights=cast.rights("discipline"))
    revealing.grant_reveal(reveal=reveal, rights=cast.rights("discipline2"))
    assert revealing.see_identity(reveal=reveal, rights=cast.rights("discipline")) == WHO
    said = str(list(AuditRecord.objects.filter(action__startswith="identity.").values()))
    assert petition.number not in said
    assert REASON not in said


def test_where_the_record_cannot_be_written_nothing_is_opened(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    reveal = granted(cast, make_petition(cast.quay))
    order: list[str] = []

    def failing(**_kwargs: Any) -> None:
        order.append("record")
        raise RuntimeError("the log is full")

    def opening(_row: object) -> Contact:
        order.append("open")
        return WHO

    monkeypatch.setattr(revealing, "record", failing)
    monkeypatch.setattr(revealing, "open_identity", opening)
    with pytest.raises(RuntimeError):
        revealing.see_identity(reveal=reveal, rights=cast.rights("petition"))
    assert order == ["record"]
    reveal.refresh_from_db()
    assert reveal.views == 0


@pytest.mark.parametrize(("parts", "reason"), [([], REASON), (["name"], "短"), (["phone_index"], REASON)])
def test_a_request_needs_parts_and_a_reason(cast: Cast, client: Client, parts: list[str], reason: str) -> None:
    petition = make_petition(cast.quay)
    with pytest.raises(RefusedStepError):
        revealing.ask_reveal(petition=petition, parts=parts, reason=reason, rights=cast.rights("petition"))
    client.force_login(cast.petition)
    page = client.post(f"{petition.get_absolute_url()}identity/", {"parts": parts, "reason": reason})
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode() or "sx-errlist" in page.content.decode()
    assert not Reveal.objects.exists()


def test_the_same_request_sent_twice_is_one_and_another_waits_its_turn(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    first = asked(cast, petition)
    assert asked(cast, petition) == first
    with pytest.raises(RefusedStepError, match="已有一个申请"):
        asked(cast, petition, parts=["name"])
    revealing.withdraw_reveal(reveal=first, rights=cast.rights("petition"))
    with pytest.raises(RefusedStepError, match="已经撤回"):
        revealing.grant_reveal(reveal=first, rights=cast.rights("leader"))
    assert asked(cast, petition, parts=["name"]) != first


def test_a_refusal_tells_why_and_shows_nothing(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    reveal = asked(cast, petition)
    url = f"{petition.get_absolute_url()}identity/"
    client.force_login(cast.leader)
    client.post(f"{url}{reveal.pk}/decline/", {"refusal": ""})
    reveal.refresh_from_db()
    assert reveal.is_granted is None
    client.post(f"{url}{reveal.pk}/decline/", {"refusal": "电话联系就够了"})
    client.force_login(cast.petition)
    page = client.post(f"{url}{reveal.pk}/", follow=True).content.decode()
    assert "电话联系就够了" in page
    assert not [clear for clear in CLEAR if clear in page]
    assert recorded(petition)[-1] == "identity.reveal_declined"


def test_it_waits_for_the_approver_then_for_who_asked_and_then_for_nobody(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    url = f"{petition.get_absolute_url()}identity/"

    def waits_for(who: str) -> bool:
        return url in [line.url for line in panels.work_lines(cast.rights(who))]

    reveal = asked(cast, petition)
    assert (waits_for("leader"), waits_for("petition")) == (True, False)
    revealing.grant_reveal(reveal=reveal, rights=cast.rights("leader"))
    assert (waits_for("leader"), waits_for("petition")) == (False, True)
    revealing.withdraw_reveal(reveal=reveal, rights=cast.rights("petition"))
    assert not waits_for("petition")


def test_the_case_page_lists_what_is_open_and_stays_masked(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    granted(cast, petition)
    assert known_of(petition, cast.rights("petition")).is_asked_for
    for who in ("petition", "leader"):
        client.force_login(cast.people[who])
        for url in (petition.get_absolute_url(), f"{petition.get_absolute_url()}identity/"):
            page = client.get(url).content.decode()
            assert not [clear for clear in CLEAR if clear in page]
        assert "1101**********002X" in page
        assert re.search("信访专员甲.{0,20}", client.get(petition.get_absolute_url()).content.decode())


def test_a_request_is_found_under_its_own_petition_only(cast: Cast, client: Client) -> None:
    reveal, other = granted(cast, make_petition(cast.quay)), make_petition(cast.west)
    client.force_login(cast.petition)
    assert client.post(f"{other.get_absolute_url()}identity/{reveal.pk}/").status_code == 404
    assert client.post(f"{reveal.petition.get_absolute_url()}identity/{reveal.pk}/nonsense/").status_code == 404
    assert client.get(f"{reveal.petition.get_absolute_url()}identity/{reveal.pk}/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_requests_and_two_decisions_at_once_are_one_each(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    rights = cast.rights("petition")
    race(4, lambda _n: revealing.ask_reveal(petition=petition, parts=ALL, reason=REASON, rights=rights))
    reveal = Reveal.objects.get()
    leader = cast.rights("leader")
    outcomes = race(
        6,
        lambda n: (
            revealing.grant_reveal(reveal=reveal, rights=leader)
            if n % 2
            else revealing.decline_reveal(reveal=reveal, refusal="不必", rights=leader)
        ),
    )
    assert sum(isinstance(one, Reveal) for one in outcomes) == 1
    assert AuditRecord.objects.filter(action__in=["identity.reveal_granted", "identity.reveal_declined"]).count() == 1
