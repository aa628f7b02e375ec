"""Every step a person can take, and its form; a test holds it against the table."""

from outreach.ledger import workflow
from outreach.ledger.forms.base import NoteForm, ReasonForm, StepForm
from outreach.ledger.forms.deadlines import DEADLINES
from outreach.ledger.forms.entering import ENTERING
from outreach.ledger.forms.handling import HANDLING
from outreach.ledger.forms.judging import JUDGING
from outreach.ledger.forms.recusing import RECUSING

_MAY_BE_EXPLAINED = (
    "enter",
    "approve_major",
    "agree_return",
    "agree_extension",
    "grant_extension",
    "resume",
    "check_pass",
    "close",
)
_MUST_BE_EXPLAINED = (
    "reject",
    "request_return",
    "refuse_return",
    "refuse_extension",
    "check_back",
    "reject_result",
    "close_with_reason",
    "send_back",
    "reopen",
)

STEP_FORMS: dict[str, type[StepForm]] = {
    **{name: NoteForm.taking(getattr(workflow, name)) for name in _MAY_BE_EXPLAINED},
    **{name: ReasonForm.taking(getattr(workflow, name)) for name in _MUST_BE_EXPLAINED},
    **ENTERING,
    **HANDLING,
    **DEADLINES,
    **JUDGING,
    **RECUSING,
}
