"""E-mails to petitioners: only where asked for, with a number and a link, until they are ended with the code."""

import re
import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.utils.translation import override
from pytest_django.fixtures import Settings

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger import workflow as ledger
from outreach.ledger.factories import brought_to
from outreach.org.models import Cadre
from outreach.org.testing import Cast
from outreach.reminders import delivery
from outreach.reminders.models import Delivery, DeliveryState
from outreach.retention.erasing import erase
from petitions import keyring, rotation, vault, workflow
from petitions.factories import (
    MATTER,
    STEPS,
    accepted,
    classified,
    hand_in,
    handed_over,
    make_petition,
    reception_day,
    work_on,
)
from petitions.mailing import CONFIRM_WITHIN, NEWS, address_of
from petitions.models import CaseMail, MailWish, Petition
from petitions.states import Kind, State
from petitions.tasks import drop_mailboxes
from petitions.tests.test_following_a_matter import look_at
from petitions.workflow.mailing import agree_to_mails, confirm_mails, end_mails
from petitions.workflow.receptions import book, call_off, name_substitute

pytestmark = pytest.mark.django_db
ADDRESS = "zq92wangchao@example.org"


def wanted(petition: Petition, **more: Any) -> MailWish:
    """Asked for, the first mail sent, and its link followed."""
    wish = agree_to_mails(petition=petition, address=ADDRESS, **more)
    delivery.dispatch()
    assert confirm_mails(wish=wish)
    return wish


def link_in(text: str, act: str) -> str:
    """The path of the link for this act."""
    found = re.search(rf"/petitions/mails/{act}/\S+", text)
    assert found, text
    return found[0]


def received() -> list[Any]:
    delivery.dispatch()
    return list(outbox.outbox)


def test_every_step_with_news_is_a_step() -> None:
    assert set(workflow.PETITIONS.steps) >= NEWS


def test_nobody_is_written_to_who_did_not_ask(cast: Cast) -> None:
    accepted(cast)
    assert not CaseMail.objects.exists()


def test_it_is_asked_for_and_ended_with_the_code(cast: Cast, client: Client) -> None:
    code = hand_in(client)
    client.post("/petitions/track/", {"code": code})
    assert "没有开通" in client.get("/petitions/track/").content.decode()
    bad = client.post("/petitions/track/mails/", {"address": "不是邮箱", "agrees": "on"})
    assert "不是邮箱" in bad.content.decode()
    assert not MailWish.objects.exists()
    assert client.post("/petitions/track/mails/", {"address": ADDRESS}).status_code == 200, "not without a word"
    assert not MailWish.objects.exists()
    client.post("/petitions/track/mails/", {"address": ADDRESS, "agrees": "on"})
    page = client.get("/petitions/track/").content.decode()
    assert "等你确认邮箱" in page
    assert ADDRESS not in page
    [first] = received()
    assert first.to == [ADDRESS]
    Client().post(link_in(first.body, "confirm"))
    assert "已开通" in client.get("/petitions/track/").content.decode()
    client.post("/petitions/track/mails/end/")
    assert not MailWish.objects.exists()
    done = AuditRecord.objects.filter(action__startswith="petition.mails").values_list("action", flat=True)
    assert set(done) == {"petition.mails_wanted", "petition.mails_confirmed", "petition.mails_ended"}


def test_a_mail_holds_a_number_and_a_link(cast: Cast) -> None:
    petition = classified(cast)
    wanted(petition)
    workflow.accept(petition=petition, note="你反映的补贴已受理", rights=cast.rights("petition"))
    _first, second = received()
    text = f"{second.subject}\n{second.body}"
    assert petition.number in text
    assert "/petitions/track/" in text
    for said in (MATTER["title"], MATTER["facts"], "补贴", str(cast.quay), "陈志远", "受理", "申诉"):
        assert str(said) not in text, said


def test_an_unconfirmed_mailbox_is_told_nothing(cast: Cast) -> None:
    petition = classified(cast)
    agree_to_mails(petition=petition, address=ADDRESS)
    petition = workflow.accept(petition=petition, rights=cast.rights("petition"))
    [only] = received()
    assert petition.number not in f"{only.subject}\n{only.body}", "whose mailbox it is nobody knows yet"
    assert "List-Unsubscribe" not in only.extra_headers


def test_a_link_is_followed_by_a_press_and_not_by_a_look(cast: Cast, client: Client) -> None:
    wish = agree_to_mails(petition=accepted(cast), address=ADDRESS)
    [asking] = received()
    link = link_in(asking.body, "confirm")
    page = client.get(link)
    assert (page.status_code, "用这个邮箱收提醒吗" in page.content.decode()) == (200, True)
    wish.refresh_from_db()
    assert wish.confirmed_at is None
    assert "邮箱确认了" in client.post(link).content.decode()
    assert "邮箱确认了" in client.post(link).content.decode(), "pressed twice is pressed once"
    wish.refresh_from_db()
    assert wish.confirmed_at is not None


def test_the_link_of_one_act_opens_nothing_else(cast: Cast, client: Client) -> None:
    wish = agree_to_mails(petition=accepted(cast), address=ADDRESS)
    [asking] = received()
    link = link_in(asking.body, "confirm")
    for wrong in (link.replace("confirm", "end"), link[:-2] + "x/", "/petitions/mails/end/nonsense/"):
        assert client.post(wrong).status_code == 404, wrong
    assert client.get(link.replace("confirm", "read")).status_code == 404
    assert MailWish.objects.filter(pk=wish.pk, confirmed_at=None).exists()


def test_the_link_expires_and_the_address_goes(cast: Cast, client: Client) -> None:
    wish = agree_to_mails(petition=accepted(cast), address=ADDRESS)
    [asking] = received()
    link = link_in(asking.body, "confirm")
    with clock.travel_to(clock.now() + CONFIRM_WITHIN + timedelta(minutes=1)):
        page = client.post(link)
        assert (page.status_code, "已经失效" in page.content.decode()) == (404, True)
        drop_mailboxes()
        drop_mailboxes()
    assert not MailWish.objects.filter(pk=wish.pk).exists()


def test_each_mail_says_how_it_was_the_last(cast: Cast, client: Client) -> None:
    petition = classified(cast)
    wanted(petition)
    workflow.accept(petition=petition, rights=cast.rights("petition"))
    _asking, telling = received()
    link = link_in(telling.body, "end")
    assert link in telling.extra_headers["List-Unsubscribe"]
    assert petition.title not in client.get(link).content.decode()
    assert MailWish.objects.exists(), "a look ends nothing"
    assert "停用了" in client.post(link).content.decode()
    assert not MailWish.objects.exists()
    assert client.get(link).status_code == 404


def test_it_is_written_in_the_language_that_was_spoken(cast: Cast) -> None:
    petition = classified(cast)
    with override("en"):
        wanted(petition)
    workflow.accept(petition=petition, rights=cast.rights("petition"))
    for mail in received():
        assert not re.search("[\u4e00-\u9fff]", f"{mail.subject}{mail.body}"), mail.body


def test_it_is_asked_for_in_the_public_form(cast: Cast, client: Client) -> None:
    code = hand_in(client, mailbox=ADDRESS)
    assert "确认邮件已经发到你留的邮箱" in client.get("/petitions/receipt/").content.decode()
    assert code
    wish = MailWish.objects.get()
    assert (address_of(wish), wish.confirmed_at) == (ADDRESS, None)
    assert [one.to for one in received()] == [[ADDRESS]]


def test_the_public_form_keeps_a_wrong_address_to_be_put_right(cast: Cast, client: Client) -> None:
    page: Any = client.get("/petitions/new/")
    for url, fields in list(STEPS.items())[:2]:
        page = client.post(url, {"token": page.context["token"], **fields}, follow=True)
    contact = {**STEPS["/petitions/new/contact/"], "mailbox": "wang@"}
    page = client.post("/petitions/new/contact/", {"token": page.context["token"], **contact})
    assert page.status_code == 200
    assert 'value="wang@"' in page.content.decode()
    assert "邮箱地址不对" in page.content.decode()


def test_no_address_is_asked_for_or_kept_of_an_accusation(cast: Cast, client: Client) -> None:
    hand_in(client, kind="accusation", mailbox=ADDRESS)
    assert Petition.objects.get().is_sealed
    assert not MailWish.objects.exists()


def test_many_steps_at_once_are_one_mail(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    wanted(petition)
    rights = cast.rights("petition")
    petition = workflow.classify(petition=petition, kind=Kind.APPEAL, unit=cast.quay, is_simple=True, rights=rights)
    petition = workflow.accept(petition=petition, rights=rights)
    workflow.answer(petition=petition, text="已补发", rights=rights)
    assert len(received()) == 2


def test_an_end_stops_what_is_on_its_way(cast: Cast) -> None:
    petition = classified(cast)
    wanted(petition)
    workflow.accept(petition=petition, rights=cast.rights("petition"))
    end_mails(petition=petition)
    assert len(received()) == 1
    assert Delivery.objects.filter(state=DeliveryState.CANCELLED).count() == 1


def test_the_address_goes_with_the_end_of_the_case(cast: Cast) -> None:
    petition = accepted(cast, is_simple=True)
    wanted(petition)
    answered = workflow.answer(petition=petition, text="已补发", rights=cast.rights("petition"))
    archived = workflow.archive(petition=answered, note="当面说清楚了", rights=cast.rights("petition"))
    assert not MailWish.objects.exists()
    with pytest.raises(RefusedStepError, match="已经归档"):
        agree_to_mails(petition=archived, address=ADDRESS)


def test_a_sealed_matter_sends_nothing_by_itself(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, kind=Kind.ACCUSATION, names="单位负责人甲")
    with pytest.raises(RefusedStepError, match="自己选择"):
        agree_to_mails(petition=petition, address=ADDRESS)
    page = look_at(client, petition)
    assert "检举控告请想好再开通" in page
    client.post("/petitions/track/mails/", {"address": ADDRESS, "agrees": "on"})
    assert not MailWish.objects.exists()
    client.post("/petitions/track/mails/", {"address": ADDRESS, "agrees": "on", "knows_who_sees": "on"})
    assert [one.to for one in received()] == [[ADDRESS]]


def test_what_is_sealed_later_is_silent_from_then_on(cast: Cast) -> None:
    petition = classified(cast)
    wanted(petition)
    sealed = workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))
    rights = cast.rights("discipline")
    sealed = workflow.investigate(petition=sealed, rights=rights)
    workflow.answer(petition=sealed, text="已处理", rights=rights)
    assert len(received()) == 1


def test_what_waited_when_it_was_sealed_is_not_sent(cast: Cast) -> None:
    petition = classified(cast)
    agree_to_mails(petition=petition, address=ADDRESS)
    workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))
    assert received() == []


def test_the_address_stands_nowhere_in_the_database(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    wish = agree_to_mails(petition=accepted(cast), address=ADDRESS)
    assert address_of(wish) == ADDRESS
    refusal = smtplib.SMTPRecipientsRefused({ADDRESS: (550, f"no such user {ADDRESS}".encode())})
    monkeypatch.setattr(delivery, "_hand_over", lambda _message, _connection: refusal)
    delivery.dispatch()
    dead = Delivery.objects.get()
    assert (dead.state, dead.error) == (DeliveryState.DEAD, "SMTPRecipientsRefused")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            assert ADDRESS not in str(cursor.fetchall()), table


def test_new_keys_reach_it_and_without_a_key_nothing_is_sent(cast: Cast, settings: Settings) -> None:
    wish = agree_to_mails(petition=accepted(cast), address=ADDRESS)
    old = settings.IDENTITY_KEYS
    settings.IDENTITY_KEYS = ["9:another-key-of-sufficient-length-0123456789", *old]
    keyring._confirmed.clear()
    assert rotation.rotate(lambda _done, _all: None).stuck == []
    settings.IDENTITY_KEYS = settings.IDENTITY_KEYS[:1]
    wish.refresh_from_db()
    assert wish.key_version == vault.sealing_keys()[0].version
    assert address_of(wish) == ADDRESS
    settings.IDENTITY_KEYS = old
    assert received() == []


def test_a_petition_goes_with_its_wish_and_mails(cast: Cast) -> None:
    petition = accepted(cast)
    wanted(petition)
    erase(petition)
    assert not MailWish.objects.exists()
    assert not CaseMail.objects.exists()


def test_whoever_is_booked_hears_that_the_day_was_called_off_or_who_sits_there(cast: Cast) -> None:
    """Nothing they did themselves: without a mail they would stand before a closed door."""
    petition, rights = make_petition(cast.quay), cast.rights("petition")
    wanted(petition)
    day = reception_day(cast)
    book(petition=petition, day=day, starts_at=day.starts_at)
    outbox.outbox.clear()
    assert received() == []
    deputy = Cadre.objects.create(user=cast.head, unit=cast.east, title="装卸一公司经理")
    name_substitute(day=day, substitute=deputy, reason="出差", rights=rights)
    assert len(received()) == 1
    call_off(day=day, reason="台风", rights=rights)
    [_first, told] = received()
    assert petition.number in told.subject


@pytest.mark.long
def test_the_result_of_the_ledger_is_news_where_no_opinion_follows(cast: Cast, media_root: object) -> None:
    petition = handed_over(cast, kind=Kind.SUGGESTION)
    wanted(petition)
    outbox.outbox.clear()
    assert work_on(cast, petition).status == State.DELIVERED
    assert [mail for mail in received() if petition.number in mail.subject]


def test_a_hearing_that_is_called_off_is_news_as_the_calling_was(cast: Cast) -> None:
    petition, rights = accepted(cast), cast.rights("petition")
    wanted(petition)
    outbox.outbox.clear()
    at = clock.now() + timedelta(days=5)
    petition = workflow.call_hearing(petition=petition, held_at=at, place="会议室", panel="李工", rights=rights)
    assert len(received()) == 1
    workflow.cancel_hearing(petition=petition, note="改为调解", rights=rights)
    assert len(received()) == 2


def test_all_whose_matters_become_one_hear_and_read_of_it(cast: Cast, client: Client) -> None:
    petition, ledger_office = handed_over(cast), cast.rights("ledger")
    wanted(petition)
    outbox.outbox.clear()
    other = brought_to(cast, "open", "夜班补贴少算")
    assert petition.issue is not None
    merged = ledger.merge(issue=petition.issue, into=other, rights=ledger_office)
    workflow.follow(issue=merged)
    assert [mail for mail in received() if petition.number in mail.subject]
    assert "并在一起办" in look_at(client, petition)
