"""What people fill in at the ledger."""

from outreach.ledger.forms.base import StepForm
from outreach.ledger.forms.finding import FindingForm
from outreach.ledger.forms.registry import STEP_FORMS
from outreach.ledger.forms.saved import SavedViewForm

__all__ = ["STEP_FORMS", "FindingForm", "SavedViewForm", "StepForm"]
