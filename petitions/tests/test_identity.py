"""Who brought a petition: sealed in the database, masked on the page, nowhere else at all."""

import logging
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test import Client, override_settings

from outreach.audit.models import AuditRecord
from outreach.org.testing import Cast
from petitions import vault
from petitions.contacts import Contact
from petitions.factories import CONTACT, accepted, fill_in, hand_in, handed_over, make_petition, work_on
from petitions.identities import contact_of, keep_identity, known_of
from petitions.models import Petition, PetitionDraft, PetitionerIdentity

pytestmark = pytest.mark.django_db

CANARIES = ["陈志远", "13800130021", "138 0013 0021", "港前路 6 号 302 室"]


def whole_database() -> str:
    """Everything in every table, as text and as bytes."""
    words = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own table names
            for row in cursor.fetchall():
                for value in row:
                    plain = (
                        bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
                    )
                    words.append(plain)
    return "\n".join(words)


def test_neither_name_phone_address_nor_code_stands_anywhere_in_the_database(cast: Cast, client: Client) -> None:
    fill_in(client, address="港前路 6 号 302 室")
    unfinished = whole_database()
    code = hand_in(client, address="港前路 6 号 302 室")
    Client().post("/petitions/track/", {"code": code})
    finished = whole_database()
    for canary in CANARIES:
        assert canary not in unfinished
        assert canary not in finished
    for written in (code, code.replace("-", "")):
        assert written not in finished
    assert contact_of(Petition.objects.get()).address == "港前路 6 号 302 室"


def test_no_page_log_mail_audit_or_admin_tells_who_it_was(
    cast: Cast, client: Client, caplog: pytest.LogCaptureFixture, media_root: object
) -> None:
    caplog.set_level(logging.DEBUG)
    petition = work_on(cast, handed_over(cast))
    assert petition.issue is not None
    pages = {
        "petition": [
            petition.get_absolute_url(),
            "/petitions/?view=all",
            "/petitions/?q=陈志远&view=all",
            "/admin/petitions/petition/",
            f"/admin/petitions/petition/{petition.pk}/change/",
        ],
        "handler": [petition.issue.get_absolute_url()],
        "ledger": ["/ledger/?view=all"],
    }
    for who, urls in pages.items():
        client.force_login(cast.people[who])
        for url in urls:
            text = client.get(url).content.decode().replace('value="陈志远"', "")
            assert not [canary for canary in CANARIES if canary in text], url
    said = caplog.text + str([(one.subject, one.body) for one in mail.outbox]) + str(list(AuditRecord.objects.values()))
    assert not [canary for canary in CANARIES if canary in said]


def test_the_case_page_shows_the_mask(cast: Cast, client: Client) -> None:
    client.force_login(cast.petition)
    page = client.get(make_petition(cast.quay).get_absolute_url()).content.decode()
    assert "陈**" in page
    assert "138****0021" in page


@pytest.mark.parametrize(
    ("contact", "name", "phone"),
    [
        (Contact("张三", "13812345678"), "张*", "138****5678"),
        (Contact("欧阳修远", "+86 138 1234 5678"), "欧***", "138****5678"),
        (Contact("单", "8218440"), "单*", "*******"),
        (Contact(), "", ""),
    ],
)
def test_a_mask_tells_the_surname_and_four_digits_at_most(contact: Contact, name: str, phone: str) -> None:
    assert (contact.masked_name, contact.masked_phone) == (name, phone)


def test_identity_has_no_admin_and_no_search(cast: Cast, client: Client) -> None:
    make_petition(cast.quay)
    client.force_login(cast.petition)
    assert "petitioneridentity" not in client.get("/admin/").content.decode()
    assert client.get("/admin/petitions/petitioneridentity/").status_code == 404
    answer = client.get("/admin/petitions/petition/?identity__phone_index__startswith=a")
    assert answer.status_code in {302, 400}


def test_a_sealed_row_moved_to_another_petition_does_not_open(cast: Cast) -> None:
    first, second = make_petition(cast.quay), make_petition(cast.west, contact=Contact("李桂兰", "13912345678"))
    stolen = PetitionerIdentity.objects.get(petition=first)
    PetitionerIdentity.objects.filter(petition=second).update(sealed=stolen.sealed, key_version=stolen.key_version)
    assert contact_of(second) == Contact()
    row = PetitionerIdentity.objects.get(petition=first)
    with pytest.raises(vault.VaultError):
        vault.unseal(row.sealed, version=row.key_version, row=f"identity:{uuid.uuid4()}:{first.pk}")


def test_a_changed_byte_does_not_open(cast: Cast) -> None:
    row = PetitionerIdentity.objects.get(petition=make_petition(cast.quay))
    blob = bytearray(bytes(row.sealed))
    blob[-1] ^= 1
    PetitionerIdentity.objects.update(sealed=bytes(blob))
    assert contact_of(row.petition) == Contact()


def test_an_older_key_still_opens_what_it_sealed_and_the_newest_seals(cast: Cast) -> None:
    with override_settings(IDENTITY_KEYS=["a:erster"]):
        old = make_petition(cast.quay)
    with override_settings(IDENTITY_KEYS=["b:zweiter", "a:erster"]):
        new = make_petition(cast.quay)
        assert contact_of(old) == contact_of(new) == CONTACT
        assert new.identity.key_version == "b"
    with override_settings(IDENTITY_KEYS=["b:zweiter"]):
        assert contact_of(old) == Contact()


def test_the_same_phone_is_recognised_without_being_readable(cast: Cast) -> None:
    one = make_petition(cast.quay, contact=Contact("陈志远", "138 0013 0021"))
    make_petition(cast.west, contact=Contact("陈师傅", "138-0013-0021"))
    make_petition(cast.west, contact=Contact("李桂兰", address="港前路"))
    assert known_of(one, cast.rights("petition")).others == 1
    assert "0021" not in one.identity.phone_index


def test_a_petition_without_a_phone_repeats_nothing(cast: Cast) -> None:
    first = make_petition(cast.quay, contact=Contact("李桂兰", address="港前路"))
    make_petition(cast.quay, contact=Contact("王敏", address="港后路"))
    assert known_of(first, cast.rights("petition")).others == 0


def test_a_corrected_contact_replaces_the_first(cast: Cast) -> None:
    petition = accepted(cast)
    keep_identity(petition, Contact("陈志远", "13900000000"))
    assert contact_of(petition).phone == "13900000000"
    assert PetitionerIdentity.objects.count() == 1


def test_codes_are_random_and_kept_as_a_slow_digest_only(cast: Cast) -> None:
    codes = {vault.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 16 and vault.plain_code(vault.spoken_code(code).lower()) == code for code in codes)
    petition = make_petition(cast.quay)
    assert len(petition.code_hash) == 64
    assert vault.code_hash("A" * 16) == vault.code_hash("A" * 16) != vault.code_hash("B" * 16)


def test_a_draft_is_found_by_its_token_only(cast: Cast, client: Client) -> None:
    token = fill_in(client)
    assert token not in str(list(PetitionDraft.objects.values_list("token", flat=True)))
