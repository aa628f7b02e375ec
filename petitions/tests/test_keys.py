"""Keys of the identity vault: missing, mixed up, changed while people work, and never a reason to lose anything."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings

from outreach.audit.models import AuditRecord
from outreach.common.racing import race
from outreach.org.testing import Cast
from outreach.settings.localkeys import local_key
from petitions import keyring, panels, rotation, vault
from petitions.factories import CONTACT, STEPS, fill_in, hand_in, make_petition
from petitions.identities import contact_of, known_of, petitions_of
from petitions.models import Petition, PetitionDraft, PetitionerIdentity, VaultKey
from petitions.queries import find_by_code

pytestmark = pytest.mark.django_db

FIRST, SECOND = "1:erster-schluessel", "2:zweiter-schluessel"
OLD_INDEX, NEW_INDEX = "alter-index", "neuer-index"


def keys(*sealing: str, index: str = OLD_INDEX) -> override_settings:
    return override_settings(IDENTITY_KEYS=list(sealing), IDENTITY_INDEX_KEY=index)


@pytest.fixture(autouse=True)
def _no_key_known_yet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that has just started, over a database that has not met a key."""
    monkeypatch.setattr(keyring, "_confirmed", set())
    VaultKey.objects.all().delete()
    with keys(FIRST):
        yield


def rotated() -> str:
    said = StringIO()
    call_command("rotate_identity_keys", stdout=said, stderr=said)
    return said.getvalue()


def start_again() -> None:
    keyring._confirmed.clear()


def test_a_missing_key_is_named_and_the_case_stays_masked(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    with keys(SECOND):
        known = known_of(petition, cast.rights("petition"))
        assert known.is_kept
        assert known.contact.is_empty
        client.force_login(cast.petition)
        for url in (petition.get_absolute_url(), f"{petition.get_absolute_url()}identity/"):
            page = client.get(url)
            assert page.status_code == 200
            assert "缺少第 1 版身份密钥" in page.content.decode()
        assert "缺少第 1 版" in client.get("/petitions/").content.decode()
        assert "缺少第 1 版" in str(panels.work_lines(cast.rights("admin"))[0].title)
        assert "缺少第 1 版" in str(checks.run_checks(tags=["database"], databases=["default"]))
    assert contact_of(petition) == CONTACT
    assert keyring.problems() == []


def test_without_any_key_the_public_form_says_so_before_anything_is_typed(cast: Cast, client: Client) -> None:
    with keys():
        page = client.get("/petitions/new/")
        assert page.status_code == 503
        assert "现在暂时收不了" in page.content.decode()
        client.force_login(cast.petition)
        assert client.get("/petitions/register/").status_code == 503
        assert client.get("/petitions/").status_code == 200


@pytest.mark.parametrize("given", [(), ("1:ein-anderer",)], ids=["missing", "another one under the same version"])
def test_what_was_being_typed_comes_back_to_be_sent_again(cast: Cast, client: Client, given: tuple[str, ...]) -> None:
    token = fill_in(client)
    sealed = bytes(PetitionDraft.objects.get().sealed)
    start_again()
    with keys(*given):
        page = client.post("/petitions/new/matter/", {"token": token, **STEPS["/petitions/new/matter/"]})
        assert page.status_code == 503
        assert "工资条只算了 8 个" in page.content.decode()
        assert f'name="token" value="{token}"' in page.content.decode()
        assert client.post("/petitions/new/review/", {"token": token, "is_true": "on"}).status_code == 503
    assert bytes(PetitionDraft.objects.get().sealed) == sealed
    assert not Petition.objects.exists()
    start_again()
    client.post("/petitions/new/review/", {"token": token, "is_true": "on"})
    assert contact_of(Petition.objects.get()).name == "陈志远"


def test_nothing_is_sealed_with_a_key_that_passes_for_another(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    start_again()
    with keys("1:ein-anderer"):
        with pytest.raises(vault.WrongKeyError):
            make_petition(cast.quay)
        assert "不是原来那一把" in keyring.problems()[0]
        assert "不是当时那一把" in known_of(petition, cast.rights("petition")).trouble
    start_again()
    with keys(FIRST, index="ein-anderer"), pytest.raises(vault.WrongKeyError):
        make_petition(cast.quay)
    with keys(FIRST, index="ein-anderer"):
        assert "IDENTITY_INDEX_KEY" in keyring.problems()[0]
    assert PetitionerIdentity.objects.count() == 1


def test_keys_are_remembered_by_a_fingerprint_that_tells_nothing(cast: Cast) -> None:
    make_petition(cast.quay)
    told = str(list(VaultKey.objects.values()))
    assert "erster" not in told
    assert OLD_INDEX not in told
    assert VaultKey.objects.count() == 2


def test_a_migration_over_stored_identities_believes_only_a_key_that_opens_them(cast: Cast) -> None:
    make_petition(cast.quay)
    VaultKey.objects.all().delete()
    with keys("1:ein-anderer"):
        keyring.remember_keys()
        assert not VaultKey.objects.filter(use=VaultKey.Use.SEALING).exists()
    keyring.remember_keys()
    assert VaultKey.objects.get(use=VaultKey.Use.SEALING).version == "1"


def test_changing_keys_leaves_nothing_on_the_old_one(cast: Cast, client: Client) -> None:
    petitions = [make_petition(cast.quay) for _ in range(3)]
    fill_in(client)
    with keys(SECOND, FIRST):
        said = rotated()
        assert "3 identities, 4 drafts" in said
        assert "every row hangs on the newest keys" in said
        assert "0 identities" in rotated()
    with keys(SECOND):
        assert [contact_of(one) for one in petitions] == [CONTACT] * 3
        assert keyring.problems() == []
    acts = AuditRecord.objects.filter(action="identity.keys_rotated").order_by("pk")
    assert acts[0].detail["identities"] == 3
    assert acts[0].detail["retired"] == ["1"]
    assert VaultKey.objects.get(version="1").retired_at is not None


def test_changing_the_index_key_keeps_people_and_codes_findable(cast: Cast, client: Client) -> None:
    code = hand_in(client)
    rights = cast.rights("petition")
    with keys(FIRST, index=f"{NEW_INDEX},{OLD_INDEX}"):
        assert petitions_of("138 0013 0021", rights).count() == 1  # not rotated yet
        before = PetitionerIdentity.objects.get().phone_index
        rotated()
        assert PetitionerIdentity.objects.get().phone_index != before
        assert petitions_of("138-0013-0021", rights).count() == 1
        assert find_by_code(code) == Petition.objects.get()
        hand_in(Client())
        assert petitions_of("13800130021", rights).count() == 2
        assert keyring.problems() == []


def test_a_row_that_does_not_open_is_told_of_and_left_alone(cast: Cast) -> None:
    good, bad = make_petition(cast.quay), make_petition(cast.quay)
    row = PetitionerIdentity.objects.get(petition=bad)
    moved = bytes(PetitionerIdentity.objects.get(petition=good).sealed)
    PetitionerIdentity.objects.filter(pk=row.pk).update(sealed=moved)
    with keys(SECOND, FIRST):
        with pytest.raises(CommandError, match="1 rows did not open"):
            rotated()
        assert contact_of(good) == CONTACT
        assert bytes(PetitionerIdentity.objects.get(pk=row.pk).sealed) == moved
        assert VaultKey.objects.get(version="1").retired_at is None
    with keys(), pytest.raises(CommandError, match="IDENTITY_KEYS"):
        rotated()


@pytest.mark.django_db(transaction=True)
def test_two_rotations_and_new_petitions_at_once_do_no_harm(cast: Cast) -> None:
    for _ in range(12):
        make_petition(cast.quay)

    def act(number: int) -> object:
        if number < 2:
            return rotation.rotate(lambda _done, _all: None, batch=3)
        return make_petition(cast.quay)

    with keys(SECOND, FIRST):
        outcomes = race(5, act)
    assert not [one for one in outcomes if isinstance(one, Exception)]
    with keys(SECOND):
        assert [contact_of(one) for one in Petition.objects.all()] == [CONTACT] * 15


def test_a_made_key_is_for_its_owner_only_and_whole_for_whoever_comes_second(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "identity_key"
    made = race(8, lambda _n: local_key(path))
    assert len(set(map(str, made))) == 1
    assert len(str(made[0])) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["identity_key"]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_rotation_killed_in_the_middle_goes_on_where_things_stand(cast: Cast) -> None:
    petitions = [make_petition(cast.quay) for _ in range(40)]
    kills = 0
    while rotation_killed_after_some_rows() and kills < 50:
        kills += 1
        with keys(SECOND, FIRST):
            assert [contact_of(one) for one in petitions] == [CONTACT] * 40
    assert kills >= 2
    with keys(SECOND):
        assert [contact_of(one) for one in petitions] == [CONTACT] * 40
        assert petitions_of(CONTACT.phone, cast.rights("petition")).count() == 40
    assert PetitionerIdentity.objects.count() == 40
    rotations = AuditRecord.objects.filter(action__startswith="identity.")
    # The last kill may come when every row is done and the end already recorded; the next run then ends once more.
    assert rotations.filter(action="identity.keys_rotated").count() in {1, 2}
    assert rotations.filter(action="identity.rotation_started").count() == kills + 1


def rotation_killed_after_some_rows() -> bool:
    """Run the command in a process of its own and kill it after a few lines; False when it came to its end."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "IDENTITY_KEYS": f"{SECOND},{FIRST}",
        "IDENTITY_INDEX_KEY": OLD_INDEX,
        "AUDIT_KEYS": ",".join(settings.AUDIT_KEYS),
        "DJANGO_SETTINGS_MODULE": "outreach.settings.dev",
    }
    command = [sys.executable, "manage.py", "rotate_identity_keys", "--batch", "1"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True) as run:  # noqa: S603 - our own command
        assert run.stdout is not None
        for _ in range(8):
            if "every row" in (line := run.stdout.readline()) or not line:
                run.wait(60)
                return False
        os.kill(run.pid, signal.SIGKILL)
    return True
