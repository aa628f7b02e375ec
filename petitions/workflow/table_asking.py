"""Asking the petitioner: rows of the office and of inspectors."""

from django.utils.translation import gettext_lazy as _

from petitions.permissions import MANAGE
from petitions.states import INSPECTED, State
from petitions.workflow import needs
from petitions.workflow.step import RUNNING, Step, source

ASKING: list[Step] = [
    # Whoever investigates hears the petitioner; the terms run on.
    Step(
        "ask_question",
        _("向信访人提问"),
        source(*RUNNING, *INSPECTED),
        None,
        MANAGE,
        needs=(needs.not_too_many_questions,),
        article="31(6), 32",
        is_aside=True,
    ),
    Step(
        "withdraw_question",
        _("收回提问"),
        source(*State),
        None,
        MANAGE,
        needs=(needs.question_waits,),
        is_aside=True,
        is_occasional=True,
    ),
]
