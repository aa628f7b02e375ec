"""The states of a petition as a table; the article of 信访工作条例 stands in each row that has one."""

from petitions.workflow.step import Step
from petitions.workflow.table_asking import ASKING
from petitions.workflow.table_deciding import (
    ALLOTTING,
    BY_OFFICERS,
    INSPECTING,
    READING,
    RECUSING,
    REFERRING,
    REPEATING,
)
from petitions.workflow.table_handling import ENDING, HANDLING
from petitions.workflow.table_portal import BY_THE_PORTAL
from petitions.workflow.table_reviewing import REVIEWING

#: In the order in which somebody would look for them; the first that is not aside is the next step of a case.
STEPS: list[Step] = [
    *BY_OFFICERS,
    *REFERRING,
    *HANDLING,
    *ASKING,
    *ALLOTTING,
    *REVIEWING,
    *ENDING,
    *INSPECTING,
    *READING,
    *RECUSING,
    *REPEATING,
    *BY_THE_PORTAL,
]
#: What is offered only when there is occasion for it.
OCCASIONAL = {step.name for step in STEPS if step.is_occasional}
#: What can be done in passing.
ASIDE = {step.name for step in STEPS if step.is_aside or step.name == "read_back"}
