"""Who somebody is and how to reach them: written in one way, masked, and checked for slips of the pen."""

import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from petitions.people import Person, read_people

#: The parts of a contact in the order people say them, with their words.
PARTS: dict[str, Any] = {
    "name": _("姓名"),
    "phone": _("电话"),
    "id_number": _("身份证号"),
    "address": _("住址"),
    "representatives": _("其他代表"),
    "signers": _("联名名单"),
}
#: Those that are lists of people, one a line; see ``petitions.people``.
LISTS = ("representatives", "signers")
_ID_NUMBER = re.compile(r"\d{17}[\dX]")
#: GB 11643-1999 (ISO 7064, MOD 11-2): the weight of each digit, and the sign for each remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "10X98765432"
_MOBILE_DIGITS = 11


@dataclass(frozen=True)
class Contact:
    """Who somebody is and how to reach them, and who else brings the matter; all empty for an anonymous petition."""

    name: str = ""
    phone: str = ""
    address: str = ""
    id_number: str = ""
    representatives: str = ""
    signers: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(asdict(self).values())

    @property
    def masked_name(self) -> str:
        """Such as ``张*``."""
        return self.name[:1] + "*" * max(1, len(self.name) - 1) if self.name else ""

    @property
    def masked_phone(self) -> str:
        """Such as ``138****5678``; a short number is hidden whole."""
        digits = plain_phone(self.phone)
        return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= _MOBILE_DIGITS else "*" * len(digits)

    @property
    def masked_id_number(self) -> str:
        """Such as ``3201**********1234``: neither the day of birth nor the sex can be read."""
        plain = plain_id_number(self.id_number)
        return f"{plain[:4]}{'*' * 10}{plain[-4:]}" if _ID_NUMBER.fullmatch(plain) else "*" * len(plain)

    @property
    def masked_address(self) -> str:
        """Such as ``港前路****``."""
        return f"{self.address[:3]}****" if len(self.address) > 3 else "*" * len(self.address)

    @property
    def masked_representatives(self) -> str:
        """How many there are, and nothing of them."""
        return _counted(self.representatives)

    @property
    def masked_signers(self) -> str:
        """The same."""
        return _counted(self.signers)

    @property
    def others(self) -> list[Person]:
        """Everybody else who brings the matter."""
        return [*read_people(self.representatives), *read_people(self.signers)]

    @property
    def alone(self) -> "Contact":
        """Without what is known of others: they are counted."""
        return replace(self, representatives=self.masked_representatives, signers=self.masked_signers)

    def of_one(self, number: str) -> "Contact | None":
        """What is known of whoever has this phone or identity number among those who bring the matter."""
        phone, id_number = plain_phone(number), plain_id_number(number)
        for person in self.others:
            if (phone and plain_phone(person.phone) == phone) or person.id_number == id_number:
                alone = Contact(person.name, person.phone, id_number=person.id_number)
                return replace(alone, **{part: _counted(getattr(self, part)) for part in LISTS})
        return None

    def is_same_person(self, other: "Contact") -> bool:
        """The same identity number, or the same name where one of the two has none."""
        mine, theirs = plain_id_number(self.id_number), plain_id_number(other.id_number)
        return mine == theirs if mine and theirs else bool(self.name) and self.name == other.name

    def masked(self) -> list[tuple[Any, str]]:
        """Label and mask of each part that is known."""
        return [(label, getattr(self, f"masked_{part}")) for part, label in PARTS.items() if getattr(self, part)]


def _counted(people: str) -> str:
    n = len(read_people(people))
    return ngettext("%(n)d 人", "%(n)d 人", n) % {"n": n} if n else ""


def plain_phone(phone: str) -> str:
    """The digits of a phone however it is written, without the country code of China."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)


def plain_id_number(number: str) -> str:
    """An identity number in capitals, without blanks and hyphens, full-width digits read as digits."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", unicodedata.normalize("NFKC", number)).upper()


def id_number_slip(number: str) -> str | Promise:
    """What is wrong with an identity number, in words; empty when nothing is.

    GB 11643-1999: 6 digits of place, 8 of birth, 3 of order, 1 check sign. The place is not looked up: districts
    come and go, and residence permits carry numbers of the same form.
    """
    plain = plain_id_number(number)
    if not _ID_NUMBER.fullmatch(plain):
        return _("身份证号是 18 位：17 位数字，最后一位是数字或 X。")
    try:
        datetime.strptime(plain[6:14], "%Y%m%d")  # noqa: DTZ007 - a date of birth has no zone
    except ValueError:
        return _("身份证号第 7 到 14 位应是出生日期，请对照证件看看。")
    remainder = sum(int(digit) * weight for digit, weight in zip(plain, _WEIGHTS, strict=False)) % 11
    return "" if plain[-1] == _SIGNS[remainder] else _("身份证号最后一位对不上，前面可能有一位写错了。")
