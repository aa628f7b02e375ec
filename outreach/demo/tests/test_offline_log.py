"""The visit log on a phone without a network, over HTTPS (here: this machine) and at a plain intranet address."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image

from fieldvisits.importing import look_over, read_file
from fieldvisits.models import SentPhoto, Visit, VisitPhoto
from outreach.common.servedfiles import ServedFilesStorage
from outreach.common.templatetags import ui
from outreach.demo.tests.phones import FOUND, INTRANET, ON_DISK, Phone, a_picture, killed_and_reopened
from outreach.ledger.models import Issue
from outreach.org.models import OrgUnit
from outreach.org.testing import Cast

_ASKED_FOR = """() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname)
  .filter((name) => name.startsWith("/static/"))"""
_KEPT = re.compile(r"/static/(css|js|img)/[a-z0-9]+\.[0-9a-f]{12}\.(css|js|svg)")

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]


def test_three_findings_with_photos_survive_a_killed_browser_and_arrive_once(phone: Any, people: Cast) -> None:
    pictures = [a_picture(shade) for shade in (0, 80, 160)]
    on_disk = phone(killed_and_reopened, pictures)
    visit = Visit.objects.get()
    assert [finding.what for finding in visit.findings.all()] == list(FOUND)
    assert (Issue.objects.count(), VisitPhoto.objects.count()) == (3, 3)
    assert [photo.caption for photo in VisitPhoto.objects.all()] == ["二层东侧楼梯口", "", ""]
    assert visit.author == people.cadre
    assert visit.device_finished_at is not None
    assert FOUND[0] not in on_disk, "over HTTPS it is sealed"
    photo = VisitPhoto.objects.select_related("attachment").first()
    assert photo is not None
    with photo.attachment.file.open("rb") as file:
        assert max(Image.open(io.BytesIO(file.read())).size) == 1600
    assert {len(sent.sha256) for sent in SentPhoto.objects.all()} == {64}


@pytest.fixture
def as_served(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Styles and scripts as in service: shortened, and each under a name that changes with its content."""
    settings.STATIC_ROOT = tmp_path / "served"
    storage = f"{ServedFilesStorage.__module__}.{ServedFilesStorage.__name__}"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["css", "js", "json", "svg", "txt"]  # which takes a minute
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.STATICFILES_DIRS = [settings.STATIC_ROOT]
    forget_icons()
    yield
    forget_icons()


def forget_icons() -> None:
    """What is drawn remembers the name of the file that holds all icons."""
    for drawn in (ui.icon, ui._light, ui._state):
        drawn.cache_clear()


def names_asked_for(phone: Phone, pictures: list[dict[str, Any]]) -> list[str]:
    """Of styles, scripts and pictures."""
    killed_and_reopened(phone, pictures)
    return list(phone.page.evaluate(_ASKED_FOR))


@pytest.mark.usefixtures("as_served")
def test_as_it_is_served_the_log_does_the_same_under_names_that_are_kept_for_good(phone: Any, people: Cast) -> None:
    names = phone(names_asked_for, [a_picture(shade) for shade in (0, 80, 160)])
    assert Visit.objects.get().findings.count() == 3
    assert len(names) > 10
    assert [name for name in names if not _KEPT.fullmatch(name)] == []


def lost_line(phone: Phone, pictures: list[dict[str, Any]]) -> tuple[str, bytes]:
    """At a plain address the page has to be open already; it says that nothing is sealed, and sends by itself."""
    phone.sign_in("cadre")
    phone.open_log()
    assert not phone.page.evaluate("isSecureContext")
    phone.context.set_offline(True)
    phone.fill_in("固机车间", pictures)
    phone.finish()
    phone.sees("已存在本机，联网后自动上报")
    phone.sees("浏览器不能给存在本机的内容加密")
    on_disk = str(phone.page.evaluate(ON_DISK))
    with phone.page.expect_download() as download:
        phone.page.click("[data-queue-export]")
    saved = download.value.path().read_bytes()
    phone.context.set_offline(False)
    phone.sees("已上报")
    return on_disk, saved


def test_at_a_plain_address_the_log_waits_and_says_that_it_is_not_sealed(
    phone: Any, settings: Any, people: Cast
) -> None:
    settings.ALLOWED_HOSTS = [INTRANET, "localhost"]
    pictures = [a_picture(shade) for shade in (0, 80, 160)]
    on_disk, saved = phone(lost_line, pictures, host=INTRANET)
    assert Visit.objects.get().findings.count() == 3
    assert FOUND[0] in on_disk
    assert len({sent.sha256 for sent in SentPhoto.objects.all()}) == 3
    file = read_file(saved)
    assert (file.author, len(file.entries)) == (people.cadre, 1)
    assert {hashlib.sha256(photo.content).hexdigest() for photo in file.photos.values()} == set(file.photos)
    [line] = look_over(file, rights=people.rights("ledger"))
    assert line.visit == Visit.objects.get(), "the same entry by another way"


def another_person(phone: Phone, pictures: list[dict[str, Any]]) -> None:
    phone.sign_in("cadre")
    phone.open_log_and_keep_it()
    phone.fill_in("固机车间", pictures)
    phone.context.clear_cookies()  # the session has ended meanwhile
    phone.finish()
    phone.sees("登录已经过期")
    phone.sees("等登录")
    phone.sign_in("head")
    with phone.page.expect_response("**/new/kit/**"):  # coming later, it would bring the cookie of this form back
        phone.open_log("#queue")
    phone.sees("这台设备上还有别人写的走访没有上报")
    phone.context.clear_cookies()
    phone.sign_in("cadre")
    phone.open_log("#queue")
    phone.sees("已上报")


def test_after_the_session_ended_and_somebody_else_came_the_entry_is_still_its_authors(
    phone: Any, people: Cast
) -> None:
    phone(another_person, [a_picture(shade) for shade in (0, 80, 160)])
    visit = Visit.objects.get()
    assert visit.author == people.cadre


def refused_and_mended(phone: Phone, pictures: list[dict[str, Any]], close_unit: Callable[[], None]) -> None:
    phone.sign_in("ledger")
    phone.open_log_and_keep_it()
    phone.context.set_offline(True)
    phone.fill_in("旧班组", pictures)
    phone.finish()
    phone.sees("已存在本机，联网后自动上报")
    close_unit()
    phone.context.set_offline(False)
    phone.sees("要改一改")
    phone.sees("请改选别的单位")
    phone.page.click("[data-list=look] button:has-text('改一改再报')")
    option = phone.page.locator("[name=unit] option", has_text="固机车间").first
    phone.page.select_option("[name=unit]", value=option.get_attribute("value"))
    phone.page.click('a[href="#found"].btn-primary')
    phone.page.locator("[data-photos]:has([name=findings-2-photos]) canvas").wait_for()
    phone.finish()
    phone.page.wait_for_url(re.compile(r"/fieldvisits/\d+/$"))


def test_a_unit_closed_meanwhile_is_told_and_the_entry_goes_to_another(phone: Any, people: Cast) -> None:
    unit = OrgUnit.objects.create(name="旧班组", parent=people.east)

    def close() -> None:
        with ThreadPoolExecutor(1) as beside:
            beside.submit(OrgUnit.objects.filter(pk=unit.pk).update, is_active=False).result()

    phone(refused_and_mended, [a_picture(shade) for shade in (0, 80, 160)], close)
    visit = Visit.objects.get()
    assert visit.unit == people.quay
    assert VisitPhoto.objects.count() == 3


def through_a_hotspot(phone: Phone, pictures: list[dict[str, Any]]) -> None:
    """A hotspot answers in the portal's place, with a page that says 200; then an answer of ours is cut short."""
    page = phone.page
    phone.sign_in("cadre")
    phone.open_log()
    phone.fill_in("固机车间", pictures)
    page.route("**/new/entries/", lambda route: route.fulfill(content_type="text/html", body="<h1>请登录热点</h1>"))
    phone.finish()
    phone.sees("等网络")
    page.unroute("**/new/entries/")
    page.route("**/new/photos/?*", lambda route: route.fulfill(content_type="application/json", body='{"missing": ['))
    with page.expect_response(lambda answer: "/photos/?" in answer.url):
        page.evaluate(_LINE_IS_BACK)
    phone.sees("等网络")
    page.unroute("**/new/photos/?*")
    page.evaluate(_LINE_IS_BACK)
    phone.sees("已上报")


_LINE_IS_BACK = "() => { window.dispatchEvent(new Event('online')); }"


def test_nothing_is_taken_as_sent_because_a_hotspot_answered_or_half_an_answer_came(
    phone: Any, settings: Any, people: Cast
) -> None:
    settings.ALLOWED_HOSTS = [INTRANET, "localhost"]
    phone(through_a_hotspot, [a_picture(shade) for shade in (0, 80, 160)], host=INTRANET)
    assert Visit.objects.get().findings.count() == 3
    assert VisitPhoto.objects.count() == 3
