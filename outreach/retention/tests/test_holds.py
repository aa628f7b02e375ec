"""Holds on their page: seen by who sees the row, lifted by who placed them, else by two people."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.common.transitions import RefusedStepError
from outreach.ledger.factories import noted
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from outreach.retention.kinds import Kind, kinds, months_of
from outreach.retention.models import LegalHold, RetentionRule
from outreach.retention.workflow import agree_to_lift, keep_held, lift_hold, place_hold
from petitions.factories import make_petition
from petitions.models import Petition

pytestmark = pytest.mark.django_db
WHY = "劳动争议仲裁期间保留"
OVER = "仲裁已经终结，不再需要"


@pytest.fixture
def colleagues(cast: Cast) -> Cast:
    """Two more petition officers."""
    for name in ("second", "third"):
        cast.people[name] = User.objects.create(username=name, full_name=f"信访{name}")
        Posting.objects.create(user=cast.people[name], unit=cast.group, role=Role.PETITION_OFFICER)
    return cast


def kind(key: str = "petitions.petition") -> Kind:
    found = kinds.get(key)
    assert found is not None
    return found


def held(cast: Cast, petition: Petition, by: str = "petition") -> LegalHold:
    return place_hold(kind=kind(), row=petition, reason=WHY, rights=cast.rights(by))


def test_who_placed_it_lifts_it_alone(cast: Cast) -> None:
    hold = lift_hold(hold=held(cast, make_petition(cast.quay)), reason=OVER, rights=cast.rights("petition"))
    assert hold.lifted_by == cast.petition
    assert hold.lifted_at is not None


def test_the_address_of_a_hold_tells_of_no_other(cast: Cast, client: Client) -> None:
    first, sealed, last = (
        held(cast, make_petition(cast.quay, kind=kind), by=by)
        for kind, by in (("appeal", "petition"), ("accusation", "discipline"), ("appeal", "petition"))
    )
    client.force_login(cast.petition)
    page = client.get("/holds/").content.decode()
    assert page.index(f"/holds/{last.pk}/") < page.index(f"/holds/{first.pk}/"), "the latest first"
    assert f"/holds/{sealed.pk}/" not in page
    assert abs(last.pk - first.pk) > 1000, "no gap to be counted"


def test_anybody_else_only_asks_and_a_second_person_agrees(colleagues: Cast) -> None:
    hold = held(colleagues, make_petition(colleagues.quay))
    asked = lift_hold(hold=hold, reason=OVER, rights=colleagues.rights("second"))
    assert (asked.lifted_at, asked.lift_asked_by) == (None, colleagues.second)
    with pytest.raises(PermissionDenied, match="自己提请"):
        agree_to_lift(hold=hold, rights=colleagues.rights("second"))
    with pytest.raises(RefusedStepError, match="已经有人提请"):
        lift_hold(hold=hold, reason=OVER, rights=colleagues.rights("third"))
    asked.lifted_by = colleagues.second
    with pytest.raises(IntegrityError), transaction.atomic():  # nor past the workflow
        asked.save()
    lifted = agree_to_lift(hold=hold, rights=colleagues.rights("third"))
    assert (lifted.lifted_by, lifted.lift_reason) == (colleagues.third, OVER)
    acts = AuditRecord.objects.filter(action__startswith="retention.").order_by("pk")
    assert [(act.action, act.actor) for act in acts] == [
        ("retention.held", colleagues.petition),
        ("retention.lift_asked", colleagues.second),
        ("retention.released", colleagues.third),
    ]


def test_a_second_person_may_let_it_stand_and_who_asked_take_it_back(colleagues: Cast) -> None:
    hold = held(colleagues, make_petition(colleagues.quay))
    with pytest.raises(RefusedStepError, match="没有人提请"):
        agree_to_lift(hold=hold, rights=colleagues.rights("petition"))
    for decides in ("petition", "second"):
        lift_hold(hold=hold, reason=OVER, rights=colleagues.rights("second"))
        kept = keep_held(hold=hold, rights=colleagues.rights(decides))
        assert (kept.lifted_at, kept.lift_asked_by, kept.lift_reason) == (None, None, "")
    assert AuditRecord.objects.filter(action="retention.kept").count() == 2


def test_who_placed_it_lifts_it_whoever_asked(colleagues: Cast) -> None:
    hold = held(colleagues, make_petition(colleagues.quay))
    lift_hold(hold=hold, reason=OVER, rights=colleagues.rights("second"))
    assert lift_hold(hold=hold, reason=OVER, rights=colleagues.rights("petition")).lifted_by == colleagues.petition


def test_a_hold_on_what_one_does_not_see_is_not_there(cast: Cast, client: Client) -> None:
    sealed = make_petition(cast.quay, kind="accusation", title="反映采购")
    with pytest.raises(PermissionDenied, match="范围"):
        held(cast, sealed)
    hold = held(cast, sealed, by="discipline")
    assert hold.number == ""
    for who in ("petition", "ledger"):
        client.force_login(cast.people[who])
        page = client.get("/holds/").content.decode()
        assert "反映采购" not in page
        assert sealed.number not in page
        assert client.get(f"/holds/{hold.pk}/").status_code == 404
        sent = client.post("/holds/", {"number": sealed.number, "reason": WHY}).content.decode()
        assert "没有这个编号" in sent
        with pytest.raises(LegalHold.DoesNotExist):
            lift_hold(hold=hold, reason=OVER, rights=cast.rights(who))
    client.force_login(cast.discipline)
    assert sealed.number in client.get("/holds/").content.decode()
    act = AuditRecord.objects.get(action="retention.held")
    assert WHY not in str(act.detail)
    assert sealed.number not in f"{act.object_label} {act.object_id}"


def test_the_page_from_placing_to_lifting(colleagues: Cast, client: Client) -> None:
    petition = make_petition(colleagues.quay)
    client.force_login(colleagues.petition)
    assert "没有冻结的材料" in client.get("/holds/").content.decode()
    short = client.post("/holds/", {"number": petition.number, "reason": "仲裁"}).content.decode()
    assert "至少写 10 个字" in short
    assert f'value="{petition.number}"' in short
    assert client.post("/holds/", {"number": petition.number.lower(), "reason": WHY}).status_code == 302
    assert client.post("/holds/", {"number": petition.number, "reason": WHY}).status_code == 409
    hold = LegalHold.objects.get()
    client.force_login(colleagues.second)
    page = client.get("/holds/").content.decode()
    assert WHY in page
    assert "提请解除" in page
    assert client.post(f"/holds/{hold.pk}/", {"reason": ""}).status_code == 200
    assert client.post(f"/holds/{hold.pk}/", {"reason": OVER}).status_code == 302
    own = client.get(f"/holds/{hold.pk}/").content.decode()
    assert 'name="agree"' not in own
    assert client.post(f"/holds/{hold.pk}/", {"agree": "1"}).status_code == 403
    client.force_login(colleagues.third)
    assert OVER in client.get(f"/holds/{hold.pk}/").content.decode()
    assert client.post(f"/holds/{hold.pk}/", {"agree": "1"}).status_code == 302
    hold.refresh_from_db()
    assert hold.lifted_by == colleagues.third
    assert client.get(f"/holds/{hold.pk}/").status_code == 404


def test_an_item_of_the_ledger_is_held_too_and_others_have_no_such_page(cast: Cast, client: Client) -> None:
    issue = noted(cast, "更衣柜不够用")
    for who in ("leader", "handler", "head", "admin", "auditor", "security", "cadre"):
        client.force_login(cast.people[who])
        assert client.get("/holds/").status_code == 403
    client.force_login(cast.ledger)
    client.post("/holds/", {"number": issue.number, "reason": WHY})
    assert LegalHold.objects.get().kind == "ledger.issue"


@pytest.mark.parametrize(
    ("key", "floor"),
    [
        ("audit.auditrecord", 6),
        ("petitions.petition", 12),
        ("petitions.petitioneridentity", 6),
        ("ledger.issue", 12),
    ],
)
def test_no_rule_undercuts_the_floor_of_its_kind(cast: Cast, client: Client, key: str, floor: int) -> None:
    rule = RetentionRule.objects.get(kind=key)
    client.force_login(cast.admin)
    address = f"/admin/retention/retentionrule/{rule.pk}/change/"
    page = client.post(address, {"months": floor - 1, "basis": "x"})
    assert f"至少要保存 {floor} 个月" in page.content.decode()
    assert client.post(address, {"months": floor, "basis": "x"}).status_code == 302
    assert months_of(kind(key)) == floor
    RetentionRule.objects.filter(kind=key).update(months=1)  # past the form
    assert months_of(kind(key)) == floor
