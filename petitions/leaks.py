"""Where a text still tells who brought a petition, however it is written there.

Blanks, hyphens and other signs between digits or letters are looked over, full-width and Chinese digits are read as
digits. What belongs to this petitioner is certain; any phone or identity number is worth a second look.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.contacts import Contact, plain_id_number, plain_phone

#: How one says "one" on the phone.
_YAO = "\u5e7a"
_MOBILE = re.compile(r"(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[2-9]\d{6,7}(?!\d)")
_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dx](?!\d)")
#: So much of an address, with a digit in it, says where somebody lives.
_PIECE = 5
WORDS: dict[str, Promise] = {
    "name": _("信访人的姓名"),
    "phone": _("信访人的电话"),
    "id_number": _("信访人的身份证号"),
    "address": _("信访人的住址"),
    "other": _("其他代表或联名人"),
    "some_phone": _("像是电话号码"),
    "some_id_number": _("像是身份证号"),
    "some_address": _("像是信访人住址的一部分"),
}


@dataclass(frozen=True, order=True)
class Leak:
    """One place in a text: from ``start`` up to ``end``, and what stands there."""

    start: int
    end: int
    what: str

    @property
    def is_certain(self) -> bool:
        """It is this petitioner's, not just something that looks like it."""
        return not self.what.startswith("some_")

    @property
    def is_theirs(self) -> bool:
        """Whoever is shown this place learns something that was kept of this petitioner, be it a piece of it."""
        return self.is_certain or self.what == "some_address"

    @property
    def words(self) -> Promise:
        return WORDS[self.what]


@dataclass(frozen=True)
class Checked:
    """A text with its leaks; ``label`` is what the text is called on the page."""

    label: str | Promise
    text: str
    leaks: list[Leak] = field(default_factory=list)

    @property
    def is_certain(self) -> bool:
        return any(leak.is_certain for leak in self.leaks)

    @property
    def kinds(self) -> list[str]:
        """What was found, each once, in words."""
        return list(dict.fromkeys(str(leak.words) for leak in self.leaks))

    def pieces(self) -> list[tuple[str, str]]:
        """The text cut up for the page: each piece with the words for what it gives away, or with none."""
        cut, here = [], 0
        for leak in self.leaks:
            if leak.end > here:
                cut += [
                    (self.text[here : leak.start], ""),
                    (self.text[max(here, leak.start) : leak.end], str(leak.words)),
                ]
                here = leak.end
        return [(piece, words) for piece, words in [*cut, (self.text[here:], "")] if piece]


def check(label: str | Promise, text: str, contact: Contact) -> Checked:
    """``text`` with everything in it that tells who ``contact`` is, in reading order."""
    return Seeker(contact).check(label, text)


class Seeker:
    """Finds one contact in any number of texts; what to look for is worked out once."""

    def __init__(self, contact: Contact) -> None:
        parts = {
            "name": _fold(contact.name)[0],
            "phone": plain_phone(contact.phone),
            "id_number": plain_id_number(contact.id_number).lower(),
            "address": _fold(contact.address)[0],
        }
        sought = [*parts.items(), *(("other", one) for one in _others(contact))]
        self._needles = [(what, needle) for what, needle in sought if len(needle) > 1]
        address = parts["address"]
        pieces = (address[place : place + _PIECE] for place in range(len(address) - _PIECE + 1))
        self._pieces = [piece for piece in pieces if any(sign.isdigit() for sign in piece)]

    def check(self, label: str | Promise, text: str) -> Checked:
        return Checked(label, text, sorted(self._leaks(text)))

    def _leaks(self, text: str) -> Iterator[Leak]:
        folded, places = _fold(text)
        certain = list(_places_of(self._needles, folded))
        taken = {place for start, end, _what in certain for place in range(start, end)}
        soft = [one for one in self._soft(folded) if not taken & set(range(one[0], one[1]))]
        for start, end, what in certain + soft:
            yield Leak(places[start], places[end - 1] + 1, what)

    def _soft(self, folded: str) -> Iterator[tuple[int, int, str]]:
        for what, pattern in (("some_id_number", _ID_NUMBER), ("some_phone", _MOBILE), ("some_phone", _LANDLINE)):
            yield from ((match.start(), match.end(), what) for match in pattern.finditer(folded))
        yield from _places_of([("some_address", piece) for piece in self._pieces], folded)


def _places_of(needles: Iterable[tuple[str, str]], folded: str) -> Iterator[tuple[int, int, str]]:
    for what, needle in needles:
        if needle in folded:
            yield from ((match.start(), match.end(), what) for match in re.finditer(re.escape(needle), folded))


def numbers_in(text: str) -> set[str]:
    """Everything in ``text`` that looks like a phone or an identity number."""
    folded, _places = _fold(text)
    return {one[0] for pattern in (_ID_NUMBER, _MOBILE, _LANDLINE) for one in pattern.finditer(folded)}


def found_in(texts: Iterable[Checked]) -> list[Checked]:
    """Those of ``texts`` in which something was found."""
    return [one for one in texts if one.leaks]


def _others(contact: Contact) -> Iterator[str]:
    """Names and numbers of whoever else brings the matter: their wish not to be known is the same."""
    for person in contact.others:
        yield from (_fold(person.name)[0], plain_phone(person.phone), plain_id_number(person.id_number).lower())


def _fold(text: str) -> tuple[str, list[int]]:
    """``text`` as letters and digits only, and for each of them its place in ``text``."""
    plain = [_plain(sign) for sign in text]
    return "".join(plain), [place for place, signs in enumerate(plain) for _sign in signs]


@lru_cache(maxsize=8192)
def _plain(sign: str) -> str:
    """The letters and digits that ``sign`` stands for: one, none, or several in a ligature."""
    return "".join(_digit(plain) for plain in unicodedata.normalize("NFKC", sign).lower() if plain.isalnum())


def _digit(sign: str) -> str:
    """The digit that ``sign`` stands for in any script, or written as a word; else ``sign`` itself."""
    value = 1 if sign == _YAO else unicodedata.numeric(sign, -1)
    return str(int(value)) if value in range(10) else sign
