"""The check before words leave the office tells who the petitioner is; nobody may ask it about a list of people."""

from datetime import timedelta

import pytest
from django.test import Client

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.calendars.models import TimeLimit
from outreach.common import clock
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions.contacts import Contact
from petitions.documents.warnings import warn_of_names
from petitions.factories import accepted
from petitions.limits import LOOKS
from petitions.models import Petition
from petitions.panels import work_lines
from petitions.workflow import looking
from petitions.workflow.looking import look_through

pytestmark = pytest.mark.django_db

WHO = Contact("陈志远", "138 0013 0021")
NOT_LOOKED = "这一小时能检查的人名和号码已经用完"


@pytest.fixture
def petition(cast: Cast) -> Petition:
    """One of which nobody at the desk knows who brought it, among colleagues who might have."""
    TimeLimit.objects.update_or_create(key=LOOKS, defaults={"days": 3, "basis": "x"})
    names = [WHO.name, *(f"王建{letter}" for letter in "国军平华民")]
    User.objects.bulk_create(User(username=f"w{place}", full_name=name) for place, name in enumerate(names))
    return accepted(cast, is_simple=True, contact=WHO)


def ask(cast: Cast, petition: Petition, words: str) -> looking.Look:
    return look_through(petition=petition, typed=[("", words)], rights=cast.rights("petition"))


def answer(client: Client, petition: Petition, text: str, **more: str) -> str:
    sent = {"text": text, "version": str(petition.version), **more}
    return client.post(f"{petition.get_absolute_url()}answer/", sent, follow=True).content.decode()


def test_a_list_of_colleagues_is_not_answered_and_nothing_typed_is_lost(
    cast: Cast, client: Client, petition: Petition
) -> None:
    client.force_login(cast.petition)
    words = "王建国、王建军、王建平、陈志远"
    page = answer(client, petition, words)
    assert NOT_LOOKED in page
    assert "<mark" not in page
    assert words in page
    assert Petition.objects.get().status == "accepted"
    assert AuditRecord.objects.get(action="identity.look_limited").detail == {"tries": 4}
    answer(client, petition, words, cleared="都是来开会的班长，和信访人无关")
    assert Petition.objects.get().status == "delivered"
    assert petition.events.get(step="answer").detail["cleared"] == "都是来开会的班长，和信访人无关"


def test_tries_add_up_over_an_hour_whether_they_hit_or_not(cast: Cast, petition: Petition) -> None:
    assert not ask(cast, petition, "王建国说的").found
    assert not ask(cast, petition, "电话 13912345678").is_refused
    assert ask(cast, petition, "陈志远说的").found
    for words in ("王建华说的", "13912345679", "字" * 250):
        assert ask(cast, petition, words).is_refused
    assert ask(cast, petition, "陈志远说的").found  # the same again tells nothing new
    with clock.travel_to(clock.now() + timedelta(minutes=61)):
        assert not ask(cast, petition, "王建华说的").is_refused


def test_words_that_name_nobody_cost_nothing_nor_do_the_petitions_own(cast: Cast, petition: Petition) -> None:
    for place in range(5):
        assert not ask(cast, petition, f"{petition.facts}第 {place} 次补发").is_refused
    assert not AuditRecord.objects.filter(action__startswith="identity.look").exists()


def test_a_document_is_not_checked_either_and_says_so(cast: Cast, petition: Petition) -> None:
    values = {"matter": "王建国、王建军、王建平、陈志远"}
    assert NOT_LOOKED in warn_of_names(petition, values, cast.rights("petition"))[0]


def test_who_reads_the_log_hears_of_it_and_a_colleague_is_not_slowed(
    cast: Cast, client: Client, petition: Petition
) -> None:
    Posting.objects.create(user=cast.outsider, unit=cast.group, role=Role.PETITION_OFFICER)
    assert ask(cast, petition, "王建国、王建军、王建平、王建华").is_refused
    told = look_through(petition=petition, typed=[("", "陈志远")], rights=cast.rights("outsider"))
    assert told.found
    client.force_login(cast.auditor)
    page = client.get("/").content.decode()
    assert f"{cast.petition.full_name}交出前检查超过了次数" in page
    others = {who for who in cast.people if any("交出前检查" in one.title for one in work_lines(cast.rights(who)))}
    assert others == {"auditor"}


def test_no_administrator_lifts_the_limit() -> None:
    TimeLimit.objects.update_or_create(key=LOOKS, defaults={"days": 3660, "basis": "x"})
    assert looking.looks_an_hour() == 60
