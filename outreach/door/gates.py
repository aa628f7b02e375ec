"""The gate before what anybody may do: open to all, and asking a small question of those who come too often.

Counted per network and hour, and softly: nobody is ever locked out. Behind one address there may be a whole
office, so going over the line only means that each visitor from there answers a question now and then.
``INTERNAL_NETWORKS`` are not counted at all.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from outreach.common import clock
from outreach.door import tallies
from outreach.door.forms import QuestionForm
from outreach.door.neighbours import is_internal, network_digest
from outreach.door.visitors import visitor_of

_PASSES = "door_passes"
_MISSES = "door_misses"
_WAIT_UNTIL = "door_wait_until"
#: So many wrong tries of one visitor are nobody's business; then each doubles the wait.
FREE_MISSES = 3
MOST_SECONDS = 30


@dataclass(frozen=True)
class Deed:
    """Something anybody may do: ``free`` of it per network and hour, then ``per_answer`` for each right answer."""

    name: str
    free: int
    per_answer: int


class Gate:
    """The gate as one request finds it; ``wanted`` says how much of each deed it is about."""

    def __init__(self, request: HttpRequest, wanted: Mapping[Deed, int]) -> None:
        self._request = request
        self._visitor = visitor_of(request)
        self.wanted = {deed: amount for deed, amount in wanted.items() if amount}
        self._form: QuestionForm | None = None

    @cached_property
    def wait_seconds(self) -> int:
        """How long this visitor should wait before trying again; the same visitor's wrong tries make it longer."""
        until = float(self._visitor.get(_WAIT_UNTIL, 0))
        return max(0, math.ceil(until - clock.now().timestamp()))

    @cached_property
    def is_asking(self) -> bool:
        """Whether a question must be answered first; at most one statement."""
        passes = self._visitor.get(_PASSES, {})
        counted = [deed for deed, amount in self.wanted.items() if passes.get(deed.name, 0) < amount]
        if not counted or is_internal(self._request):
            return False
        held = tallies.read([self._key(deed) for deed in counted])
        return any(held[self._key(deed)] + self.wanted[deed] > deed.free for deed in counted)

    @property
    def question(self) -> QuestionForm | None:
        """The question to show, with what was wrong about the answer; None where nothing is asked."""
        if not self.is_asking:
            return None
        self._form = self._form or QuestionForm()
        return self._form

    def opens(self) -> bool:
        """Whether the visitor may go on now; a right answer in the same form opens it."""
        if self.wait_seconds:
            return False
        if not self.is_asking:
            return True
        self._form = QuestionForm(self._request.POST)
        if not self._form.is_valid():
            return False
        self._visitor[_PASSES] = {deed.name: max(deed.per_answer, self.wanted[deed]) for deed in self.wanted}
        del self.is_asking
        return True

    def count(self) -> None:
        """Note that it was done; at most one statement."""
        passes = dict(self._visitor.get(_PASSES, {}))
        for deed, amount in self.wanted.items():
            if deed.name in passes:
                passes[deed.name] = max(0, passes[deed.name] - amount)
                self._visitor[_PASSES] = passes
        if self.wanted and not is_internal(self._request):
            tallies.add({self._key(deed): amount for deed, amount in self.wanted.items()})
        self.__dict__.pop("is_asking", None)
        self._form = None

    def count_miss(self) -> None:
        """Note a wrong try: this visitor waits longer each time, on the page and not in a thread of ours."""
        self.count()
        misses = self._visitor.get(_MISSES, 0) + 1
        self._visitor[_MISSES] = misses
        if misses >= FREE_MISSES:
            seconds = min(2 ** (misses - FREE_MISSES + 1), MOST_SECONDS)
            self._visitor[_WAIT_UNTIL] = clock.now().timestamp() + seconds
            self.__dict__.pop("wait_seconds", None)

    def forgive(self) -> None:
        """A right try: earlier wrong ones of this visitor no longer count."""
        for name in (_MISSES, _WAIT_UNTIL):
            self._visitor.pop(name, None)

    def _key(self, deed: Deed) -> str:
        return f"{deed.name}:{self._digest}"

    @cached_property
    def _digest(self) -> str:
        return network_digest(self._request)
