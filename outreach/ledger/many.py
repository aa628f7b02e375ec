"""One step for many items, each on its own: what is refused for one holds up no other."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from outreach.common.transitions import RefusedStepError, Words
from outreach.ledger.forms import StepForm
from outreach.ledger.models import Issue

MOST = 100


@dataclass(frozen=True)
class Affected:
    """One picked item, at the version somebody saw; ``refusal`` is None when the step can be taken."""

    issue: Issue
    version: int
    refusal: Words | None

    @property
    def mark(self) -> str:
        """How a form names it."""
        return f"{self.issue.number}:{self.version}"


def take_each(form: StepForm, affected: Iterable[Affected]) -> list[Affected]:
    """Take the form's step for each item on its own; what was refused says why."""
    report = []
    for one in affected:
        refusal: Words | None = None
        try:
            form.take(one.issue, one.version)
        except RefusedStepError as refused:
            refusal = refused.reason
        except Issue.DoesNotExist:
            refusal = _("这件事项已经不归您看。")
        report.append(Affected(one.issue, one.version, refusal))
    return report
