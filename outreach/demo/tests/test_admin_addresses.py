"""Every admin answers only what its page offers; the rest of an address probes nothing and breaks nothing."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from outreach.common.admin import PortalAdmin
from outreach.org.testing import Cast, open_every_door

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.embedded]

OURS = list(admin.site._registry)
MORE_WAYS = ("startswith", "contains")


def list_of(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.fixture
def reviewer(cast: Cast, client: Client) -> Client:
    """Somebody to whom every list is open."""
    client.force_login(open_every_door(cast))
    return client


@pytest.mark.parametrize("way", ["regex", *(pytest.param(way, marks=pytest.mark.long) for way in MORE_WAYS)])
@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_hidden_column_cannot_be_probed(reviewer: Client, model: type[models.Model], way: str) -> None:
    texts = [one.name for one in model._meta.concrete_fields if isinstance(one, models.CharField | models.TextField)]
    asked = [f"{name}__{way}=a" for name in [*texts, "pk"]]
    assert {reviewer.get(f"{list_of(model)}?{lookup}").status_code for lookup in asked} == {400}


@pytest.mark.parametrize("most", [2, pytest.param(None, marks=pytest.mark.long)], ids=["some", "all"])
@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_its_own_filters_and_days_still_narrow_the_list(
    reviewer: Client, model: type[models.Model], most: int | None
) -> None:
    """``most`` choices of every filter: "all" and the first after it, or however many there are."""
    shown: Any = reviewer.get(list_of(model)).context["cl"]
    links = [choice["query_string"] for one in shown.filter_specs for choice in list(one.choices(shown))[:most]]
    days = admin.site._registry[model].date_hierarchy
    links += [f"?{days}__year=2026", f"?{days}__year=2026&{days}__month=11&{days}__day=3"] if days else []
    assert {reviewer.get(f"{list_of(model)}{link}").status_code for link in links} <= {200}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_row_that_cannot_be_is_picked_without_an_error(reviewer: Client, model: type[models.Model]) -> None:
    for picked in ("9" * 40, "x", "\x00", "-1"):
        sent = {"action": "delete_selected", "_selected_action": [picked]}
        assert reviewer.post(list_of(model), sent).status_code < 500
    days = admin.site._registry[model].date_hierarchy
    for year in ("99999999999", "0", "-1", "x"):
        assert reviewer.get(f"{list_of(model)}?{days}__year={year}").status_code < 500


def test_every_admin_is_closed(cast: Cast) -> None:
    assert [model for model in OURS if not isinstance(admin.site._registry[model], PortalAdmin)] == []
