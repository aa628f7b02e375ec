"""The steps of the public form taken together."""

from collections.abc import Mapping
from typing import Any

from petitions.contacts import Contact
from petitions.forms.public import ContactAndMailForm, KindForm, MatterForm, StepForm
from petitions.intake import Matter
from petitions.states import Arrival, Kind


class WholeForm:
    """The answers kept in a draft, checked once more before they are handed in."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.kind, self.matter_step = KindForm(answers), MatterForm(answers)
        self.contact_step = ContactAndMailForm(answers)
        self.steps: list[StepForm] = [self.kind, self.matter_step, self.contact_step]

    def first_wrong(self) -> int | None:
        """The number of the first step that still needs an answer."""
        return next((number for number, step in enumerate(self.steps) if not step.is_valid()), None)

    @property
    def matter(self) -> Matter:
        return matter_of({**self.kind.cleaned_data, **self.matter_step.cleaned_data, **self.contact_step.cleaned_data})

    @property
    def contact(self) -> Contact:
        return self.contact_step.contact

    @property
    def mailbox(self) -> str:
        """Empty of an accusation: its sender reads a warning first, on the query page."""
        is_asked = self.kind.cleaned_data["kind"] != Kind.ACCUSATION
        return str(self.contact_step.cleaned_data["mailbox"]) if is_asked else ""


def matter_of(said: Mapping[str, Any], arrival: str = Arrival.WEB) -> Matter:
    """The cleaned answers as a matter."""
    parts = ("kind", "title", "facts", "unit", "request", "place", "names", "people_count")
    return Matter(
        **{part: said[part] for part in parts},
        is_anonymous=said["naming"] == "anonymous",
        may_be_seen_by_unit=said["naming"] == "real",
        arrival=arrival,
    )
