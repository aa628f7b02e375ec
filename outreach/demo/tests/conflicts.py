"""Random enterprises with a case in them: who serves where, whom it is about, and what each person can tell of it."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import strategies as st

from outreach.accounts.models import User
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger import search
from outreach.ledger import workflow as ledger
from outreach.ledger.listing import Listing as Items
from outreach.ledger.models import Issue
from outreach.ledger.queries import similar_open
from outreach.ledger.workflow import Assignment
from outreach.ledger.worklists import WORKLISTS, in_worklist
from outreach.org.models import OrgUnit, Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from outreach.reminders.models import Notice
from outreach.reminders.planning import plan
from petitions import workflow
from petitions.factories import CONTACT, finding_of, make_petition
from petitions.identities import petitions_of
from petitions.listing import Listing as Petitions
from petitions.models import Petition
from petitions.panels import times_held, work_lines
from petitions.states import Kind

TITLE = "劳保采购指定供应商并收取好处"
PAGES = [
    "/", "/petitions/?view=all", f"/petitions/?q={TITLE}", "/ledger/?view=all", f"/ledger/?q={TITLE}", "/ledger/board/",
    "/wallchart/", "/wallchart/print/", "/notices/", "/contactpoints/", "/admin/", "/admin/ledger/issue/",
    "/admin/petitions/petition/", "/admin/reminders/reminder/", "/contactpoints/candidates/", "/coverage/",
    "/ledger/look-backs/", "/fieldvisits/",
]  # fmt: skip
_CHANGES_ANYWAY = re.compile(r'csrf\w*" value="\w+"|nonce-[\w-]+|\d{1,2}:\d{2}(:\d{2})?')
ROLES = [
    Role.DISCIPLINE_INSPECTOR, Role.PETITION_OFFICER, Role.LEDGER_OFFICER, Role.LEADER, Role.UNIT_HEAD, Role.HANDLER,
    Role.SYSTEM_ADMIN, Role.CADRE,
]  # fmt: skip


@dataclass
class Enterprise:
    """``above[n]`` is the unit over unit n (the root has none); ``serving`` are (role, unit) per person, ``homes``
    where each sits besides.

    Person 0 inspects everywhere and is never named; person 1 inspects everywhere, and serves at ``place`` too.
    """

    above: list[int | None]
    serving: list[list[tuple[str, int]]]
    place: int
    named_people: set[int]
    named_units: set[int]
    homes: list[int | None]
    units: list[OrgUnit] = field(default_factory=list)
    people: list[User] = field(default_factory=list)

    def build(self) -> "Enterprise":
        for number, parent in enumerate(self.above):
            over = None if parent is None else self.units[parent]
            self.units.append(OrgUnit.objects.create(name=f"第{number}单位", parent=over))
        for number, postings in enumerate(self.serving):
            name = f"员工第{number:02d}号"
            person = User.objects.create(
                username=f"p{number}", full_name=name, is_staff=True, is_superuser=number % 2 > 0
            )
            self.people.append(person)
            for role, unit in postings:
                self._post(person, role, unit, self.homes[number])
            postings[:] = [(one.role, self.units.index(one.unit)) for one in person.postings.select_related("unit")]
        self._open_office()
        return self

    def _open_office(self) -> None:
        """Somebody whom nobody names keeps the register and the ledger, so that naming others leaves an office."""
        officer = User.objects.create(username="office", full_name="信访台账室")
        for role in (Role.PETITION_OFFICER, Role.LEDGER_OFFICER):
            Posting.objects.create(user=officer, unit=self.units[0], role=role)

    def _post(self, person: User, role: str, unit: int, home: int | None) -> None:
        """Roles that do not go together, or the same one twice, are left out."""
        with suppress(ValidationError, IntegrityError), transaction.atomic():
            sits = None if home is None else self.units[home]
            Posting.objects.create(user=person, unit=self.units[unit], home=sits, role=role, since=clock.today())

    def kept_out(self) -> set[int]:
        """By walking the tree upwards, person by person: named, or serving or sitting in an accused unit or below."""
        accused = {*self.named_units, self.place}
        out = set(self.named_people)
        for number, postings in enumerate(self.serving):
            for serves in [*(unit for _role, unit in postings), self.homes[number] if postings else None]:
                here = serves
                while here is not None:
                    if here in accused:
                        out.add(number)
                    here = self.above[here]
        return out

    def inspectors(self) -> set[int]:
        """Who inspects at the place or above it."""
        over: set[int] = set()
        here: int | None = self.place
        while here is not None:
            over.add(here)
            here = self.above[here]
        return {
            number
            for number, postings in enumerate(self.serving)
            if any(role == Role.DISCIPLINE_INSPECTOR and unit in over for role, unit in postings)
        }

    @property
    def words(self) -> str:
        """What the petitioner writes: the names of those whom it is about."""
        return "涉及" + "、".join(self.people[number].full_name for number in sorted(self.named_people)) + "。"


@st.composite
def enterprises(draw: st.DrawFn) -> Enterprise:
    size = draw(st.integers(2, 6))
    above: list[int | None] = [None, *(draw(st.integers(0, number)) for number in range(size))]
    unit = st.integers(0, size)
    place = draw(st.integers(1, size))
    postings = st.lists(st.tuples(st.sampled_from([role.value for role in ROLES]), unit), min_size=1, max_size=2)
    others = draw(st.lists(postings, max_size=5))
    inspects = (Role.DISCIPLINE_INSPECTOR.value, 0)
    serving: list[list[tuple[str, int]]] = [[inspects], [inspects, (Role.CADRE.value, place)], *others]
    named = draw(st.sets(st.integers(1, len(serving) - 1), max_size=3))
    units = draw(st.sets(st.integers(1, size), max_size=2))
    homes = [None, *(draw(st.none() | unit) for _person in serving[1:])]
    return Enterprise(above, serving, place, named, units, homes)


def accuse(made: Enterprise) -> Petition:
    """Handed in as an accusation; inspectors then add the other units it is about."""
    petition = make_petition(made.units[made.place], kind=Kind.ACCUSATION, title=TITLE, facts=made.words)
    return _name_units(made, petition)


def seal_later(made: Enterprise) -> Petition:
    """An ordinary petition that went into the ledger, was assigned, made notices, and then turned out to accuse.

    Names come with a supplement: the one who has it in hand may be among them.
    """
    portal = Rights.system()
    with clock.travel_to(clock.now() - timedelta(days=40)):
        petition = make_petition(made.units[made.place], title=TITLE)
        workflow.classify(petition=petition, kind=petition.kind, unit=petition.unit, rights=portal)
        workflow.accept(petition=petition, rights=portal)
        petition = workflow.hand_over(petition=petition, finding=finding_of(petition), rights=portal)
        issue = petition.issue
        assert issue is not None
        ledger.enter(issue=issue, rights=portal)
        handler = made.people[1]
        Posting.objects.get_or_create(user=handler, unit=made.units[made.place], role=Role.HANDLER)
        ledger.assign(issue=issue, assignment=Assignment(petition.unit, handler, made.units[0], 10), rights=portal)
        Posting.objects.filter(user=handler, role=Role.HANDLER).delete()
    Notice.objects.bulk_create(
        [Notice(user=person, issue=issue, kind="assign", key="assign") for person in made.people]
    )
    plan()
    workflow.supplement(petition=petition, text=made.words)
    petition = workflow.route_to_discipline(petition=Petition.objects.get(pk=petition.pk), rights=portal)
    return _name_units(made, petition)


def _name_units(made: Enterprise, petition: Petition) -> Petition:
    for number in sorted(made.named_units):
        try:
            workflow.add_accused(petition=petition, unit=made.units[number], rights=Rights.system())
        except RefusedStepError:  # nobody would be left to deal with it
            made.named_units.discard(number)
    return petition


def what_is_seen(made: Enterprise, person: User) -> dict[str, Any]:
    """Everything that lists, counts, searches, hints, notices and exports tell this person."""
    rights = Rights.of(person)
    seen = Issue.objects.visible_to(rights)
    today = clock.today()
    petitions = Petitions(QueryDict("view=all"), rights)
    return {
        "petitions": [one.number for one in petitions.page().rows],
        "their counts": [str(tab[2]) for tab in petitions.tabs()],
        "found petitions": Petitions(QueryDict(f"q={TITLE}".encode()), rights).petitions.count(),
        "same person": petitions_of(CONTACT.phone, rights).count(),
        "waiting": [line.title for line in work_lines(rights)],
        "items": sorted(seen.values_list("number", flat=True)),
        "standing lists": {key: in_worklist(key, rights).count() for key in WORKLISTS},
        "found items": search.find(seen, TITLE).count(),
        "export": Items(QueryDict("view=all"), rights).issues.count(),
        "hints": len(similar_open(TITLE, unit=made.units[made.place], rights=rights)),
        "notices": Notice.objects.visible_to(rights).count(),
        "times held": dict(times_held(rights, today - timedelta(days=90), today, None)),
    }


def what_pages_say(person: User) -> dict[str, str]:
    """Whole pages, without what differs from one look to the next."""
    client = Client()
    client.force_login(person)
    said = {}
    for page in PAGES:
        answer = client.get(page)
        said[page] = f"{answer.status_code} {_CHANGES_ANYWAY.sub('', answer.content.decode())}"
    return said
