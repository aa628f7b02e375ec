"""What the petitioner reads and what stays in the office cannot be mistaken for one another."""

import pytest
from django.test import Client
from django.urls import reverse

from outreach.org.testing import Cast
from petitions.factories import accepted, make_petition
from petitions.forms.readers import InternalField, ToldField
from petitions.forms.registry import STEP_FORMS

TOLD, INTERNAL = "信访人看得到", "只有办公室看得到"


@pytest.mark.parametrize(
    ("step", "says", "is_silent_about"),
    [("classify", INTERNAL, TOLD), ("issue_opinion", TOLD, INTERNAL), ("log_contact", INTERNAL, TOLD)],
)
def test_a_step_says_who_reads_its_words(
    cast: Cast, client: Client, step: str, says: str, is_silent_about: str
) -> None:
    petition = make_petition(cast.quay) if step == "classify" else accepted(cast)
    client.force_login(cast.petition)
    page = client.get(reverse("petitions:step", args=[petition.number, step])).content.decode()
    assert says in page
    assert is_silent_about not in page


def test_no_field_says_both() -> None:
    """A hint must not contradict the mark."""
    marked = [
        (name, field.read_by, str(field.help_text))
        for name, (form, _verb) in STEP_FORMS.items()
        for field in form.base_fields.values()
        if isinstance(field, ToldField | InternalField)
    ]
    assert marked
    told_apart = {"petitioner": ("信访人看不到", "只给办公室看"), "office": ("信访人凭查询码", "信访人在查询页")}
    assert not [one for one in marked if any(words in one[2] for words in told_apart[one[1]])]
