"""What a form does not show, it does not take: no state, no owner, no seal, no right comes in by an extra field."""

import logging
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.conf import settings as portal
from django.contrib import admin
from django.db import models, transaction
from django.forms.models import model_to_dict
from django.test import Client, override_settings

from fieldvisits.factories import log_data
from fieldvisits.models import Visit
from outreach.accounts.models import User
from outreach.common import clock
from outreach.demo.tests import access
from outreach.demo.tests.belongings import belongings
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.testing import Cast, open_every_door
from petitions.factories import hand_in, make_petition
from petitions.models import Petition
from policy.models import PolicyDocument, PolicySession
from surveys.models import Investigation

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.embedded]
TODAY = "2026-01-01"
ROOMS = {name.rpartition(".")[2] for name in portal.CORE_ROOMS + portal.CHANNELS}
#: Columns that belong to one sending: keys, marks, times and what is counted from them.
_MADE_ANEW = ("id", "number", "token", "client_token", "client_uuid", "form_token", "content_hash", "code_hash")


@pytest.fixture(autouse=True)
def as_many_as_there_are() -> Iterator[None]:
    """All columns together are more fields than a real form may send, and would be refused for their number alone."""
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=10_000):
        yield


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def tempting(model_field: Any, cast: Cast) -> Any:
    """A value that somebody would like to see in a column."""
    if model_field.is_relation:
        return cast.outsider.pk if model_field.related_model is User else cast.west.pk
    if model_field.choices:
        return model_field.flatchoices[-1][0]
    by_kind = {
        models.BooleanField: "on",
        models.IntegerField: "7",
        models.DateTimeField: f"{TODAY}T00:00",
        models.DateField: TODAY,
        models.UUIDField: str(uuid.UUID(int=9)),
    }
    return next((value for kind, value in by_kind.items() if isinstance(model_field, kind)), "mass-assigned")


@pytest.fixture
def extras(cast: Cast, settings: Any) -> dict[str, Any]:
    """Every column of every table of the portal, and what frameworks are known to take; more than a form may send."""
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    every = [one for model in ours for one in model._meta.concrete_fields]
    columns = {one.name: tempting(one, cast) for one in every}
    ids = {one.attname: columns[one.name] for one in every if one.is_relation}
    known = {"status": "closed", "state": "closed", "is_superuser": "on", "is_staff": "on", "is_sealed": ""}
    columns.pop("draft")  # a button of the ledger's form, on the page for everybody to see
    return {**ids, **columns, **known, "version": "999", "pk": "1", "role": "system_admin", "groups": "1"}


def shown(row: models.Model) -> dict[str, Any]:
    """A row without what differs from one sending to the next."""
    facts = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    return {
        name: value
        for name, value in facts.items()
        if name not in _MADE_ANEW and not name.endswith("_at") and not isinstance(value, memoryview | bytes)
    }


def by_form(url: str, data: Callable[[Cast], dict[str, Any]]) -> Callable[..., None]:
    """Send a form with and without extra fields; those of the form itself win."""

    def send(client: Client, cast: Cast, extras: dict[str, Any]) -> None:
        own = data(cast)
        names = {*own, *extras_that_are_fields(client, url)}
        response = client.post(url, {**{name: value for name, value in extras.items() if name not in names}, **own})
        assert response.status_code == 302, response.context and response.context["form"].errors

    return send


def extras_that_are_fields(client: Client, url: str) -> set[str]:
    """What the page itself lets one fill in is no extra field."""
    form = client.get(url).context["form"]
    return set(form.fields) if isinstance(form, forms.BaseForm) else set()


#: What the steps of the public form ask for.
PUBLIC = {"kind", "title", "facts", "request", "place", "unit", "unit_name", "is_unit_unknown", "people_count"}
PUBLIC |= {"naming", "name", "phone", "address", "files", "token", "go", "is_true"}


def by_the_public_form(client: Client, _cast: Cast, extras: dict[str, Any]) -> None:
    """All steps at once, each with the extra fields it has no room for."""
    client.logout()
    post = client.post
    spare = {name: value for name, value in extras.items() if name not in PUBLIC}
    client.post = lambda url, data, **more: post(url, {**spare, **data}, **more)  # type: ignore[method-assign]  # this client only
    hand_in(client)
    client.post = post  # type: ignore[method-assign]  # as it was


MAKERS: dict[str, tuple[str, type[models.Model], Callable[..., None]]] = {
    "an item": (
        "cadre",
        Issue,
        by_form(
            "/ledger/new/",
            lambda cast: {
                "token": str(uuid.uuid4()),
                "title": "灯塔停用",
                "description": "夜间看不清",
                "unit": cast.quay.pk,
                "topic": "safety",
                "horizon": "immediate",
            },
        ),
    ),
    "a policy": (
        "ledger",
        PolicyDocument,
        by_form(
            "/policy/new/",
            lambda _cast: {
                "token": str(uuid.uuid4()),
                "title": "办法",
                "issuer": "人力资源部",
                "issued_on": str(clock.today()),
                "summary": "标准",
                "audience": "everybody",
            },
        ),
    ),
    "an investigation": (
        "cadre",
        Investigation,
        by_form(
            "/surveys/new/",
            lambda cast: {
                "token": str(uuid.uuid4()),
                "title": "备件为什么总是等",
                "question": "卡在哪一环",
                "lead_unit": cast.quay.pk,
                "since": str(clock.today()),
                "until": str(clock.today()),
            },
        ),
    ),
    "a session": (
        "cadre",
        PolicySession,
        by_form(
            "/policy/sessions/new/",
            lambda cast: {
                "token": str(uuid.uuid4()),
                "theme": "津贴怎么发",
                "held_on": str(clock.today()),
                "unit": cast.quay.pk,
                "speaker": "杨帆",
                "attendance": "26",
                "question-TOTAL_FORMS": "0",
                "question-INITIAL_FORMS": "0",
            },
        ),
    ),
    "a visit": ("cadre", Visit, by_form("/fieldvisits/new/", lambda cast: log_data(cast.quay))),
    "a petition": ("cadre", Petition, by_the_public_form),
}


@pytest.mark.parametrize("what", MAKERS)
def test_a_form_makes_the_same_record_with_and_without_extra_fields(
    client: Client, cast: Cast, extras: dict[str, Any], what: str
) -> None:
    name, model, make = MAKERS[what]
    rows = []
    for added in ({}, extras):
        client.force_login(cast.people[name])
        make(client, cast, added)
        rows.append(shown(model._default_manager.latest("pk")))
    assert rows[0] == rows[1]


@pytest.mark.parametrize(
    ("name", "state", "step", "own"),
    [
        ("handler", State.IN_PROGRESS, "report_progress", {"note": "已到货"}),
        ("ledger", State.PENDING, "enter", {}),
        ("head", State.SUBMITTED, "check_pass", {}),
        ("ledger", State.OPEN, "raise_supervision", {"level": "1", "reason": "催一催"}),
    ],
)
def test_a_step_writes_what_it_is_for(
    client: Client, cast: Cast, extras: dict[str, Any], name: str, state: str, step: str, own: dict[str, str]
) -> None:
    rows = []
    client.force_login(cast.people[name])
    for added in ({}, extras):
        issue = brought_to(cast, state)
        sent = {**added, "version": str(issue.version), **own}
        assert client.post(f"{issue.get_absolute_url()}{step}/", sent).status_code == 302
        row = shown(Issue.objects.get(pk=issue.pk))
        rows.append(row)
    assert rows[0] == rows[1]


def test_a_step_of_a_petition_writes_what_it_is_for(client: Client, cast: Cast, extras: dict[str, Any]) -> None:
    client.force_login(cast.petition)
    rows = []
    for added in ({}, extras):
        petition = make_petition(cast.quay)
        sent = {
            **added,
            "version": str(petition.version),
            "kind": "appeal",
            "unit": cast.quay.pk,
            "note": "",
            "told": "",
            "is_simple": "false",
        }
        assert client.post(f"{petition.get_absolute_url()}classify/", sent).status_code == 302
        rows.append(shown(Petition.objects.get(pk=petition.pk)))
    assert rows[0] == rows[1]


def test_nobody_raises_themselves_by_signing_in_or_choosing_a_language(
    client: Client, cast: Cast, extras: dict[str, Any]
) -> None:
    cast.cadre.set_password("outreach-Demo-1")
    cast.cadre.save(update_fields=["password"])
    before = shown(User.objects.get(pk=cast.cadre.pk)) | {"last_login": None}
    for url in ("/accounts/login/", "/i18n/setlang/", "/display/"):
        client.post(url, {**extras, "username": "cadre", "password": "outreach-Demo-1", "language": "en"})
    assert shown(User.objects.get(pk=cast.cadre.pk)) | {"last_login": None} == before


def test_no_form_of_the_portal_takes_all_columns_of_a_table() -> None:
    """A column added tomorrow must not be open to a form of today."""
    every = set(subclasses(forms.ModelForm))
    every = {form for form in every if form._meta.model is not None}  # an admin names the fields of the others
    ours = [form for form in every if form.__module__.partition(".")[0] in {"outreach", *portal.CHANNELS}]
    assert [form for form in ours if form._meta.fields in (None, "__all__")] == []


def subclasses(form: type[Any]) -> Iterator[type[Any]]:
    for one in form.__subclasses__():
        yield one
        yield from subclasses(one)


def test_the_administration_writes_only_what_its_page_lets_one_fill_in(cast: Cast, extras: dict[str, Any]) -> None:
    belongings(cast)
    open_every_door(cast)
    client, changed = access.Caller(cast, "admin").client, []
    for model in admin.site._registry:
        row = model._default_manager.order_by("pk").first()
        assert row is not None
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
        page: Any = client.get(url)
        if page.status_code != 200 or not page.context.get("adminform"):
            continue
        fields = set(page.context["adminform"].form.fields)
        with transaction.atomic():
            client.post(url, {**model_to_dict_of_texts(row), **extras})
            after = model._default_manager.get(pk=row.pk)
            closed = [one for one in row._meta.concrete_fields if one.name not in fields]
            changed += [
                f"{url} {one.name}" for one in closed if getattr(row, one.attname) != getattr(after, one.attname)
            ]
            transaction.set_rollback(True)
    assert changed == []


def model_to_dict_of_texts(row: models.Model) -> dict[str, Any]:
    return {name: value for name, value in model_to_dict(row).items() if isinstance(value, str | int)}
