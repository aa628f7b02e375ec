"""Which documents there are: a channel names its kinds, and the records they belong to, when it starts.

The core lists kinds and never asks which channel they come from (docs/adding-a-channel.md).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from outreach.documents.fields import OWN_FIELDS, Field
from outreach.documents.paper import Paper
from outreach.org.scoping import Rights

#: What is filled into a document: text, or for a table one mapping per row.
Values = Mapping[str, Any]


class Safe(Protocol):
    """Keeps content so that the database alone tells nothing; ``row`` is what a seal is bound to."""

    def seal(self, content: bytes, *, row: str) -> tuple[str, bytes]:
        """The version of the key, and the sealed content."""
        ...

    def unseal(self, sealed: bytes, *, version: str, row: str) -> bytes: ...


@dataclass(frozen=True)
class Dossier:
    """One sort of record that documents belong to.

    ``seen(rights)`` are the records this reader may see, ``url(record)`` is where one is shown, ``series(record)``
    begins the numbers of its documents, ``identity(record)`` fills the identity fields, ``masked(record)`` says the
    same without telling. ``sees_identity(record, rights)``: whether this person may read them now.
    """

    key: str
    seen: Callable[[Rights], QuerySet[Any]]
    url: Callable[[Any], str]
    series: Callable[[Any], str]
    identity: Callable[[Any], Values]
    masked: Callable[[Any], Values]
    sees_identity: Callable[[Any, Rights], bool]
    safe: Safe


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document, such as a notice of acceptance.

    ``fill(record)`` proposes what the officer then edits, ``suits(record)`` says whether it can be written now, and
    ``warn(record, values, rights)`` what to look at before it goes out. ``permission`` is needed to write and to
    issue it. ``is_handed_out``: the other side reads it as soon as it is issued. ``is_made_once``: a step of the record
    issues it, and nobody writes another in its place.
    """

    key: str
    dossier: str
    label: str | Promise
    purpose: str | Promise
    series: str
    permission: str
    fields: tuple[Field, ...]
    paper: Paper
    fill: Callable[[Any], Values]
    suits: Callable[[Any], bool]
    warn: Callable[[Any, Values, Rights], list[str]] = lambda _record, _values, _rights: []
    is_handed_out: bool = True
    is_made_once: bool = False

    @property
    def all_fields(self) -> tuple[Field, ...]:
        return (*self.fields, *OWN_FIELDS)

    @property
    def typed_fields(self) -> tuple[Field, ...]:
        """Those that an officer writes."""
        return tuple(one for one in self.fields if not one.is_identity)

    @property
    def has_identity(self) -> bool:
        return any(one.is_identity for one in self.fields)

    @property
    def example(self) -> Values:
        return {one.name: one.example for one in self.all_fields}


class Kinds:
    """What the channels registered."""

    def __init__(self) -> None:
        self._dossiers: dict[str, Dossier] = {}
        self._kinds: dict[str, DocumentKind] = {}

    def register(self, dossier: Dossier, *of: DocumentKind) -> None:
        self._dossiers[dossier.key] = dossier
        for kind in of:
            if kind.dossier != dossier.key:
                raise ValueError(f"{kind.key} belongs to {kind.dossier}")
            self._kinds[kind.key] = kind

    def __iter__(self) -> Iterator[DocumentKind]:
        return iter(self._kinds.values())

    def get(self, key: str) -> DocumentKind | None:
        return self._kinds.get(key)

    def dossiers(self) -> Iterator[Dossier]:
        return iter(self._dossiers.values())

    def dossier(self, key: str) -> Dossier:
        return self._dossiers[key]

    def of(self, dossier: str) -> list[DocumentKind]:
        return [kind for kind in self if kind.dossier == dossier]

    def choices(self) -> list[tuple[str, str | Promise]]:
        """For ``kind`` columns; a callable, so a kind comes or goes without a migration."""
        return [(kind.key, kind.label) for kind in self]


kinds = Kinds()


def kind_choices() -> list[tuple[str, str | Promise]]:
    return kinds.choices()


def dossier_choices() -> list[tuple[str, str]]:
    return [(dossier.key, dossier.key) for dossier in kinds.dossiers()]


def record_of(dossier: str, record_id: int, rights: Rights) -> Model | None:
    """The record as far as this reader may see it."""
    found: Model | None = kinds.dossier(dossier).seen(rights).filter(pk=record_id).first()
    return found
