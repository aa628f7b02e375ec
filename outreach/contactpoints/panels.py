"""What rooms above show on the page of a contact point, handed over when they start.

The room knows neither the ledger nor the channels; each registers a function
``(point, rights) -> Panel | None`` from its ``AppConfig.ready()``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from outreach.contactpoints.models import ContactPoint
from outreach.org.scoping import Rights

Words = str | Promise


@dataclass(frozen=True)
class Figure:
    """A number that opens exactly the rows it counts; ``of`` is what it is measured against."""

    n: int
    label: Words
    url: str
    of: int | None = None
    note: Words = ""
    light: str = ""


@dataclass(frozen=True)
class Line:
    """One row of a panel. In a panel that tells a story, ``is_next`` is what comes."""

    title: Words
    url: str = ""
    code: str = ""
    on: date | None = None
    detail: Words = ""
    light: str = ""
    words: Words = ""
    is_next: bool = False


@dataclass(frozen=True)
class Action:
    """Something this reader can do for the point in another room; at most one on the page is primary."""

    label: Words
    url: str
    icon: str
    is_primary: bool = False


@dataclass(frozen=True)
class Panel:
    """One room's part of the page; ``is_story`` draws the lines as a timeline in the narrow column."""

    title: Words
    lines: tuple[Line, ...]
    figures: tuple[Figure, ...] = ()
    actions: tuple[Action, ...] = ()
    more_url: str = ""
    more_label: Words = ""
    empty: Words = ""
    is_story: bool = False


Build = Callable[[ContactPoint, Rights], Panel | None]


class Panels:
    """The panels of this portal in the order they registered."""

    def __init__(self) -> None:
        self._builders: dict[str, Build] = {}

    def register(self, key: str, build: Build) -> None:
        """``build`` may return None where this reader has nothing to see."""
        self._builders[key] = build

    def of(self, point: ContactPoint, rights: Rights) -> list[Panel]:
        built = (build(point, rights) for build in self._builders.values())
        return [panel for panel in built if panel is not None]


panels = Panels()
