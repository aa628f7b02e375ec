"""What the desk has to look at though the state of the case does not say so."""

from petitions.models import Petition
from petitions.statute import Waits


def wait_for(petition: Petition, what: Waits) -> None:
    """Called in a step: what waits already waits first."""
    petition.waits_for = petition.waits_for or what


def stop_waiting(petition: Petition, *what: Waits) -> None:
    """Called in a step that answers it."""
    if petition.waits_for in what:
        petition.waits_for = ""
