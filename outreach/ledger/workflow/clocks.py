"""The rectification clock of an item: started, paused, extended, and counted again when the calendar changes."""

from outreach.calendars.clocks import Clock
from outreach.calendars.limits import limits
from outreach.calendars.signals import Moved
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.ledger.models import CoUnit, Issue
from outreach.ledger.states import ACTIVE
from outreach.ledger.workflow.machine import LEDGER
from outreach.org.scoping import Rights


def start_clock(issue: Issue, new: Clock) -> None:
    """A new deadline begins; reminders of the earlier one no longer count."""
    _put(issue, new)
    issue.clock_round += 1


def extend_clock(issue: Issue, workdays: int, *, by: str) -> None:
    start_clock(issue, running_clock(issue).extended(workdays, by=by, on=clock.today()))


def pause_clock(issue: Issue) -> None:
    """The clock stands still and there is no due date until it runs again."""
    issue.clock = running_clock(issue).paused(clock.today()).to_json()
    lift_deadline(issue)


def lift_deadline(issue: Issue) -> None:
    """Nothing is due for now; the clock itself stays with the item."""
    issue.due_on = None
    issue.due_soon_on = None


def resume_clock(issue: Issue) -> None:
    """The due date moves by the workdays of the pause."""
    start_clock(issue, running_clock(issue).resumed(clock.today()))


def running_clock(issue: Issue) -> Clock:
    """The clock of an item that has been assigned."""
    held = issue.internal_clock
    if held is None:
        raise ValueError(f"{issue.number} has no clock before it is assigned")
    return held


def recount_open_clocks() -> list[Moved]:
    """Count every open deadline again after the calendar changed; the old date stays in the history.

    Sealed items are counted too, and not among those that are told.

    The round of the clock stays: a reminder that was sent for this deadline is not sent again.
    """
    calendar = WorkCalendar.current()
    moved = []
    for issue in Issue.objects.running().exclude(clock=None).iterator(chunk_size=500):
        counted = running_clock(issue).recomputed(calendar)
        if counted.due_on != issue.due_on and issue.due_on is not None:
            if not issue.is_sealed:
                moved.append(Moved(issue.number, issue.due_on, counted.due_on, issue.get_absolute_url()))
            _move_deadline(issue)
    return moved


def recount_co_units() -> list[Moved]:
    """The days by which other units answer, where these are not over yet."""
    calendar, moved = WorkCalendar.current(), []
    waiting = CoUnit.objects.filter(answered_at=None, due_on__gte=clock.today(), issue__status__in=ACTIVE)
    for asked in waiting.select_related("issue", "unit"):
        due_on = calendar.add_workdays(clock.day_of(asked.asked_at), limits.length("ledger.co_unit"))
        if due_on == asked.due_on:
            continue
        if not asked.issue.is_sealed:
            label = f"{asked.issue.number} {asked.unit}"
            moved.append(Moved(label, asked.due_on, due_on, asked.issue.get_absolute_url()))
        asked.due_on = due_on
        asked.save(update_fields=["due_on"])
    return moved


def _move_deadline(issue: Issue) -> None:
    with LEDGER.moving(issue, "move_deadline", Rights.system()) as move:
        old = move.row.due_on
        _put(move.row, running_clock(move.row).recomputed())
        move.detail = {"from": str(old), "to": str(move.row.due_on)}


def _put(issue: Issue, held: Clock) -> None:
    issue.clock = held.to_json()
    issue.due_on = held.due_on
    issue.due_soon_on = held.due_soon_on()
