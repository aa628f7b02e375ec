"""A row of the table of petitions, and the groups of states that rows begin from."""

from dataclasses import dataclass

from outreach.common.transitions import Transition
from petitions.models import Petition
from petitions.states import IN_HAND, INSPECTED, UNDER_REVIEW, State


@dataclass(frozen=True)
class Step(Transition[Petition]):
    """A row of the table; ``article`` of 信访工作条例 is what it rests on, such as ``31(6)``.

    ``is_aside`` marks what can be done in passing and is never the next step of a case; ``is_occasional`` what is
    not shown at all while something stands in its way.
    """

    article: str = ""
    is_aside: bool = False
    is_occasional: bool = False


def source(*states: str) -> frozenset[str]:
    """The states that a row begins from."""
    return frozenset(states)


#: Everybody of the office may see it.
SHARED = tuple(state for state in State if state not in INSPECTED)
#: The reply is there: whoever is not content with it may go higher.
REPLIED = (State.DELIVERED, State.RATED, State.REVIEW_DECIDED, State.FINAL_DECIDED, State.ARCHIVED)
#: Not over, and not with the inspectors.
RUNNING = (
    *(State.REGISTERED, State.CLASSIFIED, State.REFERRED, *IN_HAND),
    *(State.MEDIATED, State.OPINION_ISSUED, *UNDER_REVIEW),
)
#: What a petitioner may take back: whatever is not answered yet.
WITHDRAWABLE = RUNNING
#: Told, and nothing more to do.
TOLD_AND_DONE = (State.NOT_OWN, State.LEGAL_ROUTE, State.REPEAT_REFUSED, State.NOT_ACCEPTED, State.WITHDRAWN)
