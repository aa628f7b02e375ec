"""What has been kept long enough goes with all that hangs on it, and leaves a tombstone; nothing else goes."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import models

from outreach.attachments.models import Attachment
from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.factories import a_paper, brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.testing import Cast
from outreach.reminders.models import Delivery, Notice
from outreach.retention.kinds import Kind, before, due, kinds, months_of
from outreach.retention.models import LegalHold, RetentionRule
from outreach.retention.workflow import Outcome, apply, lift_hold, place_hold
from petitions import workflow
from petitions.factories import accepted, make_petition
from petitions.models import Petition, PetitionerIdentity
from petitions.states import Kind as PetitionKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
YEARS_11 = timedelta(days=11 * 366)


def kind(key: str) -> Kind:
    found = kinds.get(key)
    assert found is not None
    return found


def archived(cast: Cast) -> Petition:
    """A petition with everything that can hang on it."""
    petition = accepted(cast, is_simple=True)
    workflow.supplement(petition=petition, text="补充", files=[a_paper("工资条.txt")])
    petition = workflow.answer(petition=petition, text="已补发。", rights=cast.rights("petition"))
    return workflow.archive(petition=petition, rights=cast.rights("petition"), note="纸质材料另卷存放")


def tombstones() -> list[dict[str, object]]:
    return list(AuditRecord.objects.filter(action="retention.erased").order_by("pk").values_list("detail", flat=True))


@pytest.fixture
def eleven_years_later() -> Iterator[None]:
    with clock.travel_to(clock.now() + YEARS_11):
        yield


def test_a_petition_goes_with_all_that_hangs_on_it_and_its_files_leave_the_disk(
    cast: Cast, media_root: Path, django_capture_on_commit_callbacks: object
) -> None:
    petition, other = archived(cast), make_petition(cast.west)
    assert [one for one in media_root.rglob("*") if one.is_file()]
    with (
        clock.travel_to(clock.now() + YEARS_11),
        django_capture_on_commit_callbacks(execute=True),  # type: ignore[operator]  # a fixture of pytest-django
    ):
        outcome = apply(kind=kind("petitions.petition"))
    assert (outcome.erased, outcome.held, outcome.linked) == (1, 0, 0)
    assert list(Petition.objects.all()) == [other]
    for model in _models_of("petitions"):
        for field in model._meta.concrete_fields:
            if field.related_model is Petition:
                assert not model._base_manager.filter(**{field.name: petition.pk}).exists(), model
    assert not Attachment.objects.exists()
    assert not [one for one in media_root.rglob("*") if one.is_file()]
    [stone] = tombstones()
    assert (stone["kind"], stone["number"], stone["months"]) == ("petitions.petition", petition.number, 120)
    assert len(str(stone["hash"])) == 64
    assert petition.title not in str(stone)


def _models_of(app: str) -> list[type[models.Model]]:
    return list(apps.get_app_config(app).get_models())


def test_who_brought_it_is_forgotten_sooner_than_what_it_was(cast: Cast) -> None:
    petition = archived(cast)
    with clock.travel_to(clock.now() + timedelta(days=4 * 366)):
        assert not due(kind("petitions.petition")).exists()
        assert apply(kind=kind("petitions.petitioneridentity")).erased == 1
    assert Petition.objects.filter(pk=petition.pk).exists()
    assert not PetitionerIdentity.objects.exists()


def test_what_is_open_or_was_touched_lately_stays(cast: Cast) -> None:
    make_petition(cast.quay)
    with clock.travel_to(clock.now() + YEARS_11):
        petition = archived(cast)
        assert not due(kind("petitions.petition")).exists()
    with clock.travel_to(clock.now() + 2 * YEARS_11):
        assert list(due(kind("petitions.petition"))) == [petition]


def test_a_sealed_one_leaves_no_number(cast: Cast) -> None:
    petition = make_petition(cast.quay, kind=PetitionKind.ACCUSATION)
    assert kind("petitions.petition").number(petition) == ""


def test_what_another_room_still_points_to_stays_until_that_goes(cast: Cast) -> None:
    issue = brought_to(cast, State.CLOSED)
    petition = archived(cast)
    Petition.objects.filter(pk=petition.pk).update(issue=issue)
    with clock.travel_to(clock.now() + YEARS_11):
        assert apply(kind=kind("ledger.issue")) == Outcome(kind("ledger.issue"), linked=1)
        assert Issue.objects.filter(pk=issue.pk).exists()
        assert tombstones() == []
        apply(kind=kind("petitions.petition"))
        assert apply(kind=kind("ledger.issue")) == Outcome(kind("ledger.issue"), erased=1)
    assert not Issue.objects.exists()


def test_a_held_row_stays_until_the_hold_is_lifted(cast: Cast) -> None:
    petition, rights = archived(cast), cast.rights("petition")
    hold = place_hold(kind=kind("petitions.petition"), row=petition, reason="劳动争议仲裁期间保留", rights=rights)
    with clock.travel_to(clock.now() + YEARS_11):
        assert apply(kind=kind("petitions.petition")).held == 1
        assert apply(kind=kind("petitions.petitioneridentity")).held == 1, "its identity is held with it"
        lift_hold(hold=hold, reason="仲裁已经终结，不再需要", rights=rights)
        assert apply(kind=kind("petitions.petition")).erased == 1
    acts = AuditRecord.objects.filter(action__startswith="retention.").order_by("pk")
    assert [one.action for one in acts] == ["retention.held", "retention.released", "retention.erased"]
    assert [one.actor for one in acts[:2]] == [cast.petition] * 2


def test_holding_needs_the_right_a_reason_and_happens_once(cast: Cast) -> None:
    petition = archived(cast)
    facts = {"kind": kind("petitions.petition"), "row": petition}
    with pytest.raises(PermissionDenied):
        place_hold(**facts, reason="劳动争议仲裁期间保留", rights=cast.rights("handler"))  # type: ignore[arg-type]  # spelled out above
    with pytest.raises(RefusedStepError, match="10"):
        place_hold(**facts, reason="仲裁", rights=cast.rights("petition"))  # type: ignore[arg-type]  # the same
    hold = place_hold(**facts, reason="劳动争议仲裁期间保留", rights=cast.rights("petition"))  # type: ignore[arg-type]  # the same
    with pytest.raises(RefusedStepError):
        place_hold(**facts, reason="劳动争议仲裁期间保留", rights=cast.rights("petition"))  # type: ignore[arg-type]  # the same
    lift_hold(hold=hold, reason="仲裁已经终结，不再需要", rights=cast.rights("petition"))
    with pytest.raises(RefusedStepError):
        lift_hold(hold=hold, reason="仲裁已经终结，不再需要", rights=cast.rights("petition"))


def test_trifles_go_many_at_once_and_leave_one_tombstone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.retention.workflow.BULK", 2)
    for number in range(3):
        Notice.objects.create(user=cast.handler, kind="assigned", key=f"assigned:{number}")
    Delivery.objects.create(recipient=cast.handler)
    with clock.travel_to(clock.now() + timedelta(days=400)):
        Notice.objects.create(user=cast.handler, kind="assigned", key="new")
        assert apply(kind=kind("reminders.notice")).erased == 3
        assert apply(kind=kind("reminders.delivery")).erased == 0, "a mail on its way is not forgotten"
    assert Notice.objects.count() == 1
    assert [stone["count"] for stone in tombstones()] == [2, 1]


def test_an_administrators_rule_counts_but_never_below_the_floor() -> None:
    assert RetentionRule.objects.count() == len(list(kinds))
    RetentionRule.objects.filter(kind="petitions.petition").update(months=360)
    RetentionRule.objects.filter(kind="audit.auditrecord").update(months=1)
    assert months_of(kind("petitions.petition")) == 360
    assert months_of(kind("audit.auditrecord")) == 6
    assert not due(kind("audit.auditrecord")).exists()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-11-25", 12, "2025-11-25"), ("2026-03-31", 1, "2026-02-28"), ("2026-01-15", 1, "2025-12-15")],
)
def test_months_are_counted_by_the_calendar(day: str, months: int, expected: str) -> None:
    moment = clock.now().fromisoformat(f"{day}T08:00:00+08:00")
    assert before(moment, months).date().isoformat() == expected


@pytest.mark.usefixtures("eleven_years_later")
def test_the_command_shows_first_and_deletes_only_when_told(cast: Cast) -> None:
    with clock.travel_to(clock.now() - YEARS_11):
        petition = archived(cast)
    assert "petitions.petition（信访件）：保存 120 个月，到期 1 件" in _said("apply_retention")
    assert Petition.objects.filter(pk=petition.pk).exists()
    assert "删除 1" in _said("apply_retention", "--yes", "--kind", "petitions.petition")
    assert not Petition.objects.exists()
    with pytest.raises(CommandError, match="no such kind"):
        call_command("apply_retention", "--kind", "nonsense")


def test_a_hold_is_placed_listed_and_lifted_from_the_command_line(cast: Cast) -> None:
    petition = archived(cast)
    named = ("petitions.petition", petition.number, "--by", "petition", "--reason", "劳动争议仲裁期间保留")
    _said("legal_hold", "place", *named)
    assert petition.number in _said("legal_hold", "list")
    _said("legal_hold", "lift", *named)
    assert not LegalHold.objects.filter(lifted_at=None).exists()
    for wrong in (
        ("place", "petitions.petition", petition.number, "--by", "handler", "--reason", "劳动争议仲裁期间保留"),
        ("place", "petitions.petition", "XFJ-1999-000001", "--by", "petition"),
        ("place", "nonsense", "1", "--by", "petition"),
        ("lift", *named),
    ):
        with pytest.raises(CommandError):
            call_command("legal_hold", *wrong)


def _said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()
