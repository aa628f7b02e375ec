"""What the portal proposes for each document; the officer edits it."""

from datetime import datetime
from pathlib import PurePath

from django.db.models import Model
from django.utils import timezone

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.documents.kinds import Values
from outreach.documents.paper import dated
from petitions.casefile import granted_extension, opinion_of
from petitions.documents import papers
from petitions.limits import NOTICE
from petitions.models import Petition
from petitions.queries import files_of
from petitions.statute import Stage, Term
from petitions.workflow.reviewing import next_higher


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
    """Suggestions have no 60 days (Art. 34 speaks of appeals), and the simple procedure has fewer."""
    held = petition.clock_of(Term.CONCLUDE)
    term = papers.NO_TERM
    if held is not None:
        words = papers.SIMPLE_TERM if petition.is_simple else papers.TERM
        term = words.format(days=held.length, until=dated(held.due_on))
    return {**basics(petition), "term": term}


def refused(petition: Petition) -> Values:
    said = petition.events.filter(step="not_accept").order_by("version").last()
    return {**basics(petition), "ground": said.note if said else ""}


def extension(petition: Petition) -> Values:
    """Of what a leader approved, with the reason that the petitioner is told (Art. 34)."""
    granted, held = granted_extension(petition), petition.clock_of(Term.CONCLUDE)
    if granted is None or held is None:
        return basics(petition)
    return {**basics(petition), "cause": granted.reason, "extended_to": dated(held.due_on)}


def opinion(petition: Petition) -> Values:
    return _opinion(petition, Stage.HANDLING)


def review(petition: Petition) -> Values:
    """Of the review, or of the final one where there is one."""
    stage = Stage.FINAL if opinion_of(petition, Stage.FINAL) else Stage.REVIEW
    return _opinion(petition, stage)


def _opinion(petition: Petition, stage: Stage) -> Values:
    said = opinion_of(petition, stage)
    if said is None:
        return {**basics(petition), "opinion": petition.answer, "reviewer": _name(petition.unit.parent)}
    return {
        **basics(petition),
        "request": said.request,
        "facts": said.facts,
        "opinion": papers.OPINION_AND_BASIS.format(
            opinion=said.opinion, basis=said.basis, outcome=said.get_outcome_display()
        ),
        "reviewer": _name(next_higher(said.unit)),
    }


def mediation(petition: Petition) -> Values:
    agreed = petition.mediations.last()
    if agreed is None:
        return basics(petition)
    return {
        **basics(petition),
        "held_at": dated(agreed.agreed_on),
        "other_party": agreed.other_party,
        "agreement": agreed.agreement,
        "performance": agreed.performance,
    }


def hearing(petition: Petition) -> Values:
    held = petition.hearings.filter(is_cancelled=False).last()
    if held is None:
        return basics(petition)
    at = f"{dated(clock.day_of(held.held_at))}{timezone.localtime(held.held_at):%H:%M}"
    record = "\n".join(part for part in (held.minutes, held.result) if part)
    return {**basics(petition), "held_at": papers.AT_PLACE.format(at=at, place=held.place), "record": record}


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
