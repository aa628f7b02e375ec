"""What the portal proposes for each document; the officer edits it."""

from datetime import datetime
from pathlib import PurePath

from django.db.models import Model
from django.utils import timezone

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.documents.kinds import Values
from outreach.documents.paper import dated
from petitions.casefile import granted_extension, hearing_to_come, next_higher, opinion_of
from petitions.documents import papers
from petitions.limits import NOTICE
from petitions.models import HandlingOpinion, Hearing, Petition, PetitionEvent
from petitions.queries import files_of
from petitions.statute import LegalRoute, Stage, Term


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
    """Not accepted, with the ground; or not a matter of this enterprise, with whose it is (Art. 23)."""
    said = _last_said(petition, "not_accept", "not_own")
    if said is None or said.step == "not_accept":
        return {**basics(petition), "ground": said.note if said else ""}
    advice = papers.ASK_THERE.format(owner=said.detail.get("owner", ""))
    return {**basics(petition), "ground": papers.NOT_OURS, "advice": f"{advice}{said.note}"}


def legal_route(petition: Petition) -> Values:
    """The way of law that the office told of, and who decides there (Art. 31(1)–(5))."""
    said = _last_said(petition, "route_legally")
    if said is None or not petition.legal_route:
        return basics(petition)
    route = papers.ROUTES[LegalRoute(petition.legal_route)]
    return {**basics(petition), "route": route, "owner": said.detail.get("owner", ""), "remark": said.note}


def repeat_refused(petition: Petition) -> Values:
    """By which final review the matter ended (Art. 36)."""
    said = _last_said(petition, "refuse_repeat")
    number = said.detail.get("earlier", "") if said else ""
    ended = HandlingOpinion.objects.filter(
        petition__number=number, petition__is_sealed=False, stage=Stage.FINAL, is_current=True
    ).first()
    told = {"decided_by": ended.author, "decided_on": _on(ended.issued_at)} if ended else {}
    return {**basics(petition), "earlier": number, **told, "remark": papers.NEW_FACTS}


def extension(petition: Petition) -> Values:
    """Of what a leader approved, with the reason that the petitioner is told (Art. 34)."""
    granted, held = granted_extension(petition), petition.clock_of(Term.CONCLUDE)
    if granted is None or held is None:
        return basics(petition)
    return {**basics(petition), "cause": granted.reason, "extended_to": dated(held.due_on)}


def opinion(petition: Petition) -> Values:
    return _opinion(petition, Stage.HANDLING)


def review(petition: Petition) -> Values:
    return _opinion(petition, Stage.REVIEW)


def final_review(petition: Petition) -> Values:
    """The last word: nobody is named to go to with it."""
    return {name: said for name, said in _opinion(petition, Stage.FINAL).items() if name != "reviewer"}


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
    record = "\n".join(part for part in (held.minutes, held.result) if part)
    return {**basics(petition), "held_at": _at_place(held), "record": record}


def hearing_notice(petition: Petition) -> Values:
    """Of the hearing that was called: when, where, and before whom."""
    called = hearing_to_come(petition)
    if called is None:
        return basics(petition)
    told = {"held_at": _at_place(called), "panel": called.panel, "remark": papers.HEARING_REMARK}
    return {**basics(petition), **told}


def _at_place(held: Hearing) -> str:
    at = f"{dated(clock.day_of(held.held_at))}{timezone.localtime(held.held_at):%H:%M}"
    return papers.AT_PLACE.format(at=at, place=held.place)


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


def _last_said(petition: Petition, *steps: str) -> PetitionEvent | None:
    """The line of the history by which the office last said so."""
    return petition.events.filter(step__in=steps).order_by("version").last()


def _on(moment: datetime | None) -> str:
    return dated(clock.day_of(moment)) if moment else ""


def _name(row: Model | None) -> str:
    return str(row) if row else ""
