"""People who bring a matter together: representatives and co-signers, as lists of one person a line.

Such a list is personal data from end to end: it is kept in the vault with the petitioner, and only its length shows.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: 信访工作条例, Art. 20: a group sends at most five; who leaves the contact is the first of them.
MOST_REPRESENTATIVES = 5
#: The same article: more visitors than this send representatives.
MOST_VISITORS = 4
MOST_SIGNERS = 5_000
_ID_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,20}[0-9]")
_COUNTED = re.compile(r"^\s*[0-9]{1,4}\s*[.、)）]\s*")
_SIGNS = re.compile(r"[\s,;，；、|:：]+")


@dataclass(frozen=True)
class Person:
    """One of them."""

    name: str
    phone: str = ""
    id_number: str = ""

    @property
    def line(self) -> str:
        """As it stands in a list."""
        return " ".join(part for part in (self.name, self.phone, self.id_number) if part)


def read_people(text: str) -> list[Person]:
    """The people in ``text``, one a line: a name, where known a phone and an identity number in any order."""
    return [person for _line, person in numbered_people(text)]


def numbered_people(text: str) -> Iterator[tuple[int, Person]]:
    """The same with the number of each line, from 1; a line that came before is left out."""
    seen = set()
    for number, line in enumerate(text.splitlines(), 1):
        person = _read(line)
        if person.line and person not in seen:
            seen.add(person)
            yield number, person


def lines_of(people: Iterable[Person]) -> str:
    return "\n".join(person.line for person in people)


def _read(line: str) -> Person:
    rest = _COUNTED.sub("", unicodedata.normalize("NFKC", line))
    found = []
    for pattern in (_ID_NUMBER, _PHONE):
        match = pattern.search(rest)
        found.append(match[0].strip() if match else "")
        rest = rest.replace(match[0], " ", 1) if match else rest
    id_number, phone = found
    return Person(_SIGNS.sub(" ", rest).strip(), phone, id_number.upper())
