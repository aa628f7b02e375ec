"""What the portal proposes for each document; the officer edits it."""

from datetime import datetime, timedelta
from pathlib import PurePath

from django.db.models import Model

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.documents.kinds import Values
from outreach.documents.paper import dated
from petitions.documents import papers
from petitions.limits import CONCLUDE, NOTICE
from petitions.models import Petition
from petitions.queries import files_of

#: Art. 34: at most 30 days, once.
EXTENSION_DAYS = 30


def basics(petition: Petition) -> Values:
    """What every document says of the petition."""
    return {
        "title": petition.title,
        "petition": petition.number,
        "received_on": _on(petition.received_at),
        "accepted_on": _on(petition.accepted_at),
        "request": petition.request or petition.title,
        "referred_to": _name(petition.referred_to),
    }


def receipt(petition: Petition) -> Values:
    names = "、".join(PurePath(file.attachment.original_name).name for file in files_of(petition))
    return {**basics(petition), "notice_days": str(limits.length(NOTICE)), "materials": names or papers.NONE}


def acceptance(petition: Petition) -> Values:
    """Suggestions have no 60 days (Art. 34 speaks of appeals)."""
    until = petition.due_on
    term = papers.TERM.format(days=limits.length(CONCLUDE), until=dated(until)) if until else papers.NO_TERM
    return {**basics(petition), "term": term}


def refused(petition: Petition) -> Values:
    said = petition.events.filter(step="not_accept").order_by("version").last()
    return {**basics(petition), "ground": said.note if said else ""}


def extension(petition: Petition) -> Values:
    until = petition.due_on + timedelta(days=EXTENSION_DAYS) if petition.due_on else None
    return {**basics(petition), "extended_to": dated(until) if until else ""}


def opinion(petition: Petition) -> Values:
    return {**basics(petition), "opinion": petition.answer, "reviewer": _name(petition.unit.parent)}


def letter(petition: Petition) -> Values:
    """The matter in its own words, for the unit that takes it over."""
    return {**basics(petition), "matter": petition.facts}


def task(petition: Petition) -> Values:
    """Of the ledger item: its words were looked through before they were handed over."""
    issue = petition.issue
    if issue is None:
        return {**basics(petition), "task": papers.TASK_WORDS}
    handler = " ".join(str(one) for one in (issue.lead_unit, issue.handler) if one)
    return {
        "title": issue.title,
        "issue": issue.number,
        "matter": issue.description,
        "handler": handler,
        "due_on": dated(issue.due_on) if issue.due_on else "",
        "task": papers.TASK_WORDS,
    }


def _on(moment: datetime | None) -> str:
    return dated(clock.day_of(moment)) if moment else ""


def _name(row: Model | None) -> str:
    return str(row) if row else ""
