"""Word to PDF, by the printer beside us (``press.py``); what is missing on this machine is said in words."""

import logging
import subprocess
import sys
import threading
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.documents.layout import as_html

logger = logging.getLogger(__name__)
PRESS = [sys.executable, "-I", str(Path(__file__).with_name("press.py"))]
#: While somebody waits, and in the background.
SECONDS, PATIENT_SECONDS = 20, 120
WAIT_SECONDS = 5
#: Each takes a core and 170 MB for a second or two: many at once must not take the machine.
_presses = threading.BoundedSemaphore(2)
_MISSING = {
    "no pango": _("这台服务器还不能生成 PDF：缺少系统软件包 libpango-1.0-0 和 libpangoft2-1.0-0。Word 文件照常可用。"),
    "no font": _("这台服务器还不能生成 PDF：缺少中文字体，请安装系统软件包 fonts-noto-cjk。Word 文件照常可用。"),
}
_BUSY = _("现在生成 PDF 的人多，过一分钟会自动生成。")
_FAILED = _("PDF 没有生成，Word 文件照常可用。过一分钟会自动再试。")


class NotPrintedError(Exception):
    """There is no PDF now; ``reason`` says why, ``is_machine`` that nothing can be printed here at all."""

    def __init__(self, reason: str | Promise, *, is_machine: bool = False) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.is_machine = is_machine


def as_pdf(docx: bytes, seconds: float = SECONDS) -> bytes:
    """The same document as PDF; ``NotPrintedError`` says why not."""
    return press(as_html(docx), seconds)


def press(html: str, seconds: float = SECONDS) -> bytes:
    """``html`` drawn by a process without environment, files or network, within seconds."""
    if not _presses.acquire(timeout=WAIT_SECONDS):
        raise NotPrintedError(_BUSY)
    try:
        done = subprocess.run(  # noqa: S603 - our own program, its input comes by pipe
            PRESS, input=html.encode(), capture_output=True, timeout=seconds, env={"HOME": "/nonexistent"}, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotPrintedError(_FAILED) from None
    finally:
        _presses.release()
    said = done.stderr.decode(errors="replace").strip()
    if words := _MISSING.get(said.rpartition("\n")[2]):
        raise NotPrintedError(words, is_machine=True)
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        logger.error("the printer ended with %s", done.returncode)  # what it says may hold words of the document
        raise NotPrintedError(_FAILED)
    return done.stdout
