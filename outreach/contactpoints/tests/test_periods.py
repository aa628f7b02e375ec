"""Who looked after a point, and what its period came to."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.contactpoints.forms import PointForm
from outreach.contactpoints.models import Conclusion, ContactPoint, Criterion, PointReview, PointTenure
from outreach.contactpoints.periods import Asked, result_of, reviews_owed
from outreach.contactpoints.tests.test_pages import choice_data
from outreach.contactpoints.workflow import Choice, Findings, hand_over_point, open_point, review_period
from outreach.ledger.factories import noted
from outreach.org.models import Cadre
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
SCORES = {criterion.value: (4, "点检记录不全") for criterion in Criterion}


@pytest.fixture
def point(cast: Cast) -> ContactPoint:
    """A point whose period ends in ten days."""
    today = clock.today()
    choice = Choice(
        unit=cast.quay,
        leader=cast.leader.cadre,
        liaison=cast.ledger,
        since=today - timedelta(days=355),
        until=today + timedelta(days=10),
        scores=SCORES,
    )
    return open_point(choice=choice, rights=cast.rights("ledger"))


def review_data(**answers: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"what_changed": "备件仓建起来了", "conclusion": Conclusion.CONTINUE}
    for criterion in Criterion.values:
        data |= {f"score_{criterion}": 2, f"reason_{criterion}": "记录齐了"}
    return data | answers


def review_url(point: ContactPoint) -> str:
    return reverse("contactpoints:review", args=[point.pk])


def test_a_hand_over_tells_who_from_until_and_why(client: Client, cast: Cast, point: ContactPoint) -> None:
    other = Cadre.objects.create(user=cast.head, unit=cast.east, title="经理")
    client.force_login(cast.ledger)
    edit = reverse("contactpoints:edit", args=[point.pk])
    data = choice_data(cast, unit=cast.quay.pk, leader=other.pk, since=point.since, until=point.until)
    assert "请写明原因" in client.post(edit, data).content.decode()
    client.post(edit, data | {"change_why": "王海调集团任职"})
    now, before = PointTenure.objects.filter(point=point)
    assert (before.leader, before.since, before.until) == (cast.leader.cadre, point.since, clock.today())
    assert (now.leader, now.since, now.until) == (other, clock.today(), None)
    page = client.get(point.get_absolute_url()).content.decode()
    assert "谁联系过" in page
    assert "王海调集团任职" in page


def test_a_liaison_who_leaves_is_in_the_history_too(cast: Cast, point: ContactPoint) -> None:
    hand_over_point(point=point, liaison=cast.petition, rights=cast.rights("ledger"), why="离任移交")
    assert [(one.liaison, one.ended_why) for one in point.tenures.all()] == [
        (cast.petition, ""),
        (cast.ledger, "离任移交"),
    ]


def test_scores_and_quota_change_without_a_new_stretch(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.ledger)
    data = choice_data(cast, unit=cast.quay.pk, visit_quota=3, since=point.since, until=point.until)
    assert client.post(reverse("contactpoints:edit", args=[point.pk]), data).status_code == 302
    assert point.tenures.count() == 1


def test_the_end_of_a_period_is_put_beside_its_start(client: Client, cast: Cast, point: ContactPoint) -> None:
    noted(cast)
    client.force_login(cast.ledger)
    assert "期快满" in client.get("/").content.decode()
    assert client.post(review_url(point), review_data(what_changed="")).status_code == 400
    assert client.post(review_url(point), review_data()).status_code == 302
    review = PointReview.objects.get()
    [first, *_others] = result_of(review, cast.rights("ledger")).changes
    assert (first.before, first.now, first.difference) == (4, 2, -2)
    page = client.get(review_url(point)).content.decode()
    assert "轻了 2 分" in page
    assert "备件仓建起来了" in page
    assert "期快满" not in client.get("/").content.decode()
    assert client.post(review_url(point), review_data()).status_code == 200  # there is nothing more to send
    assert PointReview.objects.count() == 1
    assert AuditRecord.objects.filter(action="contact_point.reviewed").exists()


def test_scores_of_the_start_stand_beside_the_questions_and_an_empty_one_says_what_to_do(
    client: Client, cast: Cast, point: ContactPoint
) -> None:
    client.force_login(cast.ledger)
    assert client.get(review_url(point)).content.decode().count("期初 4 分：点检记录不全") == len(Criterion)
    first = Criterion.values[0]
    answer = client.post(review_url(point), review_data(**{f"score_{first}": "", f"reason_{first}": ""}))
    assert answer.status_code == 400
    for words in ("请选一项。", "请填写。", f"理由：{Criterion(first).label}"):
        assert words in answer.content.decode()


def test_what_the_office_counted_is_told_to_nobody_who_may_have_to_keep_away_from_some_of_it(
    client: Client, cast: Cast, point: ContactPoint
) -> None:
    noted(cast)
    client.force_login(cast.ledger)
    client.post(review_url(point), review_data())
    review = PointReview.objects.get()
    told = {name: bool(result_of(review, cast.rights(name)).figures) for name in ("ledger", "leader", "head", "cadre")}
    assert told == {"ledger": True, "leader": True, "head": False, "cadre": False}
    client.force_login(cast.head)
    assert client.get(review_url(point)).status_code == 200


def test_the_leader_answers_once_in_their_own_words(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.ledger)
    client.post(review_url(point), review_data())
    client.force_login(cast.leader)
    assert "听您的意见" in client.get("/").content.decode()
    assert client.post(review_url(point), {"words": " "}).status_code == 400
    assert client.post(review_url(point), {"words": "再联系半年，盯住大修"}).status_code == 302
    client.post(review_url(point), {"words": "改主意了"})
    assert PointReview.objects.get().leader_words == "再联系半年，盯住大修"
    assert not list(reviews_owed(cast.rights("leader")))
    client.force_login(cast.cadre)
    assert "再联系半年" in client.get(review_url(point)).content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("leader", 403), ("petition", 403), ("cadre", 403), ("outsider", 404), ("nobody", 404)]
)
def test_only_the_office_writes_a_review(
    client: Client, cast: Cast, point: ContactPoint, name: str, status: int
) -> None:
    client.force_login(cast.people[name])
    assert client.get(review_url(point)).status_code == status
    assert client.post(review_url(point), review_data()).status_code == status


def test_a_period_is_not_reviewed_before_it_ends(client: Client, cast: Cast, point: ContactPoint) -> None:
    ContactPoint.objects.update(until=clock.today() + timedelta(days=31))
    client.force_login(cast.ledger)
    refused = client.post(review_url(point), review_data())
    assert refused.status_code == 409
    assert "联系期还早" in refused.content.decode()
    assert "备件仓建起来了" in refused.content.decode()


def test_the_next_period_starts_from_the_review(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.ledger)
    client.post(review_url(point), review_data())
    new = f"{reverse('contactpoints:new')}?after={point.pk}"
    form = client.get(new).context["form"]
    assert (form["unit"].value(), form["leader"].value()) == (cast.quay.pk, cast.leader.cadre.pk)
    assert form["score_growth"].value() == 2
    data = choice_data(cast, unit=cast.quay.pk, since=point.until + timedelta(days=1) if point.until else "", until="")
    client.post(new, data)
    following = ContactPoint.objects.get(renews=point)
    point.refresh_from_db()
    assert not point.is_active
    assert following.is_active
    assert point.tenures.get().until is not None
    assert "上一期" in client.get(following.get_absolute_url()).content.decode()
    assert "设下一期" not in client.get(review_url(point)).content.decode()


def test_what_ends_is_not_renewed(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.ledger)
    client.post(review_url(point), review_data(conclusion=Conclusion.END))
    point.refresh_from_db()
    assert not point.is_active
    assert point.tenures.get().ended_why == "期满结束"
    new = f"{reverse('contactpoints:new')}?after={point.pk}"
    refused = client.post(new, choice_data(cast, unit=cast.quay.pk))
    assert refused.status_code == 409
    assert "不能再接续" in refused.content.decode()


def test_a_period_whose_next_one_is_set_up_early_runs_to_its_end(cast: Cast, point: ContactPoint) -> None:
    rights, ends = cast.rights("ledger"), point.until or clock.today()
    review_period(point=point, findings=Findings(SCORES, "备件仓建起来了", Conclusion.CONTINUE), rights=rights)
    begins = ends + timedelta(days=1)
    choice = Choice(unit=cast.quay, leader=cast.leader.cadre, since=begins, scores=SCORES)
    following = open_point(choice=choice, rights=rights, renews=point)
    days = (clock.today(), ends, begins)
    assert [ContactPoint.objects.active(day).get() for day in days] == [point, point, following]
    assert point.tenures.get().until == ends


def test_a_next_period_that_begins_at_once_ends_the_one_before(cast: Cast, point: ContactPoint) -> None:
    rights = cast.rights("ledger")
    review_period(point=point, findings=Findings(SCORES, "备件仓建起来了", Conclusion.CONTINUE), rights=rights)
    choice = Choice(unit=cast.quay, leader=cast.leader.cadre, since=clock.today(), scores=SCORES)
    following = open_point(choice=choice, rights=rights, renews=point)
    point.refresh_from_db()
    assert point.until == clock.today() - timedelta(days=1)
    assert list(ContactPoint.objects.active()) == [following]


def test_the_office_hears_of_a_period_that_is_to_go_on_until_the_next_is_set_up(
    client: Client, cast: Cast, point: ContactPoint
) -> None:
    rights = cast.rights("ledger")
    review_period(point=point, findings=Findings(SCORES, "备件仓建起来了", Conclusion.CONTINUE), rights=rights)
    client.force_login(cast.ledger)
    assert "还没设下一期" in client.get("/").content.decode()
    assert [one.what for one in reviews_owed(cast.rights("leader"))] == [Asked.ANSWER]
    choice = Choice(unit=cast.quay, leader=cast.leader.cadre, since=clock.today(), scores=SCORES)
    open_point(choice=choice, rights=rights, renews=point)
    assert "还没设下一期" not in client.get("/").content.decode()


def test_a_hand_over_in_the_administration_is_in_the_history_too(
    client: Client, cast: Cast, point: ContactPoint
) -> None:
    client.force_login(cast.ledger)
    other = Cadre.objects.create(user=cast.head, unit=cast.east, title="经理")
    url = reverse("admin:contactpoints_contactpoint_change", args=[point.pk])
    page = client.get(url)
    data = {one.html_name: one.value() or "" for one in page.context["adminform"].form}
    for inline in page.context["inline_admin_formsets"]:
        forms = [inline.formset.management_form, *inline.formset.forms]
        data |= {one.html_name: "" if one.value() is None else one.value() for form in forms for one in form}
    assert client.post(url, data | {"leader": other.pk}).status_code == 302
    assert [one.leader for one in point.tenures.all()] == [other, cast.leader.cadre]


def test_nobody_owes_a_visit_to_a_unit_that_was_closed(client: Client, cast: Cast, point: ContactPoint) -> None:
    cast.quay.is_active = False
    cast.quay.save()
    assert not ContactPoint.objects.active().exists()
    client.force_login(cast.ledger)
    assert list(client.get("/contactpoints/?view=ended").context["page"].rows) == [point]


def test_whoever_left_is_not_offered_as_the_leader_of_a_point_unless_they_are(cast: Cast, point: ContactPoint) -> None:
    gone = Cadre.objects.create(user=cast.head, unit=cast.east, title="经理")
    User.objects.filter(pk__in=[cast.head.pk, cast.leader.pk]).update(is_active=False)
    rights = cast.rights("ledger")
    offered = [set(PointForm(rights=rights, point=one).fields["leader"].queryset) for one in (None, point)]  # type: ignore[attr-defined]  # a model choice
    assert gone not in offered[0] | offered[1]
    assert [cast.leader.cadre in one for one in offered] == [False, True]


def test_a_point_does_not_move_to_another_unit_with_the_visits_of_its_own(
    client: Client, cast: Cast, point: ContactPoint
) -> None:
    client.force_login(cast.ledger)
    data = choice_data(cast, unit=cast.west.pk, since=point.since, until=point.until)
    assert client.post(reverse("contactpoints:edit", args=[point.pk]), data).status_code == 302
    point.refresh_from_db()
    assert point.unit == cast.quay
    assert (
        "unit"
        not in client.get(reverse("admin:contactpoints_contactpoint_change", args=[point.pk]))
        .context["adminform"]
        .form.fields
    )
