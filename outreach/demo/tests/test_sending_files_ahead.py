"""Files of the public form in a real browser: each goes ahead with a bar; without JavaScript they go with the form."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from outreach.demo.tests.browsing import PHONE, Chromium
from outreach.org.testing import Cast
from petitions.models import DraftFile

pytestmark = [pytest.mark.browser, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]
PAPER = {"name": "工资条.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n" + bytes(200_000) + b"\n%%EOF\n"}
PAGE = {"name": "假照片.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"}


def send(browser: Browser, site: str, has_script: bool) -> list[str]:
    """What the page shows of the two files before, and after the form had an error elsewhere."""
    context = browser.new_context(**PHONE, java_script_enabled=has_script, locale="zh-CN")
    try:
        page = context.new_page()
        page.goto(f"{site}/petitions/new/")
        page.check("input[value=appeal]")
        page.click("main form .btn-primary[type=submit]")
        page.set_input_files("input[type=file]", [PAPER, PAGE])  # type: ignore[arg-type]  # dictionaries will do
        if has_script:
            page.wait_for_selector(".sx-file.sx-error")
        shown = [page.inner_text("main form")]
        page.click("main form .btn-primary[type=submit]")
        page.wait_for_selector(".sx-errors")
        return [*shown, page.inner_text("main form")]
    finally:
        context.close()


def test_each_file_goes_ahead_and_stays_through_an_error_of_the_form(
    chromium: Chromium, live_server: LiveServer, people: Cast
) -> None:
    ahead, after = chromium.run(send, live_server.url, True)
    assert "已上传" in ahead
    assert "不收这种文件" in ahead
    assert "工资条.pdf" in after
    assert [str(file) for file in DraftFile.objects.all()] == ["工资条.pdf"]


def test_without_javascript_they_go_with_the_form(chromium: Chromium, live_server: LiveServer, people: Cast) -> None:
    before, after = chromium.run(send, live_server.url, False)
    assert "已上传" not in before
    assert "工资条.pdf" in after
    assert "假照片.jpg" in after
    assert [str(file) for file in DraftFile.objects.all()] == ["工资条.pdf"]
