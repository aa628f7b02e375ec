"""A state machine that is a table: rows say who may take which step from where to where, and what it needs.

This file is the only one in the portal that writes ``status``. A room brings the table and the
words; buttons, forms, bulk actions, admin actions and tasks all ask the same ``refusal``.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, cast

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise


class Actor(Protocol):
    """Whoever takes a step: what a person may do and where, see ``outreach.org.scoping.Rights``."""

    @property
    def is_system(self) -> bool: ...

    def covers(self, permission: str, path: str) -> bool: ...


class Stateful(Protocol):
    """What a row brings: a state, a version that grows by one with every step, and the units it concerns."""

    status: str
    version: int

    def paths_of(self, place: str) -> list[str]:
        """The unit paths that ``place`` stands for in this row; empty when nobody is there yet."""
        ...

    def get_status_display(self) -> str: ...


Row = TypeVar("Row", bound=models.Model)


class RefusedStepError(Exception):
    """A step was not taken; ``reason`` says why, in words for the user."""

    def __init__(self, reason: Words) -> None:
        super().__init__(str(reason))
        self.reason = reason


class StaleVersionError(RefusedStepError):
    """The row changed after the form was shown: nothing was written, the typed text is still with the caller."""

    def __init__(self, row: Any, seen: int) -> None:
        super().__init__(_("您打开页面之后，这件事项已经有人改动。请核对后再提交。"))
        self.row = row
        self.seen = seen


@dataclass(frozen=True)
class Transition(Generic[Row]):
    """One row of the table.

    ``target`` None keeps the state. ``place`` names the unit of the row that ``permission`` must
    cover (``Stateful.paths_of``; one of them is enough). ``needs`` return None, or why the step is refused.
    ``by_system`` steps are taken by the portal itself or on behalf of somebody without an account.
    """

    name: str
    label: Words
    sources: frozenset[str]
    target: str | None
    permission: str
    place: str = "any"
    needs: tuple[Callable[[Row, Any], Words | None], ...] = ()
    by_system: bool = False


@dataclass
class Move(Generic[Row]):
    """A step being taken: the locked row, and what the history will say about it."""

    row: Row
    step: Transition[Row]
    before: str
    note: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer(Generic[Row]):
    """A step to show somebody: ``refusal`` is None when it can be taken now."""

    step: Transition[Row]
    refusal: Words | None


class Machine(Generic[Row]):
    """The table of one kind of row, and the only way to change its state."""

    def __init__(
        self,
        model: Callable[[], type[models.Model]],
        steps: Sequence[Transition[Row]],
        record: Callable[[Move[Row], Any], None],
    ) -> None:
        """``record`` writes the history line of a move, in the same transaction."""
        self._model = model
        self._record = record
        self.steps = {step.name: step for step in steps}
        if len(self.steps) != len(steps):
            raise ValueError("two steps share a name")

    def allowed(self, row: Row, name: str, rights: Actor) -> bool:
        """Whether this person may take the step at all, whatever the row's state."""
        step = self.steps[name]
        if step.by_system or rights.is_system:
            return rights.is_system
        return any(rights.covers(step.permission, path) for path in _state_of(row).paths_of(step.place))

    def refusal(self, row: Row, name: str, rights: Actor) -> Words | None:
        """Why the step can't be taken now, in words for the user; None when it can."""
        step = self.steps[name]
        if _state_of(row).status not in step.sources:
            return _("这件事项现在是“%(state)s”，不能“%(step)s”。") % {
                "state": _state_of(row).get_status_display(),
                "step": step.label,
            }
        if not self.allowed(row, name, rights):
            return _("您的岗位不能“%(step)s”。") % {"step": step.label}
        return next((reason for need in step.needs if (reason := need(row, rights))), None)

    def offers(self, row: Row, rights: Actor) -> list[Offer[Row]]:
        """The steps this person would look for now, in table order, each with what still stands in its way."""
        return [
            Offer(step, self.refusal(row, name, rights))
            for name, step in self.steps.items()
            if _state_of(row).status in step.sources and not step.by_system and self.allowed(row, name, rights)
        ]

    @contextmanager
    def moving(self, row: Row, name: str, rights: Any, version: int | None = None) -> Iterator[Move[Row]]:
        """Take a step: lock the row, check version and refusal, let the caller fill fields, write state and history.

        Raises ``StaleVersionError``, ``RefusedStepError``, or the model's ``DoesNotExist`` when the
        row is out of this person's sight. Nothing is written unless the block ends well.
        """
        step = self.steps[name]
        with transaction.atomic():
            locked: Any = self._lock(row, rights)
            if version is not None and locked.version != version:
                raise StaleVersionError(locked, version)
            if reason := self.refusal(locked, name, rights):
                raise RefusedStepError(reason)
            move = Move(row=locked, step=step, before=locked.status)
            yield move
            if step.target is not None:
                locked.status = step.target
            locked.version += 1
            locked.save()
            self._record(move, rights)

    def _lock(self, row: Row, rights: Any) -> Any:
        manager: Any = self._model()._default_manager
        return manager.visible_to(rights).select_for_update(of=("self",)).get(pk=row.pk)


def _state_of(row: models.Model) -> Stateful:
    """The row as what this file needs of it; Django's field descriptors hide it from the type checker."""
    return cast("Stateful", row)
