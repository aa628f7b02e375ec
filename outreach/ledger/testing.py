"""What every channel promises the ledger, as one test class that each channel runs over its own records.

A channel's ``tests/test_contract.py`` subclasses ``ChannelContract``, names its key and says how one of its
records becomes a ledger item. See docs/adding-a-channel.md.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, ClassVar

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from PIL import Image

from outreach.attachments.models import Attachment
from outreach.attachments.pipeline import store
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.ledger.intake import Finding
from outreach.ledger.models import Issue
from outreach.ledger.sources import Source, WorkLine, sources
from outreach.ledger.states import Topic
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from outreach.org.testing import Cast

LOGIN = "/accounts/login/"
_MATTERS = ["号门机钢丝绳断丝超限", "号宿舍楼雨天漏水", "号堆场夜里照明不足", "班组三个月没有休息日"]
_NAVIGATION = re.compile(r"<nav\b.*?</nav>", re.DOTALL)


@dataclass(frozen=True)
class Made:
    """One record of a channel that became a ledger item.

    ``record`` is the row whose ``issue`` points down to the item; ``title`` is how its page is named in the
    channel's list; the record was held in ``unit`` on ``held_on``.
    """

    record: models.Model
    issue: Issue
    title: str
    detail_url: str
    unit: OrgUnit
    held_on: date


class SmallWorld:
    """The cast as a world for ``Source.seed``: the same promises as the demo's world, on five units."""

    def __init__(self, cast: Cast, *, seed: int, today: date) -> None:
        self.rng = random.Random(seed)
        self.today = today
        self.last = date.max  # far away: no story that ends with the demo begins here
        self.plans: dict[Any, Any] = {}
        self.aside: set[Any] = set()
        self.cast = cast.people
        self.units = {unit.name: unit for unit in OrgUnit.objects.all()}
        self._cast = cast

    def rights(self, username: str) -> Rights:
        return self._cast.rights(username)

    def pick_branch(self, below: OrgUnit | None = None) -> OrgUnit:
        """A workshop, anywhere or under a unit."""
        workshops = OrgUnit.objects.grassroots().order_by("path")
        return self.rng.choice([unit for unit in workshops if below is None or unit.path.startswith(below.path)])

    def pick_finding(self, topic: str | None = None, *, source: str = "other") -> Finding:
        """A matter in a workshop; ``source`` is the channel's key."""
        title = f"{self.rng.randint(1, 9)} {self.rng.choice(_MATTERS)}"
        return Finding(
            source=source,
            title=title,
            description=f"{title}，已经提过两次。",
            unit=self.pick_branch(),
            place="现场",
            topic=topic or self.rng.choice(Topic.values),
            raised_on=self.today,
        )

    def picture(self, words: str, *, is_after: bool = False) -> Attachment:
        """A small photo of a place, before or after."""
        shade = self.rng.randint(0, 255)
        file = BytesIO()
        Image.new("RGB", (48, 36), (shade, 160 if is_after else 60, 60)).save(file, "PNG")
        return store(SimpleUploadedFile(f"{words[:20]}.png", file.getvalue(), content_type="image/png"))


class ChannelContract:
    """Subclass it as ``TestContract`` in a channel, and give ``key``, ``number_prefix`` and ``make_item``.

    ``person`` makes the record and may see it; ``outsider`` serves elsewhere and may not. ``scoped_list_url_name``
    is the list of records where it is not the channel's first page, ``list_query`` the tab that holds them all.
    """

    key: ClassVar[str]
    number_prefix: ClassVar[str]
    person: ClassVar[str] = "cadre"
    outsider: ClassVar[str] = "outsider"
    scoped_list_url_name: ClassVar[str] = ""
    list_query: ClassVar[dict[str, str]] = {}
    is_first_page_public: ClassVar[bool] = False
    seeded_workdays: ClassVar[int] = 60

    def make_item(self, cast: Cast) -> Made:
        """Make one record in ``cast.quay`` as ``person`` and bring it into the ledger."""
        raise NotImplementedError

    def make_waiting(self, cast: Cast) -> None:
        """Make something that waits for ``person`` in this channel; nothing where the channel has no such thing."""

    @property
    def source(self) -> Source:
        return sources.get(self.key)

    @property
    def records_url(self) -> str:
        return reverse(self.scoped_list_url_name or self.source.list_url_name)

    @pytest.fixture
    def made(self, cast: Cast) -> Made:
        return self.make_item(cast)

    # --- registered -------------------------------------------------------------------------
    def test_source_has_a_key_and_a_prefix_of_its_own(self) -> None:
        assert self.source.is_channel
        assert self.source.number_prefix == self.number_prefix
        assert [source.key for source in sources].count(self.key) == 1
        assert [source.number_prefix for source in sources].count(self.number_prefix) == 1

    @pytest.mark.django_db
    def test_ledger_offers_the_channel_without_a_migration(self) -> None:
        choices = dict(Issue._meta.get_field("source").flatchoices)
        assert choices[self.key] == self.source.label
        call_command("makemigrations", "ledger", check=True, dry_run=True, verbosity=0)

    def test_item_carries_source_prefix_and_unit(self, made: Made) -> None:
        assert made.issue.source == self.key
        assert made.issue.number.startswith(f"{self.number_prefix}-")
        assert made.issue.unit == made.unit

    def test_record_keeps_its_item_from_being_deleted(self, made: Made) -> None:
        field = made.record._meta.get_field("issue")
        assert field.remote_field.on_delete is models.PROTECT  # type: ignore[union-attr]  # a foreign key
        assert getattr(made.record, "issue") == made.issue  # noqa: B009 - the model is any channel's

    # --- seen by the right people -------------------------------------------------------------
    def test_record_link_opens_for_whoever_may_see_the_record(self, made: Made, cast: Cast, client: Client) -> None:
        client.force_login(cast.people[self.person])
        link = self.source.record_link(made.issue.pk, cast.rights(self.person))
        assert link is not None
        assert link.title
        assert client.get(link.url).status_code == 200
        assert escape(link.url) in client.get(made.issue.get_absolute_url()).content.decode()

    def test_record_link_leads_an_outsider_nowhere(self, made: Made, cast: Cast) -> None:
        link = self.source.record_link(made.issue.pk, cast.rights(self.outsider))
        assert link is None or link.url == ""

    def test_record_link_knows_no_item_of_another_channel(self, cast: Cast) -> None:
        assert self.source.record_link(0, cast.rights(self.person)) is None

    def test_list_shows_the_record_to_its_people_only(self, made: Made, cast: Cast, client: Client) -> None:
        client.force_login(cast.people[self.person])
        assert escape(made.title) in client.get(self.records_url, self.list_query).content.decode()
        client.force_login(cast.people[self.outsider])
        assert escape(made.title) not in client.get(self.records_url, self.list_query).content.decode()

    def test_record_does_not_exist_for_an_outsider(self, made: Made, cast: Cast, client: Client) -> None:
        client.force_login(cast.people[self.person])
        assert client.get(made.detail_url).status_code == 200
        client.force_login(cast.people[self.outsider])
        knows_the_channel = cast.rights(self.outsider).may(self.source.view_permission)
        assert client.get(made.detail_url).status_code in ({404} if knows_the_channel else {403, 404})

    def test_records_ask_a_stranger_to_sign_in(self, made: Made, client: Client) -> None:
        for url in (self.records_url, made.detail_url):
            response = client.get(url)
            assert response.status_code == 302
            assert response.headers["Location"].startswith(LOGIN)

    def test_first_page_is_open_only_where_the_channel_says_so(self, cast: Cast, client: Client) -> None:
        status = client.get(reverse(self.source.list_url_name)).status_code
        assert status == (200 if self.is_first_page_public else 302)

    # --- shown in the shared rooms --------------------------------------------------------------
    def test_work_lines_lead_their_reader_to_pages_that_open(self, made: Made, cast: Cast, client: Client) -> None:
        self.make_waiting(cast)
        for name, user in cast.people.items():
            client.force_login(user)
            lines = self.source.work_lines(cast.rights(name))
            assert len(lines) <= 20
            for line in lines:
                assert client.get(line.url).status_code == 200, (name, line.url)

    def test_what_waits_for_one_person_waits_for_no_outsider(self, made: Made, cast: Cast) -> None:
        def urls(name: str) -> set[str]:
            lines: list[WorkLine] = list(self.source.work_lines(cast.rights(name)))
            return {line.url for line in lines}

        before = urls(self.outsider)
        self.make_waiting(cast)
        if type(self).make_waiting is not ChannelContract.make_waiting:
            assert urls(self.person)
        assert urls(self.outsider) == before

    def test_times_held_counts_the_unit_on_that_day_only(self, made: Made, cast: Cast) -> None:
        day = made.held_on
        rights = cast.rights(self.person)
        after = day + timedelta(days=1)
        there, elsewhere = OrgUnit.objects.filter(pk=made.unit.pk), OrgUnit.objects.exclude(pk=made.unit.pk)
        assert self.source.times_held(rights, day, day, None)[made.unit.pk] == 1
        assert self.source.times_held(rights, day, day, there) == {made.unit.pk: 1}
        assert not self.source.times_held(rights, day, day, elsewhere).get(made.unit.pk)
        assert not self.source.times_held(rights, after, after + timedelta(days=8), None).get(made.unit.pk)

    def test_navigation_leads_to_the_channel(self, cast: Cast, client: Client) -> None:
        client.force_login(cast.people[self.person])
        page = client.get(self.records_url).content.decode()
        links = "".join(_NAVIGATION.findall(page))
        assert f'href="{reverse(self.source.list_url_name)}"' in links
        assert str(self.source.label) in links

    def test_ledger_filters_by_the_channel(self, made: Made, cast: Cast, client: Client) -> None:
        client.force_login(cast.people["ledger"])
        page = client.get(reverse("ledger:list"), {"source": self.key, "view": "all"}).content.decode()
        assert f'<option value="{self.key}" selected>' in page
        assert made.issue.number in page

    def test_wall_chart_has_a_column_for_the_channel(self, cast: Cast, client: Client) -> None:
        client.force_login(cast.people["leader"])
        page = client.get(reverse("wallchart")).content.decode()
        assert re.search(rf"<th\b[^>]*>\s*{re.escape(str(self.source.label))}\s*</th>", page)

    # --- demo -------------------------------------------------------------------------------
    @pytest.mark.long
    @pytest.mark.embedded
    def test_same_seed_lives_the_same_year(self, cast: Cast) -> None:
        if self.source.seed is None:
            pytest.skip("the channel brings no demo records")
        first, second = self._lived(cast), self._lived(cast)
        assert first == second
        assert first, "the demo made no item in this channel"

    def _lived(self, cast: Cast) -> list[tuple[Any, ...]]:
        """The items that the channel's demo makes in some weeks, as a reader would tell them apart."""
        assert self.source.seed is not None
        with transaction.atomic():
            world = SmallWorld(cast, seed=7, today=date(2026, 3, 2))
            for day in self._workdays(world.today):
                world.today = day
                moment = timezone.make_aware(datetime.combine(day, time(9)))
                with clock.travel_to(moment):
                    self.source.seed(world)
            items = Issue.objects.filter(source=self.key).order_by("pk")
            numbers = [] if self.source.is_numbered_by_lot else ["number"]
            told = list(items.values_list(*numbers, "title", "unit__name", "raised_on", "status"))
            transaction.set_rollback(True)
        return told

    def _workdays(self, first: date) -> Iterator[date]:
        calendar = WorkCalendar.current()
        day = first
        for _number in range(self.seeded_workdays):
            yield day
            day = calendar.add_workdays(day, 1)
