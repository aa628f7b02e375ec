"""A link fills in what its step offers, and nothing else: no version, no words, no person."""

import pytest
from django.test import Client

from outreach.common import clock
from outreach.ledger import workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.forms import STEP_FORMS
from outreach.ledger.states import State
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def test_a_link_names_the_item_to_merge_into(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.PENDING)
    client.force_login(cast.ledger)
    form = client.get(f"{issue.get_absolute_url()}merge/?into=QT-2026-000009&note=x").context["form"]
    assert (form["into"].value(), form["note"].value()) == ("QT-2026-000009", None)


def test_the_only_measure_left_is_chosen_already(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.handler)
    url = f"{issue.get_absolute_url()}complete_measure/"
    rights = cast.rights("handler")
    rope, drum = (
        workflow.add_measure(issue=issue, text=text, planned_on=clock.today(), rights=rights)
        for text in ("换绳", "换卷筒")
    )
    assert client.get(url).context["form"]["measure"].value() is None
    workflow.complete_measure(issue=issue, measure=rope, rights=rights)
    assert client.get(url).context["form"]["measure"].value() == drum.pk


def test_no_link_writes_into_any_other_field(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.handler)
    for step in ("submit", "report_progress", "add_evidence", "request_return", "add_measure"):
        fields = {name for name in STEP_FORMS[step].base_fields if name not in STEP_FORMS[step].asked}
        query = "&".join(f"{name}=777" for name in fields)
        page = client.get(f"{issue.get_absolute_url()}{step}/?{query}")
        assert "777" not in {str(page.context["form"][name].value()) for name in fields}, step
        assert page.context["form"]["version"].value() == issue.version


def test_only_five_steps_are_filled_in_by_links() -> None:
    asked = {name: form.asked for name, form in STEP_FORMS.items() if form.asked}
    assert asked == {
        "merge": ("into",),
        "complete_measure": ("measure",),
        "confirm_support": ("support",),
        "add_evidence": ("stage",),
        "accept_result": ("is_on_site",),
    }  # which then asks for a photo
