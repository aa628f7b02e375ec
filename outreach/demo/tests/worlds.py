"""Random enterprises with an accusation in them, and who may know of it, reckoned without the portal's own rules."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from outreach.accounts.models import User
from outreach.ledger import workflow as ledger
from outreach.ledger.models import Issue
from outreach.org.models import OrgUnit, Posting, Role, UnitKind
from outreach.org.scoping import Rights
from outreach.reminders.models import Notice
from petitions import workflow
from petitions.factories import finding_of, make_petition
from petitions.models import Petition

SECRET = "反映材料采购指定供应商"
BEFORE = "劳保用品以次充好"
#: Mostly inspectors: whoever could see it if they were not accused.
ROLES = st.sampled_from([*[Role.DISCIPLINE_INSPECTOR] * 8, *Role])


@dataclass(frozen=True)
class Shape:
    """``parents`` of every unit but the root, by place; each person's posts; the accused unit and persons."""

    parents: tuple[int, ...]
    posts: tuple[tuple[tuple[int, Role], ...], ...]
    superusers: tuple[bool, ...]
    accused: int
    named: frozenset[int]

    def over(self, unit: int) -> set[int]:
        """The unit and everything above it."""
        return {unit} | (self.over(self.parents[unit - 1]) if unit else set())

    @property
    def accused_people(self) -> set[int]:
        """Whoever is named, and whoever serves in the accused unit or under it; the whole enterprise is not a unit."""
        serving = {
            person
            for person, posts in enumerate(self.posts)
            if self.accused and any(self.accused in self.over(unit) for unit, _role in posts)
        }
        return serving | self.named

    @property
    def may_know(self) -> set[int]:
        """The inspectors over the accused unit who are not among the accused."""
        inspecting = {
            person
            for person, posts in enumerate(self.posts)
            if any(role == Role.DISCIPLINE_INSPECTOR and unit in self.over(self.accused) for unit, role in posts)
        }
        return inspecting - self.accused_people


@st.composite
def shapes(draw: Any) -> Shape:
    """Trees of up to seven units and up to six people with one or two posts each."""
    size = draw(st.integers(2, 7))
    people = draw(st.integers(2, 6))
    post = st.tuples(st.integers(0, size - 1), ROLES)
    return Shape(
        parents=tuple(draw(st.integers(0, unit - 1)) for unit in range(1, size)),
        posts=tuple(tuple(draw(st.lists(post, min_size=1, max_size=2, unique=True))) for _ in range(people)),
        superusers=tuple(draw(st.booleans()) for _ in range(people)),
        accused=draw(st.integers(0, size - 1)),
        named=draw(st.frozensets(st.integers(0, people - 1), max_size=2)),
    )


@dataclass(frozen=True)
class World:
    """An accusation, and an appeal that was in the ledger, told to everybody, before it turned out to be one."""

    people: list[User]
    accusation: Petition
    appeal: Petition
    issue: Issue


def build(shape: Shape) -> World:
    """The enterprise of this shape, through intake and workflow."""
    units = [OrgUnit.objects.create(name="集团", kind=UnitKind.HEADQUARTERS)]
    for number, parent in enumerate(shape.parents, start=1):
        units.append(OrgUnit.objects.create(name=f"单位{number}", parent=units[parent]))
    people = [_person(number, shape, units) for number in range(len(shape.posts))]
    words = "和".join(people[number].full_name for number in sorted(shape.named)) or "某人"
    unit = units[shape.accused]
    accusation = make_petition(unit, kind="accusation", title=SECRET, facts=f"{words}收了好处")
    appeal = make_petition(unit, title=BEFORE, facts=f"{words}签的验收单")
    system = Rights.system()
    workflow.classify(petition=appeal, kind="appeal", unit=unit, rights=system)
    workflow.accept(petition=appeal, rights=system)
    appeal = workflow.hand_over(petition=appeal, finding=finding_of(appeal), rights=system)
    issue = appeal.issue
    assert issue is not None
    ledger.enter(issue=issue, rights=system)
    Notice.objects.bulk_create(
        Notice(user=person, issue=issue, kind="enter", key=f"told:{person.pk}") for person in people
    )
    appeal = workflow.route_to_discipline(petition=appeal, rights=system)
    return World(people, accusation, appeal, Issue.objects.get(pk=issue.pk))


def _person(number: int, shape: Shape, units: list[OrgUnit]) -> User:
    is_admin = shape.superusers[number]
    name = f"赵{'甲乙丙丁戊己'[number]}某"
    person = User.objects.create(username=f"p{number}", full_name=name, is_staff=is_admin, is_superuser=is_admin)
    Posting.objects.bulk_create(Posting(user=person, unit=units[unit], role=role) for unit, role in shape.posts[number])
    return person
