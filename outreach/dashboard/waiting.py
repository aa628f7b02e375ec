"""What one line of the first page tells, whatever room it comes from."""

from dataclasses import dataclass
from datetime import date

from outreach.common.transitions import Words
from outreach.ledger.lights import TimeLight


@dataclass(frozen=True)
class Task:
    """One thing that waits for me: how urgent, what and whose, why, and the button to the step."""

    title: str
    url: str
    verb: Words
    verb_url: str
    facts: list[str]
    why: str
    due_on: date | None
    light: TimeLight | None = None
    state: Words = ""
