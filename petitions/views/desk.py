"""The desk of the petition office: the list, and one case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from outreach.audit.workflow import record
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.common.transitions import Offer
from outreach.documents.panel import panel_of
from outreach.documents.permissions import KEEP_TEMPLATES
from outreach.ledger.models import Issue
from outreach.org.scoping import Rights
from petitions import keyring
from petitions.casefile import fetch_parts, supervised_for
from petitions.documents.dossier import DOSSIER
from petitions.forms.allotting import AllotManyForm
from petitions.forms.register_file import ExportForm
from petitions.history import history_of
from petitions.identities import known_of
from petitions.listing import Listing
from petitions.models import Petition
from petitions.permissions import CHECK_ANSWERS, EXPORT, FIND_PERSON, IMPORT, MANAGE, REGISTER, REVEAL, REVEAL_APPROVE
from petitions.queries import handed_in, kept_away_from, mentioned_in, open_reveals
from petitions.repeats import repeats_of
from petitions.sponsored import sponsor_of
from petitions.states import Arrival, Kind, State
from petitions.statute import Term
from petitions.views.base import DeskView
from petitions.workflow import PETITIONS
from petitions.workflow.publishing import refusal_to_write
from petitions.workflow.sponsoring import refusal_to_sponsor
from petitions.workflow.table import ASIDE, OCCASIONAL

#: Steps that answer a case.
_ANSWERS = {"issue_opinion", "mediate"}


class PetitionListView(DeskView):
    """``/petitions/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        listing = Listing(request.GET, self.rights)
        page = listing.page()
        context = {
            "listing": listing,
            "rows": rows_of(page.rows),
            "choices": {"kind": Kind.choices, "arrival": Arrival.choices, "status": State.choices},
            "previous_url": listing.url(before=page.before) if page.before else "",
            "next_url": listing.url(after=page.after) if page.after else "",
            "may_register": self.rights.may(REGISTER),
            "may_keep_templates": self.rights.everywhere(KEEP_TEMPLATES),
            "may_check_answers": self.rights.may(CHECK_ANSWERS),
            "may_import": self.rights.may(IMPORT),
            "export_form": ExportForm(initial={"query": listing.url()[1:]}) if self.rights.may(EXPORT) else None,
            "allot_form": AllotManyForm(rights=self.rights) if page.rows and self.rights.may(REGISTER) else None,
            "may_find": self.rights.may(FIND_PERSON),
            "troubles": keyring.problems() if self.rights.may(MANAGE) else [],
        }
        return render(request, "petitions/petition_list.html", context)


class PetitionView(DeskView):
    """``/petitions/<number>/``."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        petition = self.petition(number)
        record(action="petition.viewed", obj=petition, request=request)
        history = history_of(petition, self.rights)
        fetch_parts(petition, {entry.step for entry in history})
        known = known_of(petition, self.rights)
        context = {
            "petition": petition,
            "light": light_of(petition, WorkCalendar.current()),
            "known": known,
            "repeats": repeats_of(petition, known, self.rights),
            "reveals": open_reveals(petition, self.rights) if known.is_asked_for else [],
            "may_look_behind": known.is_kept and (self.rights.may(REVEAL) or self.rights.may(REVEAL_APPROVE)),
            **said_and_asked(petition, self.rights),
            "documents": panel_of(DOSSIER.key, petition, self.rights),
            "kept_away": kept_away_from(petition),
            "mentioned": mentioned_in(petition),
            "history": history,
            "clocks": clocks_of(petition),
            "supervised": supervised_for(petition),
            "may_open_issue": _sees_issue(petition, self.rights),
            **what_next(petition, self.rights),
        }
        return render(request, "petitions/petition_detail.html", context)


def said_and_asked(petition: Petition, rights: Rights) -> dict[str, Any]:
    """What the petitioner brought, and what the office asked them, with the answers."""
    questions = [one for one in petition.questions.all() if one.is_told_to(rights)]
    return {"questions": questions, "said": handed_in(petition, questions)}


def choose(offers: list[Offer[Petition]], petition: Petition) -> dict[str, Any]:
    """The one clear next step as ``first``, and all others: what can be done in passing is never first.

    While the ledger works on it, nothing is next for the office.
    """
    offers = [offer for offer in offers if offer.refusal is None or offer.step.name not in OCCASIONAL]
    main = [offer for offer in offers if offer.step.name not in ASIDE]
    if petition.status == State.INVESTIGATING and petition.issue is not None and petition.result_at is None:
        main = [offer for offer in main if offer.step.name not in _ANSWERS]
    free = [offer for offer in main if offer.refusal is None]
    first = next(iter(free or main), None)
    return {"first": first, "others": [offer for offer in offers if offer is not first]}


def clocks_of(petition: Petition) -> list[dict[str, Any]]:
    """Every clock this case has had, with the lines that explain it."""
    calendar = WorkCalendar.current()
    held = [(Term(term), petition.clock_of(term)) for term in Term.values]
    return [
        {"label": term.label, "due_on": one.due_on, "lines": one.lines(calendar), "runs": term == petition.term}
        for term, one in held
        if one is not None
    ]


def rows_of(petitions: list[Petition]) -> list[dict[str, Any]]:
    """Each petition with its light; the calendar is loaded once."""
    calendar = WorkCalendar.current()
    return [{"petition": petition, "light": light_of(petition, calendar)} for petition in petitions]


def what_next(petition: Petition, rights: Rights) -> dict[str, Any]:
    """The one step to take, the others, and what else can be made of the case."""
    is_sponsored: bool = petition.has_sponsor  # type: ignore[attr-defined]  # annotated by the page
    sponsored = sponsor_of(petition) if is_sponsored else None
    steps = choose(PETITIONS.offers(petition, rights), petition)
    return {
        **steps,
        "may_withdraw_question": any(offer.step.name == "withdraw_question" for offer in steps["others"]),
        "sponsored": sponsored,
        "may_sponsor": refusal_to_sponsor(petition, sponsored, rights) is None,
        "may_publish": refusal_to_write(petition, rights) is None,
    }


def light_of(petition: Petition, calendar: WorkCalendar) -> dict[str, Any]:
    """The light of the statutory clock that runs, in the words of calendar days, and the lines that explain it."""
    running = petition.running_clock
    if running is None or petition.due_on is None:
        return {"name": "none", "words": "", "lines": []}
    today = clock.today()
    return {
        "name": running.light(today, calendar),
        "words": running.words_left(today, calendar),
        "lines": running.lines(calendar),
        "estimated": running.is_estimated,
    }


def _sees_issue(petition: Petition, rights: Rights) -> bool:
    return petition.issue is not None and Issue.objects.visible_to(rights).filter(pk=petition.issue.pk).exists()
