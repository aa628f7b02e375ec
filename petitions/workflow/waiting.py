"""What the desk has to look at though the state of the case does not say so."""

from collections.abc import Iterator

from petitions.casefile import last_opinion, late_request
from petitions.models import Petition
from petitions.states import Kind, State
from petitions.statute import Waits
from petitions.workflow.step import REPLIED


def wait_for(petition: Petition, what: Waits) -> None:
    """Called in a step: what waits already waits first."""
    petition.waits_for = petition.waits_for or what


def stop_waiting(petition: Petition, *what: Waits) -> None:
    """Called in a step that answers it: what came in behind it is next."""
    if petition.waits_for in what:
        petition.waits_for = next((one for one in _due(petition) if one not in what), "")


def _due(petition: Petition) -> Iterator[Waits]:
    """What the case itself says has to be done, whatever was waited for when that came."""
    if petition.status in REPLIED and late_request(petition):
        yield Waits.LATE_REVIEW
    if petition.status in {State.REVIEW_DECIDED, State.FINAL_DECIDED}:
        last = last_opinion(petition)
        if last is not None and last.delivered_on is None:
            yield Waits.DELIVERY
    if petition.status == State.INVESTIGATING and petition.result_at is not None and petition.kind == Kind.APPEAL:
        yield Waits.RESULT
