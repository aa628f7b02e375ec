"""A field left empty says what to do there."""

import pytest
from django import forms
from django.test import Client

from outreach.org.testing import Cast
from petitions.factories import accepted, classified
from petitions.forms.answers import RemarkForm
from petitions.forms.person import FindPersonForm
from petitions.forms.registry import STEP_FORMS
from petitions.forms.steps import StepForm
from petitions.forms.track import HigherForm, RateForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", STEP_FORMS)
def test_no_step_says_that_this_field_is_required(cast: Cast, step: str) -> None:
    form: StepForm = STEP_FORMS[step][0](
        {"version": "1"}, {}, petition=classified(cast), rights=cast.rights("petition")
    )
    form.is_valid()
    said = {name: [str(one) for one in errors] for name, errors in form.errors.items()}
    assert not [name for name, errors in said.items() if any("字段" in one or "field" in one for one in errors)], said


@pytest.mark.parametrize("form", [RateForm({}), HigherForm({}), RemarkForm({}), FindPersonForm({})])
def test_nor_does_any_other_form(form: forms.Form) -> None:
    assert form.errors
    assert not [one for errors in form.errors.values() for one in errors if "字段" in str(one)]


def test_what_matters_has_its_own_words(cast: Cast, client: Client) -> None:
    petition = accepted(cast)
    client.force_login(cast.people["petition"])
    page = client.post(f"{petition.get_absolute_url()}issue_opinion/", {"version": petition.version})
    for words in ("没有事实和理由的意见书站不住", "写明依据的名称和条款", "选一个结果"):
        assert words in page.content.decode(), words
