"""Which form and which verb belong to each step an officer may take."""

from collections.abc import Callable
from typing import Any

from petitions import workflow
from petitions.forms import desk, recusing, repeating, sealed
from petitions.forms.steps import StepForm

STEP_FORMS: dict[str, tuple[type[StepForm], Callable[..., Any]]] = {
    "classify": (desk.ClassifyForm, workflow.classify),
    "accept": (desk.TellForm, workflow.accept),
    "refer": (desk.ReferForm, workflow.refer),
    "not_own": (desk.NotOwnForm, workflow.not_own),
    "not_accept": (desk.GroundForm, workflow.not_accept),
    "hand_over": (desk.HandOverForm, workflow.hand_over),
    "join": (desk.JoinForm, workflow.join),
    "answer": (desk.AnswerForm, workflow.answer),
    "route_to_discipline": (desk.NoteForm, workflow.route_to_discipline),
    "investigate": (desk.TellForm, workflow.investigate),
    "add_accused": (sealed.AddAccusedForm, workflow.add_accused),
    "remove_accused": (sealed.RemoveAccusedForm, workflow.remove_accused),
    "release": (desk.ReleaseForm, workflow.release),
    "recuse": (recusing.RecuseForm, workflow.recuse),
    "recuse_other": (recusing.RecuseOtherForm, workflow.recuse_other),
    "lift_recusal": (recusing.LiftRecusalForm, workflow.lift_recusal),
    "read_back": (desk.ReadBackForm, workflow.read_back),
    "link_repeat": (repeating.LinkRepeatForm, workflow.link_repeat),
    "not_repeat": (repeating.NotRepeatForm, workflow.not_repeat),
    "unlink_repeat": (repeating.UnlinkRepeatForm, workflow.unlink_repeat),
    "archive": (desk.NoteForm, workflow.archive),
}
