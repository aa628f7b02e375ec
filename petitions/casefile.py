"""What hangs on a case, asked of rows that were fetched with it where a page needs several answers."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from outreach.org.models import OrgUnit
from petitions.models import (
    CaseExtension,
    CaseSupervision,
    HandlingOpinion,
    Hearing,
    Petition,
    Referral,
    ReviewRequest,
    UrgentReport,
)
from petitions.statute import Stage, Term

#: What can hang on a case: by which steps it comes, and what is shown with it.
_PARTS: dict[str, tuple[set[str], tuple[str, ...]]] = {
    "further_items": ({"add_item"}, ("issue",)),
    "referrals": ({"refer", "refer_on"}, ("unit",)),
    "extensions": ({"ask_extension"}, ("decided_by",)),
    "above": ({"report_result", "record_above"}, ("paper",)),
    "reports": ({"report_upward"}, ("told",)),
    "hearings": ({"call_hearing"}, ()),
    "opinions": (
        {"issue_opinion", "decide_review", "decide_final", "outside_review", "outside_final"},
        ("unit__parent", "proof"),
    ),
    "review_requests": ({"ask_review", "ask_final", "ask_late"}, ("unit",)),
    "supervisions": ({"supervise", "supervise_by_itself"}, ()),
    "questions": ({"ask_question"}, ("asked_by",)),
    "contacts": ({"log_contact"}, ("written_by",)),
    "mediations": ({"mediate"}, ()),
    "withdrawals": ({"withdraw", "note_withdrawal", "withdraw_on_paper"}, ("proof",)),
}


def fetch_parts(petition: Petition, taken: set[str]) -> None:
    """Everything that hangs on a case, for a page that shows it all; ``taken`` are the steps of its history.

    Nothing is asked for what its history lacks.
    """
    for name, (steps, shown) in _PARTS.items():
        rows: Any = Petition._meta.get_field(name).related_model
        found = rows._default_manager.select_related(*shown) if taken & steps else rows._default_manager.none()
        prefetch_related_objects([petition], Prefetch(name, found))


def last_referral(petition: Petition) -> Referral | None:
    sent = list(petition.referrals.all())
    return sent[-1] if sent else None


def asked_extension(petition: Petition) -> CaseExtension | None:
    """The one that waits for a leader."""
    return next((one for one in petition.extensions.all() if one.is_granted is None), None)


def granted_extension(petition: Petition) -> CaseExtension | None:
    """The one by which the term of now is longer: what is done anew has a term of its own, and may get one more."""
    held = petition.clock_of(Term.CONCLUDE)
    granted = [one for one in petition.extensions.all() if one.is_granted]
    return granted[-1] if granted and held is not None and held.extensions else None


def hearing_to_come(petition: Petition) -> Hearing | None:
    """Called, and neither recorded nor called off."""
    return next((one for one in petition.hearings.all() if one.ended_at is None), None)


def opinion_of(petition: Petition, stage: str) -> HandlingOpinion | None:
    """The opinion of a stage that holds."""
    return next((one for one in petition.opinions.all() if one.is_current and one.stage == stage), None)


def last_opinion(petition: Petition) -> HandlingOpinion | None:
    """The latest word: of the final review, else of the review, else of the handling unit."""
    found = (opinion_of(petition, stage) for stage in (Stage.FINAL, Stage.REVIEW, Stage.HANDLING))
    return next((one for one in found if one), None)


def next_higher(unit: OrgUnit) -> OrgUnit | None:
    """The next unit above that is in use; None above the enterprise itself."""
    above = unit.parent
    while above is not None and not above.is_active:
        above = above.parent
    return above


def late_request(petition: Petition) -> ReviewRequest | None:
    """Asked for too late, and nobody has decided yet whether it is taken on."""
    return next((one for one in petition.review_requests.all() if one.is_admitted is None), None)


def open_request(petition: Petition) -> ReviewRequest | None:
    """A review that was taken on and has no opinion yet."""
    asked = [one for one in petition.review_requests.all() if one.is_admitted]
    last = asked[-1] if asked else None
    if last is None:
        return None
    answers = [one for one in petition.opinions.all() if one.stage == last.stage]  # also what was replaced since
    return None if any(one.issued_at >= last.asked_at for one in answers) else last


def unheeded_reports(petition: Petition) -> list[UrgentReport]:
    return [one for one in petition.reports.all() if one.heeded_at is None]


def supervised_for(petition: Petition) -> list[CaseSupervision]:
    """What it is supervised for now."""
    return [one for one in petition.supervisions.all() if one.lifted_at is None]
