"""The administration shows what it was made to show: no identity, no draft, no column by a trick of the address."""

import logging
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client
from django.urls import reverse

from outreach.ledger.factories import brought_to
from outreach.ledger.states import State
from outreach.org.testing import Cast, open_every_door
from petitions.factories import make_petition
from petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.embedded]
#: What no page of the administration may be about: who somebody is, what they have not handed in, keys, tokens.
_SECRET = ("identity", "draft", "vault", "reveal", "token", "device", "sentform", "attachment", "tally")
OURS = list(admin.site._registry)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def administrator(cast: Cast, client: Client) -> Client:
    """Somebody to whom every list is open."""
    client.force_login(open_every_door(cast))
    return client


def address(model: type[models.Model], page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_no_page_is_about_identities_drafts_or_keys() -> None:
    inlines = {inline.model for one in admin.site._registry.values() for inline in one.inlines}
    shown = {model._meta.model_name or "" for model in {*admin.site._registry, *inlines}}
    assert [name for name in shown if any(word in name for word in _SECRET)] == []


def test_no_list_searches_or_shows_a_column_of_an_identity() -> None:
    for model, one in admin.site._registry.items():
        named = [
            *map(str, one.search_fields or ()),
            *map(str, one.list_display or ()),
            *map(str, one.list_filter or ()),
        ]
        assert not [name for name in named if "identity" in name or "_index" in name or "code_hash" in name], model


@pytest.mark.parametrize(
    "lookup",
    [
        "identity__phone_index={}",
        "identity__phone_index__startswith=a",
        "identity__isnull=0",
        "identity__key_version__regex=.",
        "code_hash__startswith=a",
        "form_token=x",
        "issue__author__password__startswith=pbkdf2",
        "facts__contains=夜班",
        "registered_by__email__endswith=example",
        "pk__in=1,2,3",
        "id__gte=0",
    ],
)
def test_nothing_behind_a_petition_can_be_probed(administrator: Client, cast: Cast, lookup: str) -> None:
    make_petition(cast.quay)
    assert administrator.get(f"{address(Petition)}?{lookup}").status_code == 400


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_popups_and_other_keys_open_nothing_more(administrator: Client, model: type[models.Model]) -> None:
    """``_to_field`` may name only what other tables point to; a popup shows the same rows as the list."""
    columns = [one.name for one in model._meta.concrete_fields if not one.primary_key and not one.unique]
    for name in columns[:4]:
        assert administrator.get(f"{address(model)}?_to_field={name}").status_code in {400, 403}, name
    plain, popup = administrator.get(address(model)), administrator.get(f"{address(model)}?_popup=1")
    assert popup.status_code == plain.status_code
    if plain.status_code == 200:
        assert popup.context["cl"].result_count == plain.context["cl"].result_count


def test_autocompletion_answers_only_those_who_see_the_list(cast: Cast, client: Client) -> None:
    relations = [(model, one) for model in apps.get_models() for one in model._meta.concrete_fields if one.is_relation]
    for name in ("auditor", "admin"):
        client.force_login(cast.people[name])
        listed = {model for model in admin.site._registry if client.get(address(model)).status_code == 200}
        for model, one in relations:
            asked = {
                "app_label": model._meta.app_label,
                "model_name": str(model._meta.model_name),
                "field_name": one.name,
            }
            status = client.get("/admin/autocomplete/", asked).status_code
            assert status in {403, 404} or one.related_model in listed, (name, asked, status)


def test_rows_without_a_right_have_no_history_and_no_deletion(client: Client, cast: Cast) -> None:
    issue, petition = brought_to(cast, State.PENDING), make_petition(cast.quay)
    for name in ("admin", "auditor", "ledger"):
        client.force_login(cast.people[name])
        for row in (issue, petition):
            for page in ("delete", "history", "change"):
                status = client.get(address(type(row), page, row.pk)).status_code
                assert status in {200, 302, 403}, (name, page, status)
                assert page != "delete" or status in {302, 403}, name
            assert client.post(address(type(row), "delete", row.pk), {"post": "yes"}).status_code in {302, 403}
            assert type(row)._default_manager.filter(pk=row.pk).exists()


def test_nothing_is_written_from_a_list(administrator: Client) -> None:
    editable = {model: one.list_editable for model, one in admin.site._registry.items() if one.list_editable}
    assert editable == {}
    assert administrator.get("/admin/").status_code == 200


def test_no_key_leads_to_the_address_of_a_row(administrator: Client, cast: Cast) -> None:
    """Of two keys one has a row, perhaps a sealed one; the answers are the same."""
    there = make_petition(cast.quay, kind="accusation").pk
    kind = ContentType.objects.get_for_model(Petition).pk
    answers = [administrator.get(f"/admin/r/{kind}/{pk}/") for pk in (there, 999_999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
