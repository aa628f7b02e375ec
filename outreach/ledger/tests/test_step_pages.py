"""Every step has one page: the right person goes from draft to closed through them, everybody else reads why not."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger import workflow
from outreach.ledger.factories import a_paper, a_photo, brought_to, noted
from outreach.ledger.forms import STEP_FORMS
from outreach.ledger.models import Issue
from outreach.ledger.states import Stage, State
from outreach.ledger.workflow import LEDGER, Judgement
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def paper(name: str = "验收单.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "已经处理完毕".encode(), content_type="text/plain")


class Walker:
    """Takes steps through their pages as somebody of the cast."""

    def __init__(self, client: Client, cast: Cast, issue: Issue) -> None:
        self.client, self.cast, self.issue = client, cast, issue

    def take(self, person: str, step: str, **data: Any) -> str:
        """Open the page, send it, and return the state the item is in afterwards."""
        self.client.force_login(self.cast.people[person])
        url = f"{self.issue.get_absolute_url()}{step}/"
        page = self.client.get(url)
        assert page.status_code == 200, (step, page.status_code)
        assert "refusal" not in page.context or not page.context["refusal"], page.context["refusal"]
        response = self.client.post(url, {"version": page.context["form"]["version"].value(), **data})
        assert response.status_code == 302, (step, response.context and response.context["form"].errors)
        self.issue.refresh_from_db()
        return self.issue.status


def test_every_step_of_the_table_has_a_form_and_every_form_a_step() -> None:
    assert set(STEP_FORMS) == {name for name, step in LEDGER.steps.items() if not step.by_system}


def assigned_to(cast: Cast) -> dict[str, Any]:
    return {
        "lead_unit": cast.east.pk,
        "handler": cast.handler.pk,
        "accepting_unit": cast.safety.pk,
        "workdays": 15,
        "horizon": "time_bound",
    }


@pytest.mark.long
def test_the_right_people_go_from_draft_to_closed(client: Client, cast: Cast) -> None:
    walker = Walker(client, cast, noted(cast, is_major=True))
    assert walker.take("cadre", "hand_in") == State.PENDING
    assert walker.take("ledger", "enter", note="属实") == State.OPEN
    walker.take("leader", "approve_major")
    assert walker.take("ledger", "assign", **assigned_to(cast)) == State.ASSIGNED
    assert walker.take("handler", "request_return", reason="不归我们") == State.RETURN_REQUESTED
    assert walker.take("ledger", "designate", **assigned_to(cast)) == State.ASSIGNED
    assert walker.take("handler", "sign_for") == State.IN_PROGRESS
    walker.take("handler", "write_cause", cause="备件周期长")
    walker.take("handler", "add_measure", text="更换钢丝绳", planned_on=clock.today())
    walker.take("handler", "report_progress", note="已下单")
    measure = walker.issue.measures.get()
    walker.take("handler", "complete_measure", measure=measure.pk, note="装好", attachments=paper("试验报告.txt"))
    walker.take("handler", "add_evidence", stage="after", caption="A 侧", attachments=paper())
    assert walker.issue.evidence.count() == 2
    hand_in_until_accepted(walker)
    workflow.rate(issue=walker.issue, judgement=Judgement(3, 3, 3))
    assert walker.take("ledger", "close") == State.CLOSED
    assert walker.take("ledger", "reopen", reason="又断了") == State.IN_PROGRESS
    walker.take("ledger", "raise_supervision", level=2, reason="反弹")
    walker.take("ledger", "lift_supervision", reason="已恢复")


def on_site() -> dict[str, Any]:
    """Accepted where it is, with a photo from there."""
    file = BytesIO()
    Image.new("RGB", (32, 24), "white").save(file, "PNG")
    return {"is_on_site": "on", "attachments": SimpleUploadedFile("现场.png", file.getvalue(), "image/png")}


def test_on_site_means_a_photo_from_there(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.VERIFYING)
    client.force_login(cast.acceptor)
    url = f"{issue.get_absolute_url()}accept_result/"
    assert f"{url}?is_on_site=1" in client.get(issue.get_absolute_url()).content.decode()
    assert client.get(f"{url}?is_on_site=1").context["form"]["is_on_site"].value()
    for files in ({}, {"attachments": paper("现场.txt")}):
        page = client.post(url, {"version": issue.version, "is_on_site": "on", **files})
        assert page.context["form"].errors == {"attachments": ["到现场验收的，请拍一张现场照片。"]}
    assert client.post(url, {"version": issue.version, **on_site()}).status_code == 302
    issue.refresh_from_db()
    shown = issue.evidence.get(stage=Stage.ON_SITE)
    assert (issue.is_verified_on_site, shown.added_by) == (True, cast.acceptor)
    assert "到场验收" in client.get(issue.get_absolute_url()).content.decode()


@pytest.mark.parametrize("papers", [[], ["现场.txt"]])
def test_whichever_door_it_comes_through_on_site_is_shown_by_a_photo(cast: Cast, papers: list[str]) -> None:
    issue = brought_to(cast, State.VERIFYING)
    acceptor, shown = cast.rights("acceptor"), [a_paper(name) for name in papers]
    with pytest.raises(RefusedStepError, match="请拍一张现场照片"):
        workflow.accept_result(issue=issue, is_on_site=True, attachments=shown, rights=acceptor)
    issue.refresh_from_db()
    assert (issue.status, issue.evidence.filter(stage=Stage.ON_SITE).count()) == (State.VERIFYING, 0)
    workflow.accept_result(issue=issue, is_on_site=True, attachments=[a_photo()], rights=acceptor)
    issue.refresh_from_db()
    assert (issue.status, issue.is_verified_on_site) == (State.AWAITING_RATING, True)


def hand_in_until_accepted(walker: Walker) -> None:
    """Sent back once by each of those who check."""
    assert walker.take("handler", "submit", result="已更换") == State.SUBMITTED
    assert walker.take("head", "check_back", reason="再试一次") == State.IN_PROGRESS
    walker.take("handler", "submit", result="已更换，复试合格")
    assert walker.take("head", "check_pass") == State.VERIFYING
    assert walker.take("acceptor", "reject_result", reason="缺照片") == State.IN_PROGRESS
    walker.take("handler", "submit", result="补了照片")
    walker.take("head", "check_pass")
    assert walker.take("acceptor", "accept_result", **on_site()) == State.AWAITING_RATING
    assert walker.take("ledger", "send_back", reason="再核一次") == State.IN_PROGRESS
    walker.take("handler", "submit", result="已核")
    walker.take("head", "check_pass")
    walker.take("acceptor", "accept_result", **on_site())


@pytest.mark.long
def test_help_more_time_and_the_long_run_have_their_pages(client: Client, cast: Cast) -> None:
    walker = Walker(client, cast, brought_to(cast, State.IN_PROGRESS))
    tomorrow = clock.today() + timedelta(days=1)
    walker.take("handler", "ask_co_unit", unit=cast.west.pk, question="借用备件")
    walker.take("outsider", "answer_co_unit", answer="可以借")
    support = {"kind": "funding", "text": "18 万元", "provider": cast.group.pk, "needed_by": tomorrow}
    walker.take("handler", "request_support", **support)
    walker.take("handler", "request_extension", workdays=5, reason="备件未到")
    walker.take("head", "agree_extension")
    walker.take("ledger", "grant_extension")
    walker.take("head", "change_handler", handler=cast.head.pk, reason="请假")
    walker.take("leader", "suspend", reason="等厂家", wake_on=tomorrow)
    walker.take("leader", "resume")
    walker.take("leader", "keep_long_term", reason="分年改造", review_on=tomorrow)
    walker.take("leader", "review_long_term", note="照办", review_on=tomorrow)
    assert walker.take("leader", "finish_long_term", note="可以验收") == State.IN_PROGRESS


@pytest.mark.long
def test_the_other_ends(client: Client, cast: Cast) -> None:
    target = brought_to(cast, State.OPEN, "同一件事")
    merged = Walker(client, cast, brought_to(cast, State.PENDING))
    assert merged.take("ledger", "merge", into=target.number.lower()) == State.MERGED
    assert (
        Walker(client, cast, brought_to(cast, State.PENDING)).take("ledger", "reject", reason="不实") == State.REJECTED
    )
    returned = Walker(client, cast, brought_to(cast, State.RETURN_REQUESTED))
    assert returned.take("ledger", "refuse_return", reason="就是你们的") == State.ASSIGNED
    returned = Walker(client, cast, brought_to(cast, State.RETURN_REQUESTED))
    assert returned.take("ledger", "agree_return") == State.OPEN
    unrated = Walker(client, cast, brought_to(cast, State.AWAITING_RATING))
    assert unrated.take("ledger", "close_with_reason", reason="提出人已离职") == State.CLOSED
    late = Walker(client, cast, brought_to(cast, State.IN_PROGRESS))
    late.take("handler", "request_extension", workdays=3, reason="备件")
    late.take("ledger", "refuse_extension", reason="可以抓紧")


def test_out_of_sight_is_not_found_and_in_sight_without_the_right_is_forbidden(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    url = f"{issue.get_absolute_url()}submit/"
    client.force_login(cast.outsider)
    assert client.get(url).status_code == 404
    assert client.get(issue.get_absolute_url()).status_code == 404
    client.force_login(cast.cadre)
    response = client.get(url)
    assert response.status_code == 403
    assert "您的岗位不能“提交结果”" in response.content.decode()
    client.force_login(cast.handler)
    assert client.get(f"{issue.get_absolute_url()}no_such_step/").status_code == 404
    assert client.get(f"{issue.get_absolute_url()}sign_by_itself/").status_code == 404


def test_a_refused_step_keeps_the_form_and_says_why(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.handler)
    url = f"{issue.get_absolute_url()}submit/"
    assert "还没有写原因分析" in client.get(url).content.decode()
    response = client.post(url, {"version": issue.version, "result": "已经修好"})
    assert response.status_code == 409
    html = response.content.decode()
    assert "还没有写原因分析" in html
    assert "已经修好" in html
    issue.refresh_from_db()
    assert issue.status == State.IN_PROGRESS


def test_the_handler_is_told_that_somebody_else_accepts(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.VERIFYING)
    Issue.objects.filter(pk=issue.pk).update(handler=cast.acceptor)
    client.force_login(cast.acceptor)
    assert "验收人不能是承办人" in client.get(issue.get_absolute_url()).content.decode()
    assert client.post(f"{issue.get_absolute_url()}accept_result/", {"version": issue.version}).status_code == 409


def test_the_page_offers_one_step_and_says_what_is_missing(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.handler)
    following = client.get(issue.get_absolute_url()).context["next"]
    assert following.primary.name == "write_cause"
    assert following.blocked.name == "submit"
    assert len(following.missing) == 3
    workflow.write_cause(issue=issue, cause="老化", rights=cast.rights("handler"))
    assert client.get(issue.get_absolute_url()).context["next"].primary.name == "add_measure"
    client.force_login(cast.cadre)
    following = client.get(issue.get_absolute_url()).context["next"]
    assert (following.primary, following.menu) == (None, [])
    assert str(cast.handler) in following.waits_for


@pytest.mark.long
@pytest.mark.embedded
def test_every_state_has_a_page_for_everybody_who_sees_it(client: Client, cast: Cast) -> None:
    for state in State.values:
        issue = brought_to(cast, state)
        for person in ("ledger", "handler", "head", "acceptor", "leader", "cadre", "admin"):
            client.force_login(cast.people[person])
            assert client.get(issue.get_absolute_url()).status_code in {200, 404}, (state, person)
        client.force_login(cast.ledger)
        page = client.get(issue.get_absolute_url())
        assert page.status_code == 200
        assert page.context["next"].waits_for
