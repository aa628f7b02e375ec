"""Nothing changes, and nothing personal leaves, without a record: every verb of every room is walked."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from outreach.audit.actions import actions
from outreach.audit.models import AuditRecord
from outreach.ledger.factories import a_paper, brought_to
from outreach.ledger.models import IssueEvent
from outreach.ledger.states import State
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import accepted
from petitions.models import PetitionEvent

ROOMS = ["outreach", "petitions", "fieldvisits", "surveys", "policy"]
#: Verbs that leave no record of their own, each with the reason.
SILENT = {
    "calendars.workflow:load_year": "announces, and the receiver of the announcement records",
    "calendars.workflow:publish_days": "the same",
    "calendars.workflow:confirm_years": "the same",
    "calendars.workflow:announce": "the same",
    "ledger.intake:write_once": "calls note_issue or open_issue",
    "contactpoints.workflow:keep_tenure": "part of every verb that changes who looks after a point, and these record",
    "ledger.workflow:extend_clock": "fills in a row that its step saves",
    "ledger.workflow:keep_out": "part of a step; a line of its own would tell who is named",
    "ledger.workflow:let_in": "the same",
    "ledger.workflow:name_in": "the same",
    "petitions.workflow:name_from": "the same",
    "petitions.workflow:link_files": "part of submit and supplement",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module that holds verbs: ``workflow`` and ``intake`` of every room."""
    for root in ROOMS:
        for path in sorted((settings.BASE_DIR / root).rglob("*.py")):
            parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
            if "tests" not in parts and {"workflow", "intake"} & set(parts[1:]):
                room = next(part for part in parts if part != "outreach")
                yield f"{room}.{'intake' if 'intake' in parts else 'workflow'}", ast.parse(path.read_text("utf-8"))


@cache
def functions() -> dict[str, ast.FunctionDef]:
    """Every function of those modules, as ``room.workflow:name``."""
    return {
        f"{module}:{node.name}": node
        for module, tree in modules()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def calls(function: ast.FunctionDef) -> set[str]:
    """The last names of what it calls: ``record`` of ``audit.record(…)``."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            target = node.func
            found.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return found


@cache
def recording() -> set[str]:
    """Names of the functions that record, take a step of a machine (which does), or call one that does."""
    known = {"record", "moving"}
    all_functions = functions()
    while True:
        more = {key.partition(":")[2] for key, node in all_functions.items() if calls(node) & known}
        if more <= known:
            return known
        known |= more


def verbs() -> list[str]:
    """Public functions that take only keywords and change something: they do not begin as questions do."""
    return [
        key
        for key, node in functions().items()
        if not key.partition(":")[2].startswith(("_", "may_", "is_")) and (node.args.kwonlyargs or key in SILENT)
    ]


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_records(verb: str) -> None:
    assert verb in SILENT or verb.partition(":")[2] in recording(), f"{verb} changes something and leaves no record"


def test_the_walk_meets_the_verbs_of_every_room() -> None:
    assert len(verbs()) > 70
    rooms = {verb.partition(".")[0] for verb in verbs()}
    assert rooms >= {"ledger", "petitions", "fieldvisits", "surveys", "policy", "contactpoints", "retention"}


def recorded_names() -> set[str]:
    """Every action that stands in the code as a plain string."""
    found = set()
    for root in ROOMS:
        for path in (settings.BASE_DIR / root).rglob("*.py"):
            if "tests" not in path.parts:
                found |= set(_actions_in(path))
    return found


def _actions_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.keyword) and node.arg == "action" and isinstance(node.value, ast.Constant)):
            continue
        name = str(node.value.value)
        if "." in name and not name.startswith("/"):
            yield name


def test_every_action_has_words() -> None:
    assert recorded_names() - {one.key for one in actions} == set()


@pytest.mark.django_db
def test_each_step_of_an_item_is_one_record(cast: Cast) -> None:
    brought_to(cast, State.CLOSED)
    steps = [(event.step, event.actor_id, event.version) for event in IssueEvent.objects.order_by("version")]
    found = (
        AuditRecord.objects.filter(object_type="ledger.issue")
        .exclude(action__in=("issue.noted", "issue.drawn"))
        .order_by("pk")
    )
    assert len(steps) > 5
    assert [(one.action.removeprefix("issue."), one.actor_id, one.detail["version"]) for one in found] == steps


@pytest.mark.django_db
def test_each_step_of_a_petition_is_one_record(cast: Cast) -> None:
    petition = accepted(cast, is_simple=True)
    workflow.answer(petition=petition, text="已补发。", rights=cast.rights("petition"))
    steps = [(event.step, event.actor_id) for event in PetitionEvent.objects.order_by("version")]
    found = AuditRecord.objects.filter(object_type="petitions.petition").order_by("pk")
    assert [one.action.partition(".")[2] for one in found] == ["registered", *(step for step, _actor in steps[1:])]
    assert {one.object_id for one in found} == {str(petition.pk)}


@pytest.mark.django_db
def test_looking_printing_and_taking_out_are_recorded(cast: Cast, client: Client, media_root: Path) -> None:
    petition = accepted(cast)
    paper = a_paper()
    workflow.supplement(petition=petition, text="补充", files=[paper])
    client.force_login(cast.petition)
    client.get(petition.get_absolute_url())
    list(client.get(f"{petition.get_absolute_url()}files/{paper.pk}/"))
    client.force_login(cast.ledger)
    list(client.get("/ledger/export.xlsx"))
    client.get("/wallchart/print/")
    for action in ("petition.viewed", "petition.file_taken", "ledger.exported", "wallchart.printed"):
        record = AuditRecord.objects.get(action=action)
        assert (record.actor is not None, record.address) == (True, "127.0.0.1"), action
