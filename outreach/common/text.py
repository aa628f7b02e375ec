"""Clean text: what people paste from Word or old phones, without what breaks databases and exports."""

import unicodedata
from decimal import Decimal

_KEPT = {"\n", "\t"}
# Marks that reverse the reading order can disguise a name or a file's ending.
_BIDI = {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


def clean_text(value: str) -> str:
    """``value`` without control characters, NUL, lone surrogates and reading-order marks; emoji stay."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in value if c in _KEPT or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in _BIDI))


def plain_number(number: Decimal) -> str:
    """A number as a person writes it: 28.3 for 28.30, 1200 for 1200.00, never in powers of ten."""
    return f"{number.normalize():f}"


def bigrams(text: str) -> set[str]:
    """The two-character pieces of ``text``, lower case, within runs of letters and digits."""
    pieces: set[str] = set()
    run = ""
    for c in text.lower() + " ":
        if c.isalnum():
            run += c
            continue
        pieces.update(run[i : i + 2] for i in range(len(run) - 1))
        run = ""
    return pieces
