"""Numbers are shown as a person writes them."""

from decimal import Decimal

import pytest

from outreach.common.text import plain_number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("28.30", "28.3"),
        ("28.00", "28"),
        ("1200.00", "1200"),
        ("0.00", "0"),
        ("-4.50", "-4.5"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_needless_zeros_are_left_out(number: str, shown: str) -> None:
    assert plain_number(Decimal(number)) == shown
