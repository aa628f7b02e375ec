"""Which pages are photographed, as whom; addresses with a row in them are looked up in the demo data."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any

import django
from django.apps import apps
from django.db.models import QuerySet

PHONE, DESKTOP, SCREEN = 390, 1440, 1920
BOTH = (PHONE, DESKTOP)


@dataclass(frozen=True)
class Shot:
    """One page; ``is_screen`` takes what fits the window instead of the whole page."""

    name: str
    path: str
    person: str = ""
    widths: tuple[int, ...] = BOTH
    is_screen: bool = False

    def height_at(self, width: int) -> int:
        return {PHONE: 844, SCREEN: 1080}.get(width, 900)


SHOTS = [
    # The public, who never sign in.
    Shot("entrance", "/"),
    Shot("petition-kind", "/petitions/new/"),
    Shot("petition-matter", "/petitions/new/matter/"),
    Shot("petition-contact", "/petitions/new/contact/"),
    Shot("petition-track", "/petitions/track/"),
    Shot("policy-library", "/policy/"),
    Shot("policy-document", "/policy/{document}/"),
    Shot("login", "/accounts/login/?next=/ledger/"),
    Shot("not-found", "/no/such/page/"),
    Shot("offline", "/offline/"),
    # My work, as different people.
    *(Shot(f"home-{person}", "/", person) for person in ("leader", "ledger", "handler", "cadre", "petition", "admin")),
    Shot("home-nobody", "/", "auditor"),
    # The ledger.
    Shot("ledger-list", "/ledger/", "ledger"),
    Shot("ledger-all", "/ledger/?view=all", "ledger"),
    Shot("ledger-empty", "/ledger/?view=all&q=没有这样的事", "ledger"),
    Shot("ledger-board", "/ledger/board/", "ledger"),
    Shot("ledger-new", "/ledger/new/", "cadre"),
    Shot("ledger-item-in-progress", "/ledger/{in_progress}/", "handler"),
    Shot("ledger-item-closed", "/ledger/{closed}/", "ledger"),
    Shot("ledger-item-verifying", "/ledger/{verifying}/", "acceptor"),
    Shot("ledger-assign", "/ledger/{open}/assign/", "ledger"),
    Shot("ledger-merge", "/ledger/{open}/merge/", "ledger"),
    Shot("ledger-extension", "/ledger/{in_progress}/request_extension/", "handler"),
    Shot("ledger-no-right", "/ledger/{open}/assign/", "cadre"),
    # The channels.
    Shot("petition-list", "/petitions/", "petition"),
    Shot("petition-case", "/petitions/{petition}/", "petition"),
    Shot("petition-register", "/petitions/register/", "petition"),
    Shot("petition-import", "/petitions/register/import/", "petition"),
    Shot("petition-find", "/petitions/find/", "petition"),
    Shot("petition-identity", "/petitions/{named}/identity/", "petition"),
    Shot("petition-documents", "/petitions/{accepted}/", "petition"),
    Shot("petition-figures", "/petitions/figures/", "petition"),
    Shot("petition-officers", "/petitions/officers/", "petition"),
    Shot("petition-phrases", "/petitions/phrases/", "petition"),
    Shot("petition-repeat", "/petitions/{repeat}/", "petition"),
    Shot("petition-link-repeat", "/petitions/{petition}/link_repeat/", "petition"),
    Shot("sponsored", "/petitions/sponsored/", "petition"),
    Shot("sponsored-case", "/petitions/sponsored/{sponsored}/", "petition"),
    Shot("answers", "/petitions/answers/"),
    Shot("answer", "/petitions/answers/{answer}/"),
    Shot("answers-desk", "/petitions/answers/desk/", "petition"),
    Shot("reception-roster", "/petitions/receptions/days/"),
    Shot("reception-list", "/petitions/receptions/", "petition"),
    Shot("reception-day", "/petitions/receptions/{reception}/", "leader"),
    Shot("reception-slot", "/petitions/receptions/slots/{slot}/", "petition"),
    Shot("reception-promise", "/petitions/receptions/slots/{promise}/", "leader"),
    Shot("petition-no-right", "/petitions/", "handler"),
    Shot("visit-list", "/fieldvisits/", "cadre"),
    Shot("visit-new", "/fieldvisits/new/", "cadre"),
    Shot("visit-detail", "/fieldvisits/{visit}/", "ledger"),
    Shot("visit-plan", "/fieldvisits/plan/", "ledger"),
    Shot("survey-list", "/surveys/", "ledger"),
    Shot("survey-new", "/surveys/new/", "cadre"),
    Shot("survey-detail", "/surveys/{investigation}/", "ledger"),
    Shot("survey-record", "/surveys/{investigation}/records/new/forum/", "ledger"),
    Shot("session-list", "/policy/sessions/", "ledger"),
    Shot("session-new", "/policy/sessions/new/", "cadre"),
    Shot("session-detail", "/policy/sessions/{session}/", "ledger"),
    Shot("policy-new", "/policy/new/", "ledger"),
    # Trust.
    Shot("sessions", "/accounts/sessions/", "handler"),
    Shot("audit-log", "/audit/", "auditor"),
    Shot("confirmations", "/org/confirmations/", "auditor"),
    Shot("holds", "/holds/", "petition"),
    Shot("document-templates", "/documents/templates/", "petition"),
    Shot("document-template", "/documents/templates/petition.hearing/", "petition"),
    # What all share.
    Shot("point-list", "/contactpoints/", "leader"),
    Shot("point-detail", "/contactpoints/{point}/", "leader"),
    Shot("point-candidates", "/contactpoints/candidates/", "ledger"),
    Shot("point-edit", "/contactpoints/{point}/edit/", "ledger"),
    Shot("wallchart", "/wallchart/", "leader"),
    Shot("wallchart-screen", "/wallchart/", "leader", (SCREEN,), is_screen=True),
    Shot("wallchart-print", "/wallchart/print/", "leader", (DESKTOP,)),
    Shot("notices", "/notices/", "handler"),
    Shot("admin-index", "/admin/", "admin", (DESKTOP,)),
    Shot("admin-ledger", "/admin/ledger/issue/", "admin", (DESKTOP,)),
    Shot("admin-item", "/admin/ledger/issue/{in_progress_pk}/change/", "admin", (DESKTOP,)),
]


_IN_PROGRESS = {"status": "in_progress", "handler__username": "handler"}
_TO_ACCEPT = {"status": "verifying", "accepting_unit__postings__user__username": "acceptor"}


def addresses(shots: Sequence[Shot]) -> tuple[list[Shot], list[str]]:
    """The same with rows of the demo put into their addresses, and the names of those that it has no row for today."""
    rows = {name: row for name, row in _rows().items() if row is not None}
    needs = {shot.name: {name for _, name, _, _ in Formatter().parse(shot.path) if name} for shot in shots}
    found = [replace(shot, path=shot.path.format(**rows)) for shot in shots if needs[shot.name] <= rows.keys()]
    return found, [name for name, needed in needs.items() if not needed <= rows.keys()]


def _rows() -> dict[str, object]:
    """Of each kind the newest, by the name that stands for it in an address; None without any."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outreach.settings.dev")
    django.setup()
    newest: dict[str, tuple[str, str, dict[str, Any]]] = {
        "document": ("policy", "PolicyDocument", {"is_public": True}),
        "session": ("policy", "PolicySession", {"questions__issue__isnull": False}),
        "visit": ("fieldvisits", "Visit", {"findings__photos__isnull": False}),
        "investigation": ("surveys", "Investigation", {"records__isnull": False}),
        "reception": ("petitions", "ReceptionDay", {"slots__isnull": False}),
        "slot": ("petitions", "ReceptionSlot", {"status__in": ["booked", "heard"]}),
        "promise": ("petitions", "ReceptionSlot", {"promise__gt": "", "confirmed_at": None}),
        "sponsored": ("petitions", "SponsoredCase", {"status": "running"}),
        "answer": ("petitions", "PublishedAnswer", {"status": "published"}),
        "point": ("contactpoints", "ContactPoint", {"leader__user__username": "leader"}),
        "in_progress_pk": ("ledger", "Issue", _IN_PROGRESS),
    }
    numbered: dict[str, tuple[str, str, dict[str, Any]]] = {
        **{state: ("ledger", "Issue", {"status": state}) for state in ("open", "closed")},
        "in_progress": ("ledger", "Issue", _IN_PROGRESS),
        "verifying": ("ledger", "Issue", _TO_ACCEPT),
        "petition": ("petitions", "Petition", {"is_sealed": False}),
        "named": ("petitions", "Petition", {"is_sealed": False, "is_anonymous": False}),
        "repeat": ("petitions", "Petition", {"is_sealed": False, "repeat_of__isnull": False}),
        "accepted": ("petitions", "Petition", {"is_sealed": False, "accepted_at__isnull": False}),
    }
    return {
        **{name: _newest(*which).values_list("pk", flat=True).first() for name, which in newest.items()},
        **{name: _newest(*which).values_list("number", flat=True).first() for name, which in numbered.items()},
    }


def _newest(app: str, model: str, which: dict[str, Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model(app, model)._default_manager.filter(**which)
    return rows.order_by("-pk")
