"""The forms of contact points."""

from outreach.contactpoints.forms.candidates import WeightsForm
from outreach.contactpoints.forms.criteria import AssessmentForm
from outreach.contactpoints.forms.point import PointForm, UnitChoiceField
from outreach.contactpoints.forms.profile import ProfileForm, ValueForm
from outreach.contactpoints.forms.review import AnswerForm, ReviewForm

__all__ = [
    "AnswerForm",
    "AssessmentForm",
    "PointForm",
    "ProfileForm",
    "ReviewForm",
    "UnitChoiceField",
    "ValueForm",
    "WeightsForm",
]
