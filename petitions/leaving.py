"""What somebody of the office, or a leader, who leaves still has: cases, sponsored ones, reports, days of reception.

What the successor has to keep away from goes to no other by itself: a case is nobody's and waits at the desk, a
sponsored one goes on without a sponsor, a day is called off and its people keep their turn.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.common.transitions import RefusedStepError
from outreach.org.duties import Duty, Handing, duties, serving
from outreach.org.grants import grants
from outreach.org.models import OrgUnit
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from petitions.models import Petition, ReceptionDay, SponsoredCase, UrgentReport
from petitions.permissions import REGISTER
from petitions.workflow.allotting import ALLOTTED, pass_on
from petitions.workflow.receptions import call_off, name_substitute
from petitions.workflow.reporting import pass_on_report
from petitions.workflow.sponsoring import change_sponsor, give_back
from petitions.workflow.step import RUNNING


def declare() -> None:
    """Called once when the channel starts."""
    duties.register(Duty("petitions", _("经办的信访件"), _cases_owed, _officers, _pass_on_cases))
    duties.register(Duty("sponsored", _("包案的信访件"), _sponsored_owed, _leaders, _pass_on_sponsored))
    duties.register(Duty("reports", _("没有阅知的紧急报告"), _reports_owed, _leaders, _pass_on_reports))
    duties.register(Duty("receptions", _("还没到的接访日"), _days_owed, _leaders, _pass_on_days))


def _officers(unit: OrgUnit) -> QuerySet[User]:
    return serving(grants.roles_with(REGISTER), unit)


def _leaders(unit: OrgUnit) -> QuerySet[User]:
    """Whoever is a leading cadre and serves as a leader of this unit or above."""
    return serving([Role.LEADER], unit).exclude(cadre=None)


def _by(unit: str, rows: QuerySet[Any]) -> Mapping[int, int]:
    return dict(rows.order_by().values_list(unit).annotate(n=Count("pk")))


# --- cases at the desk -----------------------------------------------------------------------
def _cases(user: User, left: Rights) -> QuerySet[Petition]:
    """Running cases of this person that the rights they keep do not cover."""
    cases = Petition.objects.filter(officer=user, is_sealed=False, status__in=ALLOTTED)
    kept = cases.filter(left.as_q(REGISTER, "unit") | left.as_q(REGISTER, "referred_to"))
    return cases.exclude(pk__in=kept.order_by().values("pk"))


def _cases_owed(user: User, left: Rights) -> Mapping[int, int]:
    cases = _cases(user, left).annotate(has_it=Coalesce("referred_to", "unit"))
    return _by("has_it", cases)


def _pass_on_cases(handing: Handing) -> None:
    has_it = Q(referred_to=handing.unit) | Q(referred_to=None, unit=handing.unit)
    for petition in _cases(handing.leaver, handing.left).filter(has_it).order_by("pk"):
        pass_on(petition=petition, officer=handing.to, rights=handing.rights)


# --- what leaders answer for: whoever stays a leader keeps it -------------------------------------
def _sponsored(user: User) -> QuerySet[SponsoredCase]:
    return SponsoredCase.objects.running().filter(sponsor__user=user, petition__is_sealed=False)


def _sponsored_owed(user: User, left: Rights) -> Mapping[int, int]:
    return {} if left.holds(Role.LEADER) else _by("petition__unit", _sponsored(user))


def _pass_on_sponsored(handing: Handing) -> None:
    why = gettext("离任移交")
    for case in _sponsored(handing.leaver).filter(petition__unit=handing.unit).order_by("pk"):
        try:
            change_sponsor(case=case, sponsor=handing.to.cadre, reason=why, rights=handing.rights)
        except RefusedStepError:  # they keep away from it, or cannot see it
            give_back(case=case, reason=why, rights=handing.rights)


def _reports(user: User) -> QuerySet[UrgentReport]:
    """Told to this person, and not read yet, of cases that still run."""
    return UrgentReport.objects.filter(
        told=user, heeded_at=None, petition__is_sealed=False, petition__status__in=RUNNING
    ).select_related("petition")


def _reports_owed(user: User, left: Rights) -> Mapping[int, int]:
    return {} if left.holds(Role.LEADER) else _by("petition__unit", _reports(user))


def _pass_on_reports(handing: Handing) -> None:
    for report in _reports(handing.leaver).filter(petition__unit=handing.unit).order_by("pk"):
        with suppress(RefusedStepError):  # they keep away from it: the file of the case says that nobody has read it
            pass_on_report(report=report, told=handing.to, rights=handing.rights)


def _days(user: User) -> QuerySet[ReceptionDay]:
    """Days to come on which this person would sit there."""
    sits = Q(substitute=None, cadre__user=user) | Q(substitute__user=user)
    return ReceptionDay.objects.coming().filter(sits)


def _days_owed(user: User, left: Rights) -> Mapping[int, int]:
    return {} if left.holds(Role.LEADER) else _by("cadre__unit", _days(user))


def _pass_on_days(handing: Handing) -> None:
    why = gettext("离任移交")
    for day in _days(handing.leaver).filter(cadre__unit=handing.unit):
        try:
            name_substitute(day=day, substitute=handing.to.cadre, reason=why, rights=handing.rights)
        except RefusedStepError:  # it is their own day, that the leaver would have stood in for
            call_off(day=day, reason=why, rights=handing.rights)
