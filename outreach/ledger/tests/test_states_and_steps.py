"""Every state × every step: what the table does not name does not happen."""

import pytest

from outreach.common.transitions import RefusedStepError
from outreach.ledger import workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue, IssueEvent
from outreach.ledger.states import State
from outreach.ledger.workflow import LEDGER
from outreach.org.scoping import Rights
from outreach.org.testing import Cast

STATES = [state.value for state in State]
#: Whoever a step belongs to in the cast.
DOERS = {
    "hand_in": "cadre",
    "approve_major": "leader",
    **dict.fromkeys(
        ["enter", "merge", "reject", "assign", "agree_return", "refuse_return", "designate", "grant_extension",
         "refuse_extension", "close", "close_with_reason", "send_back", "reopen", "raise_supervision",
         "lift_supervision", "recuse_other", "lift_recusal", "look_back"],
        "ledger",
    ),
    **dict.fromkeys(
        ["sign_for", "request_return", "report_progress", "write_cause", "add_measure", "complete_measure",
         "add_evidence", "request_support", "confirm_support", "ask_co_unit", "request_extension", "submit", "recuse"],
        "handler",
    ),
    "answer_co_unit": "outsider",
    **dict.fromkeys(["change_handler", "agree_extension", "check_pass", "check_back"], "head"),
    **dict.fromkeys(["suspend", "resume", "keep_long_term", "review_long_term", "finish_long_term"], "leader"),
    **dict.fromkeys(["accept_result", "reject_result"], "acceptor"),
}  # fmt: skip


def rights_for(cast: Cast, step: str) -> Rights:
    return Rights.system() if LEDGER.steps[step].by_system else cast.rights(DOERS[step])


def test_every_step_of_the_table_has_somebody_to_take_it() -> None:
    assert set(DOERS) == {name for name, step in LEDGER.steps.items() if not step.by_system}


@pytest.mark.parametrize("state", STATES)
def test_a_step_from_a_state_it_does_not_name_is_refused_in_words(cast: Cast, state: str) -> None:
    issue = brought_to(cast, state)
    label = issue.get_status_display()
    for name, step in LEDGER.steps.items():
        refusal = LEDGER.refusal(issue, name, rights_for(cast, name))
        if state not in step.sources:
            assert refusal == f"这件事项现在是“{label}”，不能“{step.label}”。"
        else:
            assert refusal is None or "现在是" not in str(refusal)


@pytest.mark.long
@pytest.mark.parametrize("state", STATES)
def test_nobody_but_its_holder_takes_a_step(cast: Cast, state: str) -> None:
    issue = brought_to(cast, state)
    outside = {"auditor", "discipline", "security", "nobody"}
    for name, step in LEDGER.steps.items():
        for person in outside:
            # Inspectors look back at what is sealed; other items are out of their sight.
            is_theirs = (name, person) == ("look_back", "discipline")
            assert is_theirs or not LEDGER.allowed(issue, name, cast.rights(person)), (name, person)
        if step.by_system:
            assert not any(LEDGER.allowed(issue, name, cast.rights(person)) for person in cast.people), name


@pytest.mark.parametrize("state", STATES)
def test_a_refused_step_leaves_no_trace(cast: Cast, state: str) -> None:
    issue = brought_to(cast, state)
    before = (issue.version, IssueEvent.objects.filter(issue=issue).count())
    refused = [name for name, step in LEDGER.steps.items() if state not in step.sources]
    for name in refused:
        with pytest.raises(RefusedStepError), LEDGER.moving(issue, name, Rights.system()):
            pytest.fail("the step began")
    issue.refresh_from_db()
    assert (issue.version, IssueEvent.objects.filter(issue=issue).count()) == before


@pytest.mark.parametrize("state", STATES)
def test_the_history_replays_to_the_row(cast: Cast, state: str) -> None:
    """Each event begins where the one before ended, and the last one ends where the row stands."""
    issue = brought_to(cast, state)
    at = State.DRAFT.value
    for number, event in enumerate(issue.events.order_by("version"), start=1):
        assert (event.before, event.version) == (at, number)
        step = LEDGER.steps[event.step]
        assert event.after == (step.target or event.before)
        at = event.after
    assert (issue.status, issue.version) == (at, issue.events.count())


@pytest.mark.long
def test_every_verb_of_the_room_is_named_like_its_step() -> None:
    verbs = {name for name in workflow.__all__ if name.islower()}
    unseen = {"keep_out", "let_in", "name_in"}  # whom a petition names leaves no line that tells
    assert verbs - {"rate", "is_lost_without", *unseen} <= set(LEDGER.steps)
    own = {name for name, step in LEDGER.steps.items() if not step.by_system}
    assert own <= verbs


def test_offers_are_what_the_person_may_look_for(cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    offers = {offer.step.name: offer.refusal for offer in LEDGER.offers(issue, cast.rights("handler"))}
    assert offers["report_progress"] is None
    assert offers["submit"] == "还没有写原因分析。"
    assert "close" not in offers
    assert LEDGER.offers(issue, cast.rights("outsider")) == []


def test_out_of_sight_is_as_if_it_did_not_exist(cast: Cast) -> None:
    issue = brought_to(cast, State.OPEN)
    with pytest.raises(Issue.DoesNotExist):
        workflow.enter(issue=issue, rights=cast.rights("outsider"))
