"""A password has eight signs of three kinds, is no common one and does not hold the user name."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.models import User
from outreach.accounts.passwords import kinds_in

PERSON = User(username="sunzg", full_name="孙志刚", email="sunzg@port.example")


@pytest.mark.parametrize("password", ["Quay-9-night", "Aa1aaaab", "夜班Crane7x", "x9-x9-x9-Y"])
def test_these_are_taken(password: str) -> None:
    validate_password(password, PERSON)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Aa1-Aa1", "password_too_short"),
        ("onlysmallletters", "too_few_kinds"),
        ("small99letters", "too_few_kinds"),
        ("outreach-demo", "too_few_kinds"),
        ("Quay-9-SunZG", "holds_the_name"),
        ("Quay-9-gzNus", "holds_the_name"),
        ("P@ssw0rd", "password_too_common"),
    ],
)
def test_these_are_refused_with_the_reason(password: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, PERSON)
    assert code in {error.code for error in refused.value.error_list}


@given(st.text(max_size=40))
def test_any_text_is_counted_without_a_failure(password: str) -> None:
    assert 0 <= kinds_in(password) <= 4
