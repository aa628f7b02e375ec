"""Who has a second factor is nobody before it was shown; each code works once, guessing is slow, loss is mended."""

import re
import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from outreach.accounts import secondfactor
from outreach.accounts.factorkeys import Phone
from outreach.accounts.models import Session
from outreach.audit.models import AuditRecord
from outreach.org.secondfactor import must_have_factor
from outreach.org.testing import Cast

LOGIN, CHECK, SET_UP = reverse("login"), reverse("factor_check"), reverse("factor_set_up")
PAGE = reverse("ledger:list")
PASSWORD = "Quay-9-night-shift"
CODE = re.compile(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})</code>")


def code_of(seed: str, ahead: int = 0) -> str:
    """What the phone of this seed shows, ``ahead`` steps of 30 seconds from now."""
    device = TOTP(Phone(key=seed).bin_key, drift=ahead)
    device.time = time.time()
    return f"{device.token():06}"


def sign_in(client: Client, name: str = "ledger") -> Any:
    return client.post(LOGIN, {"username": name, "password": PASSWORD})


@pytest.fixture
def people(cast: Cast) -> Cast:
    for name in ("ledger", "handler", "auditor"):
        cast.people[name].set_password(PASSWORD)
        cast.people[name].save()
    return cast


@pytest.fixture
def paper(people: Cast) -> list[str]:
    """The ledger officer has a factor; these are the recovery codes."""
    client = Client()
    client.force_login(people.ledger)
    client.get(SET_UP)
    answer = client.post(SET_UP, {"code": code_of(client.session["factor_seed"], -1)})
    people.ledger.refresh_from_db()
    return CODE.findall(answer.content.decode())


def key() -> str:
    found: str = TOTPDevice.objects.get().key
    return found


def test_setting_up_shows_picture_and_secret_and_then_ten_codes_once(people: Cast, client: Client) -> None:
    client.force_login(people.ledger)
    page = client.get(SET_UP).content.decode()
    assert "<svg" in page
    assert "style=" not in page.partition("<main")[2].partition("</main")[0]
    assert client.post(SET_UP, {"code": "000000"}).context["form"].errors
    assert not TOTPDevice.objects.exists()
    answer = client.post(SET_UP, {"code": code_of(client.session["factor_seed"])})
    assert len(set(CODE.findall(answer.content.decode()))) == secondfactor.CODES
    assert "no-store" in answer["Cache-Control"]
    assert client.get(PAGE).status_code == 200
    assert AuditRecord.objects.filter(action="account.factor_set", object_id=str(people.ledger.pk)).exists()


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("page", [PAGE, "/", "/notices/", "/admin/", SET_UP, reverse("own_sessions"), "/nowhere/"])
def test_after_the_password_alone_every_page_is_a_strangers(people: Cast, client: Client, page: str) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, CHECK)
    got = client.get(page, follow=True)
    assert str(people.ledger) not in got.content.decode()
    assert not got.wsgi_request.user.is_authenticated


@pytest.mark.usefixtures("paper")
def test_the_password_alone_changes_no_password_and_no_phone(people: Cast, client: Client) -> None:
    sign_in(client)
    new = {"old_password": PASSWORD, "new_password1": "Other-7-words", "new_password2": "Other-7-words"}
    assert client.post(reverse("password_change"), new)["Location"] == CHECK
    assert client.post(SET_UP, {"code": "123456"})["Location"] == CHECK
    people.ledger.refresh_from_db()
    assert people.ledger.check_password(PASSWORD)


@pytest.mark.usefixtures("paper")
def test_the_code_of_the_phone_opens_the_portal_and_leads_on(client: Client) -> None:
    sign_in(client)
    answer = client.post(CHECK, {"code": code_of(key()), "next": PAGE})
    assert answer["Location"] == PAGE
    assert client.get(PAGE).status_code == 200


@pytest.mark.usefixtures("paper")
def test_a_code_that_was_used_is_refused(client: Client) -> None:
    code = code_of(key())
    for number, (person, status) in enumerate([(client, 302), (Client(), 200)]):
        sign_in(person)
        assert person.post(CHECK, {"code": code}).status_code == status, number


@pytest.mark.usefixtures("paper")
def test_guessing_makes_the_next_guess_wait_also_the_right_one(client: Client) -> None:
    sign_in(client)
    for _ in range(4):
        client.post(CHECK, {"code": "000000"})
        TOTPDevice.objects.update(throttling_failure_count=4)
    page = client.post(CHECK, {"code": code_of(key())})
    assert page.status_code == 200
    assert "秒" in page.content.decode()
    assert not page.wsgi_request.user.is_authenticated
    assert AuditRecord.objects.filter(action="account.factor_failed").count() == 5


def test_a_printed_code_works_once(people: Cast, paper: list[str]) -> None:
    for number, status in ((0, 302), (0, 200), (1, 302)):
        client = Client()
        sign_in(client)
        if status == 302:
            StaticDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
        assert client.post(CHECK, {"code": paper[number].upper()}).status_code == status
    assert secondfactor.codes_left(people.ledger) == secondfactor.CODES - 2


def test_officers_and_administrators_must_have_one_where_it_is_required(
    people: Cast, client: Client, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    assert sign_in(client)["Location"] == SET_UP
    assert client.get(PAGE)["Location"].startswith(LOGIN)
    assert client.get(f"{LOGIN}?next={PAGE}")["Location"] == f"{SET_UP}?next={PAGE}"
    client.get(SET_UP)
    client.post(SET_UP, {"code": code_of(client.session["factor_seed"])})
    assert client.get(PAGE).status_code == 200
    other = Client()
    sign_in(other, "handler")
    assert other.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("name", "must"),
    [("petition", True), ("discipline", True), ("leader", True), ("security", True), ("cadre", False), ("head", False)],
)
def test_whoever_reads_in_confidence_or_lets_others_read_must_have_one(cast: Cast, name: str, must: bool) -> None:
    assert must_have_factor(cast.people[name]) is must


def test_nobody_is_asked_for_one_on_the_embedded_default(people: Cast, client: Client) -> None:
    sign_in(client)
    assert client.get(PAGE).status_code == 200


def test_a_phone_is_replaced_only_by_who_has_the_old_one(people: Cast, paper: list[str], client: Client) -> None:
    sign_in(client)
    client.post(CHECK, {"code": paper[0]})
    client.get(SET_UP)
    new = client.session["factor_seed"]
    old = key()
    assert client.post(SET_UP, {"code": code_of(new)}).context["form"].errors
    client.post(SET_UP, {"code": code_of(new), "old_code": "aaaaa-aaaaa"})
    assert key() == old
    StaticDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    client.post(SET_UP, {"code": code_of(new), "old_code": paper[1]})
    assert key() == new


@pytest.mark.usefixtures("paper")
def test_resetting_forgets_it_ends_the_sessions_and_is_on_the_log(people: Cast, client: Client) -> None:
    sign_in(client)
    assert secondfactor.reset(user=people.ledger, by=people.security)
    assert not secondfactor.reset(user=people.ledger, by=people.security)
    assert not Session.objects.filter(user=people.ledger).exists()
    assert sign_in(Client())["Location"] != CHECK
    kept = AuditRecord.objects.get(action="account.factor_reset")
    assert (kept.actor, kept.object_id) == (people.security, str(people.ledger.pk))


@pytest.mark.usefixtures("paper")
def test_the_administration_has_the_same_door(people: Cast, client: Client) -> None:
    for name in ("ledger", "handler"):
        client.post(reverse("admin:login"), {"username": name, "password": PASSWORD, "next": "/admin/"})
        assert client.get("/admin/").status_code == (302 if name == "ledger" else 403)
    assert Client().post(reverse("admin:login"), {"username": "handler", "password": "x"}).status_code == 200
